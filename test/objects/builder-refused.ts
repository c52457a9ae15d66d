import type { V1ConfigMap, V1NetworkPolicyIngressRule, V1PodSpec, V1Volume } from "@kubernetes/client-node";
import type { Builder } from "../../src/objects/kinds.ts";
import type { Manifest } from "../../src/objects/manifest.ts";
import { metadata } from "../../src/objects/metadata.ts";
import type { Copies } from "../../src/text/copied.ts";

interface Values {
  readonly team: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly volumes: readonly V1Volume[];
}

/** What the compiler refuses in a function that makes a part. Nothing here is called: a line that compiles is an error of `tsc`. */
export function refused({ team, labels, volumes }: Copies<Values>): Manifest<V1PodSpec> {
  return {
    // @ts-expect-error the team may only be copied
    schedulerName: team.slice(0, 12),
    // @ts-expect-error and not be joined with other text
    hostname: `${team}-0`,
    // @ts-expect-error a value of the wrong type, which `labels` are not
    nodeName: labels,
    nodeSelector: labels,
    containers: [],
    // @ts-expect-error a list has no items to see
    volumes: volumes.filter(({ name }) => name !== ""),
  };
}

/** A builder that copies. */
export const copying: Builder["build"] = (cluster): ReadonlyArray<Manifest<V1ConfigMap>> => [
  { apiVersion: "v1", kind: "ConfigMap", metadata: metadata(cluster, cluster.name), data: { team: cluster.name } },
];

/** A builder whose object does not fit Kubernetes' type. */
export const unfit: Builder["build"] = (cluster): ReadonlyArray<Manifest<V1ConfigMap>> => [
  // @ts-expect-error `data` is a map of texts
  { apiVersion: "v1", kind: "ConfigMap", metadata: metadata(cluster, cluster.name), data: cluster.name },
];

/** Fields have the names of manifests, also where TypeScript's client has another one. */
export const peers: Manifest<V1NetworkPolicyIngressRule> = { from: [{ podSelector: { matchLabels: { a: "b" } } }] };
// @ts-expect-error the client's name for it is none of Kubernetes
export const clientNames: Manifest<V1NetworkPolicyIngressRule> = { _from: [] };
