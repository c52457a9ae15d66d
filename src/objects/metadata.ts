import type { V1ObjectMeta } from "@kubernetes/client-node";
import type { Cluster } from "../cpo/cluster.ts";
import type { Labels } from "./manifest.ts";

/** Metadata of an object of the cluster: its name, the cluster's namespace where it has one, and what labels and annotations there are. */
export function metadata(
  cluster: Cluster,
  name: string,
  extra: { readonly labels?: Labels; readonly annotations?: Labels } = {},
): V1ObjectMeta {
  const made: V1ObjectMeta = { name };
  if (cluster.namespace !== undefined) made.namespace = cluster.namespace;
  if (extra.labels !== undefined) made.labels = extra.labels;
  return Object.assign(made, annotationsOf(extra.annotations));
}

/** Metadata of a pod template; the operator writes the namespace there too, to no effect. */
export function templateMetadata(cluster: Cluster, labels: Labels, annotations: Labels): V1ObjectMeta {
  const made: V1ObjectMeta = cluster.namespace === undefined ? { labels } : { namespace: cluster.namespace, labels };
  return Object.assign(made, annotationsOf(annotations));
}

/** The field `annotations`, which is left out if there are none. */
export function annotationsOf(annotations: Labels | undefined): { annotations?: Labels } {
  return annotations === undefined || Object.keys(annotations).length === 0 ? {} : { annotations };
}
