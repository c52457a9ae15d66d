import type { StatusLimits } from "./limits.ts";
import type { ObservedCluster } from "./observed.ts";
import { problemOf } from "./problem.ts";
import type { StatusProblem } from "./status-schema.ts";
import { isUnknown, known } from "./unknowns.ts";
import { durationWords, momentText } from "./words.ts";

/** A backup or a Job that is in the future: this machine's clock, that of the control plane or that of the database is wrong. */
export function clockProblems(
  { cronJobs, info, jobs }: ObservedCluster,
  now: number,
  { clockSkewSeconds }: StatusLimits,
): readonly StatusProblem[] {
  const backups = known(info)?.repositories.flatMap((repository) => repository.backups) ?? [];
  const moments = [
    ...(isUnknown(cronJobs) ? [] : cronJobs).flatMap(({ lastScheduled, lastSuccessful }) => [
      ...(lastScheduled === undefined ? [] : [lastScheduled]),
      ...(lastSuccessful === undefined ? [] : [lastSuccessful]),
    ]),
    ...(isUnknown(jobs) ? [] : jobs).flatMap(({ completedAt, createdAt }) => [completedAt ?? createdAt]),
    ...backups.map(({ stoppedAt }) => stoppedAt),
  ];
  const last = moments.reduce((one, other) => Math.max(one, other), 0);
  if (last <= now + clockSkewSeconds) return [];
  return [
    problemOf(
      "clocks-differ",
      `A backup or its Job is of ${momentText(last)}, which is ${durationWords(last - now)} in the future: the clocks differ by so much, or more.`,
    ),
  ];
}
