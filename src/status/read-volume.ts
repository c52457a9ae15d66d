import type { JsonObject } from "../json/json-value.ts";
import { readObject } from "./fields.ts";
import type { SeenVolume, Unknown } from "./observed.ts";

/** Reads a PersistentVolumeClaim. */
export const readVolume = (object: JsonObject): SeenVolume | Unknown =>
  readObject(object, ({ text, textIfAny, quantityIfAny }) => {
    const requested = quantityIfAny("spec", "resources", "requests", "storage");
    const capacity = quantityIfAny("status", "capacity", "storage");
    return {
      name: text("metadata", "name"),
      phase: textIfAny("status", "phase") ?? "Unknown",
      ...(requested !== undefined && { requested }),
      ...(capacity !== undefined && { capacity }),
    };
  });
