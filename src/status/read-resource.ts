import type { JsonObject } from "../json/json-value.ts";
import { fieldsOf, readObject } from "./fields.ts";
import type { SeenResource, Unknown } from "./observed.ts";

/** Reads what Kubernetes and the operator have written into a `postgresql` resource. Older operators wrote their word without a mapping. */
export const readResource = (object: JsonObject): SeenResource | Unknown =>
  readObject(object, ({ moment }) => {
    const { textIfAny } = fieldsOf(object);
    const phase = typeof object.status === "string" ? object.status : textIfAny("status", "PostgresClusterStatus");
    return {
      createdAt: moment("metadata", "creationTimestamp"),
      // The operator writes an empty word before its first look.
      ...(phase !== undefined && phase !== "" && { phase }),
    };
  });
