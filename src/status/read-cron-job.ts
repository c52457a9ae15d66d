import type { JsonObject } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { type Fields, fieldsOf, readObject } from "./fields.ts";
import type { SeenCronJob, Unknown } from "./observed.ts";

/** Reads a CronJob of `batch/v1`. */
export const readCronJob = (object: JsonObject): SeenCronJob | Unknown =>
  readObject(object, (fields) => {
    const { text, textIfAny, moment, momentIfAny, countIfAny, flagIfAny } = fields;
    const timeZone = textIfAny("spec", "timeZone");
    const startingDeadlineSeconds = countIfAny("spec", "startingDeadlineSeconds");
    const scheduleSince = scheduleChanged(fields);
    const lastScheduled = momentIfAny("status", "lastScheduleTime");
    const lastSuccessful = momentIfAny("status", "lastSuccessfulTime");
    return {
      name: text("metadata", "name"),
      uid: text("metadata", "uid"),
      createdAt: moment("metadata", "creationTimestamp"),
      cron: text("spec", "schedule"),
      ...(timeZone !== undefined && { timeZone }),
      isSuspended: flagIfAny("spec", "suspend") ?? false,
      ...(startingDeadlineSeconds !== undefined && { startingDeadlineSeconds }),
      ...(scheduleSince !== undefined && { scheduleSince }),
      ...(lastScheduled !== undefined && { lastScheduled }),
      ...(lastSuccessful !== undefined && { lastSuccessful }),
    };
  });

/** When somebody last wrote what says when it runs: the API server notes that with the fields that each writer owns. */
function scheduleChanged({ list }: Fields): number | undefined {
  const moments = list("metadata", "managedFields").flatMap((entry) => {
    const owned = ["f:schedule", "f:timeZone", "f:suspend"].some(
      (field) => valueAt(entry, ["fieldsV1", "f:spec", field]) !== undefined,
    );
    return owned ? (fieldsOf(entry).momentIfAny("time") ?? []) : [];
  });
  return moments.length === 0 ? undefined : Math.max(...moments);
}
