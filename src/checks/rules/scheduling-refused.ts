import { hasRepoHost } from "../../cpo/cluster.ts";
import type { Postgresql } from "../../cpo/postgresql.ts";
import type { Path } from "../../findings/finding.ts";
import { isDnsSubdomain, isLabelValue, isQualifiedName } from "../../kubernetes/names.ts";
import { labelSelectorProblems, nodeTermProblems } from "../../kubernetes/selectors.ts";
import type { ClusterRule } from "../rule.ts";

type Spec = Postgresql["spec"];

interface Problem {
  readonly path: Path;
  readonly problem: string;
  readonly fix: string;
}

export const schedulingRefused = {
  id: "scheduling-refused",
  severity: "error",
  title: "Scheduling constraint that Kubernetes refuses",
  why: "The pods of the database and the repo host have the cluster's tolerations, node affinity, spread constraints and priority class; for a mistake in one of them Kubernetes refuses both StatefulSets: the database never starts, and nothing is backed up.",
  source: "kubernetes@v1.34.4:pkg/apis/core/validation/validation.go, compared in test/kubernetes",
  bad: {
    postgresql: `
      spec:
        tolerations:
        - operator: Equal
          value: db
    `,
  },
  good: {
    postgresql: `
      spec:
        tolerations:
        - key: db
          operator: Exists
    `,
  },
  appliesToFields: ["nodeAffinity", "podPriorityClassName", "tolerations", "topologySpreadConstraints"],
  *checkCluster({ cluster }) {
    const problems = problemsOf(cluster.resource.spec);
    if (problems.length === 0) return;
    const place = hasRepoHost(cluster) ? "the database and the repo host" : "the database";
    for (const { path, problem, fix } of problems) {
      yield {
        at: { in: "field", object: cluster.object, path: ["spec", ...path] },
        problem: `\`${path.findLast((key) => typeof key === "string")}\` ${problem}, so Kubernetes refuses the pods of ${place}.`,
        fix,
      };
    }
  },
} as const satisfies ClusterRule;

function problemsOf(spec: Spec): readonly Problem[] {
  const { tolerations, nodeAffinity, topologySpreadConstraints, podPriorityClassName: priority = "" } = spec;
  const problems: Problem[] = [];
  const add = (found: readonly Problem[], ...prefix: Path) => {
    for (const problem of at(found, ...prefix)) problems.push(problem);
  };
  tolerations?.forEach((toleration, index) => {
    add(tolerationProblems(toleration), "tolerations", index);
  });
  if (nodeAffinity !== undefined) add(affinityProblems(nodeAffinity), "nodeAffinity");
  topologySpreadConstraints?.forEach((_, index, constraints) => {
    add(spreadProblems(constraints, index), "topologySpreadConstraints", index);
  });
  if (priority !== "" && !isDnsSubdomain(priority))
    problems.push({
      path: ["podPriorityClassName"],
      problem: "is not a name that Kubernetes accepts",
      fix: "Write the name of a PriorityClass: lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit.",
    });
  return problems;
}

const at = (problems: readonly Problem[], ...prefix: Path): readonly Problem[] =>
  problems.length === 0 ? problems : problems.map(({ path, ...rest }) => ({ path: [...prefix, ...path], ...rest }));

type Toleration = NonNullable<Spec["tolerations"]>[number];

function tolerationProblems({ key = "", operator = "Equal", value = "", effect, tolerationSeconds }: Toleration) {
  const problems: Problem[] = [];
  if (key === "" && operator !== "Exists")
    problems.push({
      path: ["operator"],
      problem: "is not `Exists`, although there is no `key`",
      fix: "Add the `key` of the taint, or write `operator: Exists` without a `value`.",
    });
  if (key !== "" && !isQualifiedName(key))
    problems.push({
      path: ["key"],
      problem: "is not a taint key",
      fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit, optionally after a DNS prefix and a slash, as in `example.com/dedicated`.",
    });
  if (operator === "Exists" && value !== "")
    problems.push({
      path: ["value"],
      problem: "is not empty, although the operator is `Exists`",
      fix: "Remove `value`, or write `operator: Equal`.",
    });
  if (operator === "Equal" && !isLabelValue(value))
    problems.push({
      path: ["value"],
      problem: "is not a taint value",
      fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit.",
    });
  if (tolerationSeconds !== undefined && effect !== "NoExecute")
    problems.push({
      path: ["effect"],
      problem: "is not `NoExecute`, although `tolerationSeconds` is set",
      fix: "Write `effect: NoExecute`, or remove `tolerationSeconds`.",
    });
  return problems;
}

