import type { Cluster } from "../cpo/cluster.ts";
import type { Place } from "../findings/finding.ts";
import { isLeftBlank, isValueFilledInLater } from "../secret/placeholder.ts";

/** True for a field of a cluster whose value a later step fills in (Flux, envsubst), all of it or a part: what it will be is not known here. */
export function isFilledInAt(
  place: Place,
  { annotations, resource }: Pick<Cluster, "annotations" | "resource">,
): boolean {
  if (place.in !== "field") return false;
  let value: unknown = resource;
  for (const key of place.path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (typeof value === "object" && value !== null && Object.hasOwn(value, key)) value = Reflect.get(value, key);
    else return false;
  }
  return typeof value === "string" && isValueFilledInLater(value) && !isLeftBlank(value, annotations);
}
