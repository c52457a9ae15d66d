import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { type Fields, fieldsOf, readObject } from "./fields.ts";
import type { SeenJob, Unknown } from "./observed.ts";

/** A Job, and whether a pod of it is at work; one without is asked for its pod. */
export interface ReadJob extends SeenJob {
  readonly hasReadyPod: boolean;
}

/** Reads a Job of `batch/v1`; `"other"` for one that no CronJob owns. `kubectl create job --from` makes the CronJob an owner, too. */
export const readJob = (object: JsonObject): ReadJob | "other" | Unknown =>
  readObject(object, (fields) => {
    const { text, textIfAny, moment, momentIfAny, countIfAny, list } = fields;
    const owners = list("metadata", "ownerReferences").map(fieldsOf);
    const cronJob = owners.find((owner) => owner.textIfAny("kind") === "CronJob")?.text("name");
    if (cronJob === undefined) return "other";
    const startedAt = momentIfAny("status", "startTime");
    const completedAt = momentIfAny("status", "completionTime") ?? conditionOf(fields, "Complete")?.at;
    const failed = conditionOf(fields, "Failed");
    return {
      name: text("metadata", "name"),
      cronJob,
      isByHand: textIfAny("metadata", "annotations", "cronjob.kubernetes.io/instantiate") === "manual",
      createdAt: moment("metadata", "creationTimestamp"),
      ...(startedAt !== undefined && { startedAt }),
      ...(completedAt !== undefined && { completedAt }),
      ...(failed !== undefined && { failed }),
      failedPods: countIfAny("status", "failed") ?? 0,
      hasPod:
        ["active", "succeeded", "failed", "terminating"].some((each) => (countIfAny("status", each) ?? 0) > 0) ||
        ["succeeded", "failed"].some((each) => hasAny(valueAt(object, ["status", "uncountedTerminatedPods", each]))),
      hasReadyPod: (countIfAny("status", "ready") ?? 0) > 0,
    };
  });

const hasAny = (value: JsonValue | undefined) => Array.isArray(value) && value.length > 0;

/** A condition that is true. */
function conditionOf({ list }: Fields, type: string): NonNullable<SeenJob["failed"]> | undefined {
  const condition = list("status", "conditions")
    .map(fieldsOf)
    .find(({ textIfAny }) => textIfAny("type") === type && textIfAny("status") === "True");
  return (
    condition && {
      at: condition.moment("lastTransitionTime"),
      reason: condition.textIfAny("reason") ?? "",
      message: condition.textIfAny("message") ?? "",
    }
  );
}
