import type { Cluster } from "../../cpo/cluster.ts";
import { postgresPod } from "../../cpo/postgres-pod.ts";
import {
  type ContainerResources,
  containerResources,
  type GivenResources,
  postgresResources,
} from "../../cpo/resources.ts";
import type { Settings } from "../../cpo/settings.ts";
import type { Path } from "../../findings/finding.ts";
import { isQualifiedName } from "../../kubernetes/names.ts";
import { compareQuantities, parseQuantity } from "../../kubernetes/quantity.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { quotableName } from "../../text/quotable.ts";
import { hasPodParts, type PodProblem, postgresPodProblems } from "../postgres-pod-problems.ts";
import type { ClusterRule } from "../rule.ts";

export const postgresPodsRefused = {
  id: "postgres-pods-refused",
  severity: "error",
  title: "Postgres pods that Kubernetes refuses",
  why: "The operator makes the Services and the StatefulSet of the database from the resource. If Kubernetes refuses one of them, or its pods, the database never starts, and nothing is backed up.",
  source:
    "control plane run with operator v0.9.2; CYBERTEC-pg-operator@b25f3ab5:pkg/cluster/k8sres.go; kubernetes@v1.34.4:pkg/apis/core/validation/validation.go, compared in test/kubernetes",
  bad: {
    postgresql: `
      spec:
        monitor: {}
    `,
  },
  good: {
    postgresql: `
      spec:
        monitor:
          image: example/exporter:1
    `,
  },
  *checkCluster({ cluster, settings }) {
    for (const { path, problem, fix } of problems(cluster, settings))
      yield {
        at: { in: "field", object: cluster.object, path },
        problem: `${problem}, so the database never starts and nothing is backed up.`,
        fix,
      };
  },
} as const satisfies ClusterRule;

function* problems(cluster: Cluster, settings: Settings): Iterable<PodProblem> {
  const { spec } = cluster.resource;
  if (hasPodParts(spec)) yield* postgresPodProblems(postgresPod(cluster, settings));
  if (spec.resources !== undefined)
    yield* resourceProblems(["spec", "resources"], spec.resources, postgresResources(cluster, settings));
  if (spec.sidecars !== undefined)
    for (const [index, { resources }] of spec.sidecars.entries())
      if (resources !== undefined)
        yield* resourceProblems(
          ["spec", "sidecars", index, "resources"],
          resources,
          containerResources(resources, settings),
        );
  for (const field of idFields.filter((each) => !isId(spec[each])))
    yield {
      path: ["spec", field],
      problem: `\`${field}\` is outside 0 to 2147483647, which Kubernetes refuses`,
      fix: "Write the number of a user or group, for example `101`, or remove the line.",
    };
  for (const field of annotationFields.filter((each) => spec[each] !== undefined))
    for (const key of Object.keys(spec[field] ?? {}))
      if (!isQualifiedName(key.toLowerCase()) && !isValueFilledInLater(key))
        yield {
          path: ["spec", field, key],
          problem: `\`${quotableName(key)}\` cannot be the key of an annotation, with which Kubernetes refuses the Services`,
          fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit, optionally after a DNS prefix and a slash.",
        };
}

const idFields = ["spiloRunAsUser", "spiloRunAsGroup", "spiloFSGroup"] as const;
const annotationFields = ["serviceAnnotations", "masterServiceAnnotations", "replicaServiceAnnotations"] as const;

/** True for the number of a user or group. */
const isId = (id = 0) => id >= 0 && id <= 2 ** 31 - 1;

const kinds = ["cpu", "memory"] as const;
const sides = ["requests", "limits"] as const;

function* resourceProblems(
  path: Path,
  given: GivenResources,
  { requests, limits }: ContainerResources,
): Iterable<PodProblem> {
  const isUnreadable = (side: (typeof sides)[number], resource: (typeof kinds)[number]) => {
    const quantity = given[side]?.[resource] ?? "";
    return quantity !== "" && parseQuantity(quantity) === undefined;
  };
  const isAboveLimit = (resource: (typeof kinds)[number]) =>
    (compareQuantities(requests[resource], limits[resource]) ?? 0) > 0;
  for (const resource of kinds.filter((each) => sides.some((side) => isUnreadable(side, each)) || isAboveLimit(each))) {
    for (const side of sides.filter((each) => isUnreadable(each, resource)))
      yield {
        path: [...path, side, resource],
        problem: `\`${resource}\` is not a quantity that Kubernetes can parse`,
        fix: "Write a quantity such as `500m` for CPU or `512Mi` for memory.",
      };
    if (!isAboveLimit(resource)) continue;
    const side = given.requests?.[resource] === undefined ? "limits" : "requests";
    const standard = (which: "requests" | "limits") =>
      given[which]?.[resource] === undefined ? " (the operator's default)" : "";
    yield {
      path: [...path, side, resource],
      problem: `The container requests ${requests[resource]}${standard("requests")} of ${resource}, above its limit of ${limits[resource]}${standard("limits")}, which Kubernetes refuses`,
      fix: `Set both \`requests.${resource}\` and \`limits.${resource}\`, with the request no higher than the limit.`,
    };
  }
}
