import { type Connection, inContext, withCommands } from "./commands.ts";
import { worstLevel } from "./levels.ts";
import { defaultLimits, type StatusLimits } from "./limits.ts";
import type { ClusterStatus, Status, StatusProblem } from "./status-schema.ts";
import { visible } from "./visible.ts";
import { dateTime } from "./words.ts";

/*
 * The way in for others: `clusterStatus` judges a cluster, `statusReport` puts clusters together; `problems.ts` has all that can be wrong.
 */
export { type ClusterSource, clusterStatus } from "./cluster-status.ts";

/**
 * The report on some clusters. What keeps several of them from being known is said once, beside them: their levels stay as they are.
 * @param now Seconds since 1970.
 */
export function statusReport({
  connection = {},
  context,
  limits = defaultLimits,
  notes = [],
  now,
  ...seenHere
}: {
  readonly clusters: readonly ClusterStatus[];
  /** What is about no single cluster. */
  readonly problems: readonly StatusProblem[];
  /** What is worth knowing, and no problem. */
  readonly notes?: readonly string[];
  /** By what the clusters were judged. */
  readonly limits?: StatusLimits;
  readonly now: number;
  readonly context: string | undefined;
  /** What kubectl has to be told, so that the commands of the cures are run where it was looked. */
  readonly connection?: Connection;
}): Status {
  const clusters = seenHere.clusters.map((cluster) => withCommands(cluster, connection));
  const problems = seenHere.problems.map((problem) => inContext(problem, connection));
  const seen = new Map<string, number>();
  for (const cluster of clusters)
    for (const key of new Set(cluster.problems.filter(isAboutAll).map(keyOf))) seen.set(key, (seen.get(key) ?? 0) + 1);
  const said = new Map(problems.map((problem) => [keyOf(problem), problem]));
  const isShared = (problem: StatusProblem) =>
    isAboutAll(problem) && (said.has(keyOf(problem)) || (seen.get(keyOf(problem)) ?? 0) > 1);
  const shared = new Map(said);
  const others = clusters.map((cluster) => {
    if (!cluster.problems.some(isShared)) return cluster;
    for (const problem of cluster.problems) if (isShared(problem)) shared.set(keyOf(problem), problem);
    return { ...cluster, problems: cluster.problems.filter((problem) => !isShared(problem)) };
  });
  const together = [...shared.values()];
  return {
    now: dateTime(now),
    ...(context !== undefined && { context: visible(context) }),
    clusters: others,
    problems: together,
    ...(notes.length > 0 && { notes: [...notes] }),
    level: worstLevel([...others, ...together].map(({ level }) => level)),
    limits: shownLimits(limits),
  };
}

const shownLimits = ({
  certificateCriticalDays,
  certificateWarningDays,
  ...others
}: StatusLimits): Status["limits"] => ({
  certificateWarningSeconds: certificateWarningDays * day,
  certificateCriticalSeconds: certificateCriticalDays * day,
  ...others,
});

const day = 86_400;

/** What is not known for a cause that has to do with no object of one cluster. */
const isAboutAll = ({ level, object, repository }: StatusProblem) =>
  level === "unknown" && object === undefined && repository === undefined;

const keyOf = ({ fix, id, problem }: StatusProblem) => JSON.stringify([id, problem, fix]);
