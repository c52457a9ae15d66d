import { withField } from "../json/changed-value.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { isObject } from "../json/json-value.ts";
import { withOwner } from "../krm/ownership.ts";
import { headOf, type ResourceHead } from "../krm/resource.ts";
import type { ExistingJobs } from "./existing-jobs.ts";
import type { Expansion } from "./expand.ts";
import type { SelectedCluster } from "./read-clusters.ts";

/**
 * The objects of one cluster as the function writes them, whatever is wrong with others: marked, and with what CronJobs of an earlier run keep.
 */
export function plannedObjects(
  { cluster, head }: { readonly cluster: SelectedCluster["cluster"]; readonly head: Pick<ResourceHead, "name"> },
  { objectsOf, keptIn }: Pick<Expansion, "objectsOf" | "keptIn">,
  existingJobs: ExistingJobs,
): readonly JsonObject[] {
  return objectsOf(cluster).flatMap((object) => {
    // What is written is JSON, too.
    const written: JsonValue = JSON.parse(JSON.stringify(withOwner(object, head.name)));
    const { apiVersion, kind, name, namespace } = headOf(written);
    const earlier = kind === "CronJob" ? existingJobs.find(name, namespace) : undefined;
    const kept =
      earlier === undefined
        ? written
        : keptIn({ apiVersion, kind }).reduce<JsonValue>((made, path) => {
            const value = earlier.valueAt(path);
            return isKeepable(value) ? (withField(made, path, value) ?? made) : made;
          }, written);
    return isObject(kept) ? [kept] : [];
  });
}

/** A setting of a CronJob: text, a number or a flag. */
const isKeepable = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";
