import type { Cluster } from "../../cpo/cluster.ts";
import { postgresPod } from "../../cpo/postgres-pod.ts";
import type { Postgresql } from "../../cpo/postgresql.ts";
import {
  type ContainerResources,
  containerResources,
  type GivenResources,
  postgresResources,
} from "../../cpo/resources.ts";
import type { Settings } from "../../cpo/settings.ts";
import type { Path } from "../../findings/finding.ts";
import { imageProblem } from "../../kubernetes/image-reference.ts";
import { isQualifiedName } from "../../kubernetes/names.ts";
import { compareQuantities, parseQuantity } from "../../kubernetes/quantity.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { quotableName } from "../../text/quotable.ts";
import { type PodProblem, postgresPodProblems } from "../postgres-pod-problems.ts";
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
    if (isPlain(cluster, settings)) return;
    for (const { path, problem, fix } of problems(cluster, settings))
      yield {
        at: { in: "field", object: cluster.object, path },
        problem: `${problem}, so the database never starts and nothing is backed up.`,
        fix,
      };
  },
} as const satisfies ClusterRule;

/** True where nothing can be wrong, as in most clusters: it saves making a model of their pods. */
export const isPlain = (cluster: Cluster, settings: Settings): boolean => {
  const { spec } = cluster.resource;
  // Each cluster has its own set of fields: to go through them is cheaper than to ask each for a dozen that it does not have.
  for (const field in spec) if (riskyFields.has(field)) return false;
  return (
    spec.volume.subPath === undefined &&
    (spec.monitor === undefined || imageProblem(spec.monitor.image ?? "") === undefined) &&
    (spec.resources === undefined || areInOrder(spec.resources, settings))
  );
};

/** Fields of which more would have to be known. */
const riskyFields: ReadonlySet<string> = new Set([
  "additionalVolumes",
  "dockerImage",
  "initContainers",
  "masterServiceAnnotations",
  "replicaServiceAnnotations",
  "serviceAnnotations",
  "sidecars",
  "spiloFSGroup",
  "spiloRunAsGroup",
  "spiloRunAsUser",
  "tls",
] satisfies ReadonlyArray<keyof Postgresql["spec"]>);

/** True where no request is above its limit. It stays so, for what the operator then does is to lower requests and to raise limits. */
const areInOrder = (
  { requests, limits }: GivenResources,
  { defaultResources: { cpuRequest, cpuLimit, memoryRequest, memoryLimit } }: Settings,
): boolean =>
  isAtMost(requests?.cpu || cpuRequest, limits?.cpu || cpuLimit) &&
  isAtMost(requests?.memory || memoryRequest, limits?.memory || memoryLimit);

const isAtMost = (request: string, limit: string) => (compareQuantities(request, limit) ?? 1) <= 0;

/** What Kubernetes refuses of the pods and Services. */
export function* problems(cluster: Cluster, settings: Settings): Iterable<PodProblem> {
  const { spec } = cluster.resource;
  yield* postgresPodProblems(postgresPod(cluster, settings));
  yield* resourceProblems(["spec", "resources"], spec.resources, postgresResources(cluster, settings));
  for (const [index, { resources }] of (spec.sidecars ?? []).entries())
    yield* resourceProblems(
      ["spec", "sidecars", index, "resources"],
      resources,
      containerResources(resources, settings),
    );
  for (const field of ["spiloRunAsUser", "spiloRunAsGroup", "spiloFSGroup"] as const) {
    const id = spec[field] ?? 0;
    if (id < 0 || id > 2 ** 31 - 1)
      yield {
        path: ["spec", field],
        problem: `\`${field}\` is outside 0 to 2147483647, which Kubernetes refuses`,
        fix: "Write the number of a user or group, for example `101`, or remove the line.",
      };
  }
  for (const field of ["serviceAnnotations", "masterServiceAnnotations", "replicaServiceAnnotations"] as const)
    for (const key of Object.keys(spec[field] ?? {}))
      if (!isQualifiedName(key.toLowerCase()) && !isValueFilledInLater(key))
        yield {
          path: ["spec", field, key],
          problem: `\`${quotableName(key)}\` cannot be the key of an annotation, with which Kubernetes refuses the Services`,
          fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit, optionally after a DNS prefix and a slash.",
        };
}

const kinds = ["cpu", "memory"] as const;

const isUnreadable = (quantity = ""): boolean => quantity !== "" && parseQuantity(quantity) === undefined;

const isAboveLimit = ({ requests, limits }: ContainerResources, kind: (typeof kinds)[number]): boolean =>
  (compareQuantities(requests[kind], limits[kind]) ?? 0) > 0;

function* resourceProblems(
  path: Path,
  given: GivenResources | undefined,
  resources: ContainerResources,
): Iterable<PodProblem> {
  if (given === undefined) return;
  const { requests, limits } = resources;
  for (const resource of kinds) {
    for (const side of ["requests", "limits"] as const)
      if (isUnreadable(given[side]?.[resource]))
        yield {
          path: [...path, side, resource],
          problem: `\`${resource}\` is not a quantity that Kubernetes can parse`,
          fix: "Write a quantity such as `500m` for CPU or `512Mi` for memory.",
        };
    if (!isAboveLimit(resources, resource)) continue;
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
