import type { Postgresql } from "../cpo/postgresql.ts";
import type { Storage } from "../cpo/repository.ts";
import { isUnusual } from "../cpo/schedules.ts";
import { addTo } from "../text/groups.ts";
import type { ClusterContext } from "./cluster-context.ts";
import { environmentLists } from "./environment-lists.ts";
import { haveSettings } from "./job-settings.ts";
import { type LineContent, type LineTest, passedBy } from "./line-subjects.ts";

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
  /** A schedule that may mean something else than its author does. */
  | "unusual schedule"
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
  /** A line that passes this test, among those of its author: in `global`, in the Secret, or from a field of a repository. */
  readonly appliesToLine?: LineTest;
  /** One of these fields of `spec`. */
  readonly appliesToFields?: ReadonlyArray<keyof Postgresql["spec"]>;
}

/** Tells which of some clusters have what a rule is about, in their order. */
export type ClustersWith = (subject: Subject) => readonly ClusterContext[];

const none: readonly ClusterContext[] = [];

/** Tells that for rules with these subjects, of any clusters. */
export function subjectsOf(subjects: readonly Subject[]): (contexts: readonly ClusterContext[]) => ClustersWith {
  const options = new Set<string>();
  const tests: LineTest[] = [];
  subjects.forEach(({ appliesToOptions, appliesToLine }) => {
    appliesToOptions?.forEach((option) => void options.add(option));
    if (appliesToLine !== undefined) tests.push(appliesToLine);
  });
  const passed = passedBy(tests);
  return (contexts) => {
    const byTopic = new Map<Topic, readonly ClusterContext[]>();
    let byOption: Groups<string> | undefined;
    let byLine: Groups<LineTest> | undefined;
    const onTopic = (topic: Topic) => {
      const known = byTopic.get(topic) ?? contexts.filter((context) => isOn(topic, context));
      byTopic.set(topic, known);
      return known;
    };
    return ({ appliesTo, appliesToOptions, appliesToLine, appliesToFields }) => {
      let having = appliesTo === undefined ? contexts : onTopic(appliesTo);
      if (appliesToLine !== undefined) {
        byLine ??= sortedByLine(contexts, passed);
        having = withOneOf([appliesToLine], byLine, having);
      }
      if (appliesToOptions !== undefined) {
        byOption ??= sortedByOption(contexts, options);
        having = withOneOf(appliesToOptions, byOption, having);
      }
      return appliesToFields === undefined
        ? having
        : having.filter(({ cluster: { resource } }) =>
            appliesToFields.some((field) => resource.spec[field] !== undefined),
          );
    };
  };
}

/** Clusters by what they have. */
type Groups<Key> = ReadonlyMap<Key, readonly ClusterContext[]>;

/** Those of some clusters that are in the group of one of these keys. */
function withOneOf<Key>(
  keys: readonly Key[],
  groups: Groups<Key>,
  contexts: readonly ClusterContext[],
): readonly ClusterContext[] {
  if (!keys.some((key) => groups.has(key))) return none;
  return contexts.filter((context) => keys.some((key) => groups.get(key)?.includes(context)));
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
    case "unusual schedule":
      return context.schedules.some(({ parsed }) => isUnusual(parsed));
    case "variables":
      return environmentLists(cluster).length > 0;
    default:
      return cluster.repositories.some(({ storage }) => storage === topic);
  }
}

/** The clusters that have one of these options, by its newest name. */
function sortedByOption(contexts: readonly ClusterContext[], options: ReadonlySet<string>): Groups<string> {
  const byOption = new Map<string, ClusterContext[]>();
  for (const context of contexts) {
    const { database, repoHost, written } = context.configuration;
    for (const lines of [written, database.lines, repoHost?.lines ?? [], context.environment])
      for (const { meaning } of lines)
        if (meaning.is === "option" && options.has(meaning.name)) addOnce(byOption, meaning.name, context);
  }
  return byOption;
}

/** The clusters with a line that passes one of the tests, by test. */
function sortedByLine(
  contexts: readonly ClusterContext[],
  passed: (line: LineContent) => readonly LineTest[],
): Groups<LineTest> {
  const byTest = new Map<LineTest, ClusterContext[]>();
  for (const context of contexts) {
    const { database, written } = context.configuration;
    for (const line of written) for (const test of passed(line)) addOnce(byTest, test, context);
    for (const line of database.lines)
      if (line.from === "repository") for (const test of passed(line)) addOnce(byTest, test, context);
  }
  return byTest;
}

/** Adds a cluster to a group, unless it was the last that was added. */
function addOnce<Key>(groups: Map<Key, ClusterContext[]>, key: Key, context: ClusterContext): void {
  if (groups.get(key)?.at(-1) !== context) addTo(groups, key, context);
}
