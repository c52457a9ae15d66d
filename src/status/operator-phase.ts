import type { StatusLimits } from "./limits.ts";
import type { SeenResource } from "./observed.ts";
import { problemOf } from "./problem.ts";
import type { StatusProblem } from "./status-schema.ts";
import { visible } from "./visible.ts";
import { durationWords } from "./words.ts";

/** What the operator says when it could not go on, and how bad that is. After a failed sync, what was there before still works. */
const failures: Readonly<Record<string, StatusProblem["level"]>> = {
  CreateFailed: "critical",
  Invalid: "critical",
  UpdateFailed: "warning",
  SyncFailed: "warning",
};

/** What the operator's word in `status` means for backups. */
export function phaseProblems(
  { createdAt, phase }: SeenResource,
  name: string,
  now: number,
  { setupSeconds }: StatusLimits,
): readonly StatusProblem[] {
  const object = `postgresql/${visible(name)}`;
  const age = now - createdAt;
  const level = phase !== undefined && Object.hasOwn(failures, phase) ? failures[phase] : undefined;
  if (phase !== undefined && level !== undefined)
    return [problemOf("operator-failed", `The operator says ${phase} of ${object}.`, { object, level })];
  if (age < setupSeconds) return [];
  if (phase === undefined || phase === "")
    return [
      problemOf("operator-silent", `The operator has not taken up ${object}, which is ${durationWords(age)} old.`, {
        object,
      }),
    ];
  if (phase === "Creating")
    return [
      problemOf("operator-silent", `The operator is still creating ${object}, which is ${durationWords(age)} old.`, {
        object,
      }),
    ];
  return [];
}
