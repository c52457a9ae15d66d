import { type ProblemId, problemKinds } from "./problems.ts";
import type { StatusProblem } from "./status-schema.ts";

/** A problem of a kind, with the level and the cure of the kind where no others are given. */
export function problemOf(
  id: ProblemId,
  problem: string,
  more: Partial<Pick<StatusProblem, "level" | "object" | "repository" | "fix" | "lines">> = {},
): StatusProblem {
  const { level, cure } = problemKinds[id];
  return { id, level, problem, fix: cure, ...more };
}
