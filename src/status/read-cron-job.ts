import type { JsonObject } from "../json/json-value.ts";
import { readObject } from "./fields.ts";
import type { SeenCronJob, Unknown } from "./observed.ts";

/** Reads a CronJob of `batch/v1`. */
export const readCronJob = (object: JsonObject): SeenCronJob | Unknown =>
  readObject(object, ({ text, textIfAny, moment, momentIfAny, countIfAny, flagIfAny }) => {
    const timeZone = textIfAny("spec", "timeZone");
    const startingDeadlineSeconds = countIfAny("spec", "startingDeadlineSeconds");
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
      ...(lastScheduled !== undefined && { lastScheduled }),
      ...(lastSuccessful !== undefined && { lastSuccessful }),
    };
  });
