import type { EnvironmentOption } from "../configuration/environment.ts";
import type { Postgresql } from "../cpo/postgresql.ts";
import type { Storage } from "../cpo/repository.ts";
import { isUnusual } from "../cpo/schedules.ts";
import type { ClusterContext } from "./cluster-context.ts";
import { environmentLists } from "./environment-lists.ts";
import { haveSettings } from "./job-settings.ts";
import { type AboutLines, aboutLine, isAboutOption, type LineContent } from "./line-subjects.ts";

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
 * What a cluster must have for a rule to be asked about it: all that is named here, of options and lines one. Most clusters have little of what
 * can be wrong; and a rule must have nothing to say about a cluster that lacks it.
 */
export interface Subject extends AboutLines {
  readonly appliesTo?: Topic;
  /** One of these fields of `spec`. */
  readonly appliesToFields?: ReadonlyArray<keyof Postgresql["spec"]>;
}

/** Tells which of some clusters, in their order, have what a rule is about: the rule at this place. */
export type ClustersWith = (rule: number) => readonly ClusterContext[];

const none: readonly ClusterContext[] = [];

/** Tells that for rules with these subjects, of any clusters. */
export function subjectsOf(rules: readonly Subject[]): (contexts: readonly ClusterContext[]) => ClustersWith {
  const subjects = rules.map(subjectAt);
  const ofLine = aboutLine(subjects);
  const ofVariable = (variable: Pick<EnvironmentOption, "meaning">) =>
    subjects.filter((subject) => isAboutOption(variable, subject));
  return (contexts) => {
    const byTopic = new Map<Topic, readonly ClusterContext[]>();
    let byLine: Groups | undefined;
    const onTopic = (topic: Topic) => {
      const known = byTopic.get(topic) ?? contexts.filter((context) => isOn(topic, context));
      byTopic.set(topic, known);
      return known;
    };
    return (rule) => {
      const subject = subjects[rule];
      if (subject === undefined) return none;
      const { topic, isAboutLines, fields } = subject;
      let having = topic === undefined ? contexts : onTopic(topic);
      if (isAboutLines) {
        byLine ??= sortedByLine(contexts, ofLine, ofVariable);
        const withLine = byLine[rule] ?? none;
        having = topic === undefined ? withLine : withLine.filter((context) => having.includes(context));
      }
      return fields === undefined
        ? having
        : having.filter(({ cluster: { resource } }) => fields.some((field) => resource.spec[field] !== undefined));
    };
  };
}

/** What a rule is about. Rules have many forms, and these have one, for they are asked for each time that the rule may be. */
const subjectAt = ({ appliesTo, appliesToOptions, appliesToLine, appliesToFields }: Subject, rule: number) => ({
  rule,
  topic: appliesTo,
  isAboutLines: appliesToOptions !== undefined || appliesToLine !== undefined,
  appliesToOptions,
  appliesToLine,
  fields: appliesToFields,
});

type SubjectOfRule = ReturnType<typeof subjectAt>;

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

/** Clusters by the place of a rule that is about a line of theirs. */
type Groups = ReadonlyArray<readonly ClusterContext[] | undefined>;

/** Sorts clusters so. Of the lines that the operator adds by itself, no rule is about any. */
function sortedByLine(
  contexts: readonly ClusterContext[],
  ofLine: (line: LineContent) => readonly SubjectOfRule[],
  ofVariable: (variable: Pick<EnvironmentOption, "meaning">) => readonly SubjectOfRule[],
): Groups {
  const groups: ClusterContext[][] = [];
  contexts.forEach((context) => {
    const { database, written } = context.configuration;
    const add = ({ rule }: SubjectOfRule) => {
      const group = groups[rule];
      if (group === undefined) groups[rule] = [context];
      else if (group.at(-1) !== context) group.push(context);
    };
    const addLine = (line: LineContent) => {
      const subjects = ofLine(line);
      if (subjects.length > 0) subjects.forEach(add);
    };
    written.forEach(addLine);
    database.lines.forEach((line) => {
      if (line.from === "repository") addLine(line);
    });
    context.environment.forEach((variable) => void ofVariable(variable).forEach(add));
  });
  return groups;
}
