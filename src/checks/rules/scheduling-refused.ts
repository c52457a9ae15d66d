import type { Postgresql } from "../../cpo/postgresql.ts";
import type { Path } from "../../findings/finding.ts";
import { isDnsSubdomain, isLabelValue, isQualifiedName } from "../../kubernetes/names.ts";
import { labelSelectorProblems, nodeTermProblems } from "../../kubernetes/selectors.ts";
import type { ClusterRule } from "../rule.ts";

type Spec = Postgresql["spec"];

interface Problem {
  readonly path: Path;
  readonly problem: string;
}

export const schedulingRefused = {
  id: "scheduling-refused",
  severity: "error",
  title: "Scheduling that Kubernetes refuses",
  why: "The repo host takes tolerations, node affinity, spread constraints and priority class of the cluster; Kubernetes refuses the whole StatefulSet for a mistake in one of them.",
  source: "kubernetes@v1.34.4:pkg/apis/core/validation/validation.go, held by test/kubernetes",
  bad: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: pvc, volume: {size: 5Gi}}]}}, tolerations: [{operator: Equal, value: db}]}",
  },
  good: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: pvc, volume: {size: 5Gi}}]}}, tolerations: [{key: db, operator: Exists}]}",
  },
  appliesTo: "pvc",
  *checkCluster({ cluster }) {
    for (const { path, problem } of problemsOf(cluster.resource.spec)) {
      yield {
        at: { in: "field", object: cluster.object, path: ["spec", ...path] },
        problem: `\`${path.at(-1)}\` ${problem}, and Kubernetes refuses the repo host.`,
        fix: "Correct it as for any pod.",
      };
    }
  },
} as const satisfies ClusterRule;

function problemsOf(spec: Spec): readonly Problem[] {
  const { podPriorityClassName: priority = "" } = spec;
  return [
    ...(spec.tolerations ?? []).flatMap((toleration, index) =>
      at(tolerationProblems(toleration), "tolerations", index),
    ),
    ...at(affinityProblems(spec.nodeAffinity), "nodeAffinity"),
    ...(spec.topologySpreadConstraints ?? []).flatMap((_, index, constraints) =>
      at(spreadProblems(constraints, index), "topologySpreadConstraints", index),
    ),
    ...(priority === "" || isDnsSubdomain(priority)
      ? []
      : [{ path: ["podPriorityClassName"], problem: "is no name of an object" }]),
  ];
}

const at = (problems: readonly Problem[], ...prefix: Path): readonly Problem[] =>
  problems.map(({ path, problem }) => ({ path: [...prefix, ...path], problem }));

type Toleration = NonNullable<Spec["tolerations"]>[number];

function tolerationProblems({ key = "", operator = "Equal", value = "", effect, tolerationSeconds }: Toleration) {
  const problems: Problem[] = [];
  if (key === "" && operator !== "Exists")
    problems.push({ path: ["operator"], problem: "must be Exists where there is no key" });
  if (key !== "" && !isQualifiedName(key)) problems.push({ path: ["key"], problem: "is no key of a taint" });
  if (operator === "Exists" && value !== "")
    problems.push({ path: ["value"], problem: "must be empty where the operator is Exists" });
  if (operator === "Equal" && !isLabelValue(value))
    problems.push({ path: ["value"], problem: "is no value of a taint" });
  if (tolerationSeconds !== undefined && effect !== "NoExecute")
    problems.push({ path: ["effect"], problem: "must be NoExecute where tolerationSeconds is set" });
  return problems;
}

function affinityProblems(affinity: Spec["nodeAffinity"]): readonly Problem[] {
  const required = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const requiredPath = ["requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"];
  return [
    ...(required?.length === 0 ? [{ path: requiredPath, problem: "is empty" }] : []),
    ...(required ?? []).flatMap((term, index) =>
      at(nodeTermProblems(term, { preferred: false }), ...requiredPath, index),
    ),
    ...preferred.flatMap(({ weight, preference }, index) => {
      const path: Path = ["preferredDuringSchedulingIgnoredDuringExecution", index];
      return [
        ...(weight < 1 || weight > 100 ? [{ path: [...path, "weight"], problem: "is not from 1 to 100" }] : []),
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
  const wrong = (field: string, problem: string) => problems.push({ path: [field], problem });
  if (maxSkew < 1 || maxSkew > 2 ** 31 - 1) wrong("maxSkew", "is not 1 or more");
  if (topologyKey === "") wrong("topologyKey", "is missing");
  if (whenUnsatisfiable !== "DoNotSchedule" && whenUnsatisfiable !== "ScheduleAnyway")
    wrong("whenUnsatisfiable", "is not DoNotSchedule or ScheduleAnyway");
  const same = (other: typeof constraint) =>
    other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable;
  if (constraints.findIndex(same) < index) wrong("topologyKey", "is that of an earlier constraint of the same kind");
  if (minDomains !== undefined && (minDomains < 1 || minDomains > 2 ** 31 - 1 || whenUnsatisfiable !== "DoNotSchedule"))
    wrong("minDomains", "must be 1 or more, and needs DoNotSchedule");
  if (!policies.includes(nodeAffinityPolicy)) wrong("nodeAffinityPolicy", "is not Honor or Ignore");
  if (!policies.includes(nodeTaintsPolicy)) wrong("nodeTaintsPolicy", "is not Honor or Ignore");
  const selected = new Set([
    ...Object.keys(labelSelector?.matchLabels ?? {}),
    ...(labelSelector?.matchExpressions ?? []).map(({ key }) => key),
  ]);
  if (matchLabelKeys.some((key) => !isQualifiedName(key) || selected.has(key) || labelSelector === undefined))
    wrong("matchLabelKeys", "must be keys of labels, with a labelSelector that does not have them");
  if (labelSelector !== undefined) problems.push(...at(labelSelectorProblems(labelSelector), "labelSelector"));
  return problems;
}
