import { dump, load } from "js-yaml";

/**
 * An item of a list as kustomize passes it to a function: keys sorted, comments and layout lost, with kustomize's annotations instead of
 * kpt's (as kustomize 5.5.0 does it; test/function/testdata/kustomize.yaml is a real list).
 */
export function asKustomizeWrites(item: string, index: number): string {
  const [value] = Object(load(item));
  const { kind, metadata } = value;
  const [group, version] = value.apiVersion.includes("/") ? value.apiVersion.split("/") : [undefined, value.apiVersion];
  const id = { ...(group && { group }), kind, name: metadata.name, namespace: metadata.namespace, version };
  metadata.annotations = {
    "kustomize.config.k8s.io/id": dump(JSON.parse(JSON.stringify(id))),
    "config.kubernetes.io/index": String(index),
    "internal.config.kubernetes.io/index": String(index),
    "internal.config.kubernetes.io/annotations-migration-resource-id": String(index),
    "internal.config.kubernetes.io/id": String(index + 1),
    "config.k8s.io/id": String(index + 1),
  };
  return dump([value], { sortKeys: true, seqNoIndent: true, lineWidth: -1 });
}