function affinityProblems(affinity: Spec["nodeAffinity"]): readonly Problem[] {
  const required = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const requiredPath = ["requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"];
  return [
    ...(required?.length === 0
      ? [
          {
            path: requiredPath,
            problem: "is empty",
            fix: "List at least one term, or remove `requiredDuringSchedulingIgnoredDuringExecution`.",
          },
        ]
      : []),
    ...(required ?? []).flatMap((term, index) =>
      at(nodeTermProblems(term, { preferred: false }), ...requiredPath, index),
    ),
    ...preferred.flatMap(({ weight, preference }, index) => {
      const path: Path = ["preferredDuringSchedulingIgnoredDuringExecution", index];
      return [
        ...(weight < 1 || weight > 100
          ? [{ path: [...path, "weight"], problem: "is outside 1 to 100", fix: "Write a whole number from 1 to 100." }]
          : []),
        ...at(nodeTermProblems(preference, { preferred: true }), ...path, "preference"),
      ];
    }),
  ];
}

const policies: readonly unknown[] = [undefined, "Honor", "Ignore"];

function spreadProblems(
  constraints: NonNullable<Spec["topologySpreadConstraints"]>,
  index: number,
): readonly Problem[] {
  const constraint = constraints[index];
  if (constraint === undefined) return [];
  const { maxSkew = 0, topologyKey = "", whenUnsatisfiable, labelSelector, minDomains } = constraint;
  const { nodeAffinityPolicy, nodeTaintsPolicy, matchLabelKeys = [] } = constraint;
  const problems: Problem[] = [];
  const wrong = (field: string, problem: string, fix: string) => problems.push({ path: [field], problem, fix });
  if (maxSkew < 1 || maxSkew > 2 ** 31 - 1)
    wrong("maxSkew", "is outside 1 to 2147483647", "Write a whole number from 1 on, for example `maxSkew: 1`.");
  if (topologyKey === "")
    wrong(
      "topologyKey",
      "is missing",
      "Add the key of a node label, for example `topologyKey: kubernetes.io/hostname`.",
    );
  if (whenUnsatisfiable !== "DoNotSchedule" && whenUnsatisfiable !== "ScheduleAnyway")
    wrong(
      "whenUnsatisfiable",
      "is neither `DoNotSchedule` nor `ScheduleAnyway`",
      "Write `DoNotSchedule` or `ScheduleAnyway`.",
    );
  const same = (other: typeof constraint) =>
    other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable;
  if (constraints.findIndex(same) < index)
    wrong(
      "topologyKey",
      "is also that of an earlier constraint with the same `whenUnsatisfiable`",
      "Keep one of the two constraints, or give them different topology keys.",
    );
  if (minDomains !== undefined && (minDomains < 1 || minDomains > 2 ** 31 - 1 || whenUnsatisfiable !== "DoNotSchedule"))
    wrong(
      "minDomains",
      "is less than 1, or used without `whenUnsatisfiable: DoNotSchedule`",
      "Write 1 or more together with `whenUnsatisfiable: DoNotSchedule`, or remove `minDomains`.",
    );
  if (!policies.includes(nodeAffinityPolicy))
    wrong("nodeAffinityPolicy", "is neither `Honor` nor `Ignore`", "Write `Honor` or `Ignore`.");
  if (!policies.includes(nodeTaintsPolicy))
    wrong("nodeTaintsPolicy", "is neither `Honor` nor `Ignore`", "Write `Honor` or `Ignore`.");
  const selected = new Set([
    ...Object.keys(labelSelector?.matchLabels ?? {}),
    ...(labelSelector?.matchExpressions ?? []).map(({ key }) => key),
  ]);
  if (matchLabelKeys.some((key) => !isQualifiedName(key) || selected.has(key) || labelSelector === undefined))
    wrong(
      "matchLabelKeys",
      "has no `labelSelector` beside it, repeats a key of it, or holds something other than label keys",
      "List label keys that `labelSelector` does not use and add a `labelSelector`, or remove `matchLabelKeys`.",
    );
  if (labelSelector !== undefined) problems.push(...at(labelSelectorProblems(labelSelector), "labelSelector"));
  return problems;
}
