import type { V1ConfigMap, V1NetworkPolicyIngressRule } from "@kubernetes/client-node";
import type { ClusterSource } from "../../src/cpo/cluster.ts";
import { instanceHosts } from "../../src/cpo/names.ts";
import type { Settings } from "../../src/cpo/settings.ts";
import type { Builder } from "../../src/objects/kinds.ts";
import type { Manifest } from "../../src/objects/manifest.ts";
import { metadata } from "../../src/objects/metadata.ts";

/** What the compiler refuses in a builder. Nothing here is called: a line that compiles is an error of `tsc`. */
export function refused(cluster: ClusterSource, settings: Settings) {
  const { spec } = cluster.resource;
  // @ts-expect-error the team may only be copied
  spec.teamId.slice(0, 12);
  // @ts-expect-error so may the values of labels
  cluster.labels.app?.toLowerCase();
  for (const [, value] of cluster.global) {
    // @ts-expect-error and those of options
    value.trim();
  }
  for (const repository of cluster.repositories) {
    // @ts-expect-error and where a repository is
    if (repository.storage === "s3") repository.bucket.split("/");
  }
  for (const host of instanceHosts(cluster, settings)) {
    // @ts-expect-error and what is made of names
    host.length;
  }
  // @ts-expect-error the resource is no way round: it has no metadata here
  cluster.resource.metadata;
  // @ts-expect-error no options
  spec.backup?.pgbackrest?.global;
  // @ts-expect-error and no fields that only checks read, which the sample has of one cluster
  spec.dockerImage;
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
