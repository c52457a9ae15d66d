import type { JsonObject } from "../json/json-value.ts";
import { readObject } from "./fields.ts";
import type { SeenStatefulSet, Unknown } from "./observed.ts";

/** Reads a StatefulSet of `apps/v1`. Why it is not ready, its pod says. */
export const readStatefulSet = (object: JsonObject): Omit<SeenStatefulSet, "waiting"> | Unknown =>
  readObject(object, ({ text, moment, countIfAny }) => ({
    uid: text("metadata", "uid"),
    createdAt: moment("metadata", "creationTimestamp"),
    // Kubernetes takes one that is not given for 1.
    replicas: countIfAny("spec", "replicas") ?? 1,
    readyReplicas: countIfAny("status", "readyReplicas") ?? 0,
  }));
