import { dump, load } from "js-yaml";

/**
 * An item of a list as kustomize hands it over: keys sorted, comments and layout gone, with its annotations instead of kpt's
 * (seen with kustomize 5.5.0; test/function/testdata/kustomize.yaml is a real one).
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
