import type { JsonObject } from "../json/json-value.ts";
import { parseQuantity } from "../kubernetes/quantity.ts";
import { readObject } from "./fields.ts";
import type { SeenVolume, Unknown } from "./observed.ts";

/** Reads a PersistentVolumeClaim. */
export const readVolume = (object: JsonObject): SeenVolume | Unknown =>
  readObject(object, ({ text, textIfAny }) => {
    const requested = bytesOf(textIfAny("spec", "resources", "requests", "storage"));
    const capacity = bytesOf(textIfAny("status", "capacity", "storage"));
    return {
      name: text("metadata", "name"),
      phase: textIfAny("status", "phase") ?? "Unknown",
      ...(requested !== undefined && { requested }),
      ...(capacity !== undefined && { capacity }),
    };
  });

/** A quantity in whole bytes, rounded up. */
function bytesOf(quantity: string | undefined): number | undefined {
  const billionths = quantity === undefined ? undefined : parseQuantity(quantity);
  return billionths === undefined ? undefined : Number((billionths + 999_999_999n) / 1_000_000_000n);
}
