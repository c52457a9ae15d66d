import type { Postgresql } from "../cpo/postgresql.ts";
import type { Storage } from "../cpo/repository.ts";
import { addTo } from "../text/groups.ts";
import type { ClusterContext } from "./cluster-context.ts";
import { environmentLists } from "./environment-lists.ts";
import { haveSettings } from "./job-settings.ts";

/** What a rule can be about that only some clusters have. */
export type Topic =
  /** A repository on this storage. */
  | Storage
  /** A setting for CronJobs, from the cluster, the functionConfig or a CronJob that is there. */
  | "job settings"
  /** `spec.postgresql.parameters`. */
  | "parameters"
  /** A policy in the functionConfig. */
  | "policy"
  /** A list of variables for the pods of backups or of the database. */
  | "variables";

/**
 * What a cluster must have for a rule to be asked about it: all that is named here. Most clusters have little of what can be wrong; and a
 * rule must have nothing to say about a cluster that lacks it.
 */
export interface Subject {
  readonly appliesTo?: Topic;
  /** One of these options: in `global`, in the Secret, as a variable, or among the lines of the operator. */
  readonly appliesToOptions?: readonly string[];
  /** One of these fields of `spec`. */
  readonly appliesToFields?: ReadonlyArray<keyof Postgresql["spec"]>;
}

/** Tells which of some clusters have what a rule is about, in their order. */
export function clustersWith(contexts: readonly ClusterContext[]): (subject: Subject) => readonly ClusterContext[] {
  const byTopic = new Map<Topic, readonly ClusterContext[]>();
  let byOption: ReadonlyMap<string, readonly ClusterContext[]> | undefined;
  const onTopic = (topic: Topic) => {
    const known = byTopic.get(topic) ?? contexts.filter((context) => isOn(topic, context));
    byTopic.set(topic, known);
    return known;
  };
  return ({ appliesTo, appliesToOptions, appliesToFields }) => {
    let having = appliesTo === undefined ? contexts : onTopic(appliesTo);
    if (appliesToOptions !== undefined) {
      byOption ??= sortedByOption(contexts);
      const [options, clusters] = [byOption, having];
      const found = appliesToOptions.flatMap((option) => options.get(option) ?? []);
      having = found.length === 0 ? found : clusters.filter((context) => found.includes(context));
    }
    return appliesToFields === undefined
      ? having
      : having.filter(({ cluster: { resource } }) =>
          appliesToFields.some((field) => resource.spec[field] !== undefined),
        );
  };
}

function isOn(topic: Topic, context: ClusterContext): boolean {
  const { cluster } = context;
  switch (topic) {
    case "job settings":
      return haveSettings(context);
    case "parameters":
      return cluster.resource.spec.postgresql.parameters !== undefined;
    case "policy":
      return context.policy !== undefined;
    case "variables":
      return environmentLists(cluster).length > 0;
    default:
      return cluster.repositories.some(({ storage }) => storage === topic);
  }
}

/** The clusters that have an option, by its newest name. */
function sortedByOption(contexts: readonly ClusterContext[]): ReadonlyMap<string, readonly ClusterContext[]> {
  const byOption = new Map<string, ClusterContext[]>();
  for (const context of contexts) {
    const { database, repoHost, written } = context.configuration;
    for (const lines of [written, database.lines, repoHost?.lines ?? [], context.environment])
      for (const { meaning } of lines)
        if (meaning.is === "option" && byOption.get(meaning.name)?.at(-1) !== context)
          addTo(byOption, meaning.name, context);
  }
  return byOption;
}
