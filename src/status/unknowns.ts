import type { Asked, Unknown } from "./observed.ts";
import { problemOf } from "./problem.ts";
import type { ProblemId } from "./problems.ts";
import type { StatusProblem } from "./status-schema.ts";
import { visible } from "./visible.ts";

type Reason = Exclude<Unknown["unknown"], "not-asked">;

const ids: Readonly<Record<Reason, ProblemId>> = {
  forbidden: "forbidden",
  timeout: "timeout",
  unreachable: "unreachable",
  unreadable: "unreadable",
  "no-pod-to-ask": "no-pod-to-ask",
};

/** True for what could not be learned, whether it was asked for or not. */
export const isUnknown = (value: unknown): value is Unknown =>
  typeof value === "object" && value !== null && "unknown" in value;

/** What is known and there; else undefined. */
export const known = <Value>(asked: Asked<Value>): Value | undefined =>
  asked === "missing" || isUnknown(asked) ? undefined : asked;

/** True for what was asked for and not learned. */
export const isDoubtful = (value: unknown): value is Unknown & { readonly unknown: Reason } =>
  isUnknown(value) && value.unknown !== "not-asked";

/** A problem for each cause that keeps something from being known, each said once; a cause that was said elsewhere has no words. */
export function unknownProblems(values: readonly unknown[]): readonly StatusProblem[] {
  const causes = new Map<string, StatusProblem>();
  for (const value of values)
    if (isDoubtful(value) && value.why !== "") {
      const why = visible(value.why);
      const fix = value.fix === undefined ? {} : { fix: value.fix };
      causes.set(`${value.unknown}\n${why}`, problemOf(ids[value.unknown], why, fix));
    }
  return [...causes.values()];
}
