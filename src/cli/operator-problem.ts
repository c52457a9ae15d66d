import type { OperatorDifference } from "../function/operator-differences.ts";
import { problemOf } from "../status/problem.ts";
import type { StatusProblem } from "../status/status-schema.ts";
import { visible } from "../text/visible.ts";

/** The operator that runs is not the one that the manifests describe: a problem of no single cluster. */
export const operatorProblem = ({ problem, fix }: OperatorDifference): StatusProblem =>
  problemOf("operator-differs", visible(problem), { fix });
