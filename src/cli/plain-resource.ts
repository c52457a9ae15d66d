import { isObject, type JsonObject } from "../json/json-value.ts";

/** A resource as its author would have written it: without what the API server and others record in it. Of one in a list, the kind is added. */
export function plainResource(
  resource: JsonObject,
  kind: { readonly apiVersion: string; readonly kind: string },
): JsonObject {
  const { status: _status, metadata, ...rest } = resource;
  const { name, namespace, labels, annotations } = isObject(metadata) ? metadata : {};
  const { "kubectl.kubernetes.io/last-applied-configuration": _applied, ...kept } = isObject(annotations)
    ? annotations
    : {};
  return {
    ...kind,
    ...rest,
    metadata: {
      ...(name !== undefined && { name }),
      ...(namespace !== undefined && { namespace }),
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations: kept }),
    },
  };
}
