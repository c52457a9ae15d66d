import { isObject, type JsonObject } from "../json/json-value.ts";

/** The keys of a Secret or ConfigMap, by name alone; `binaryData` of a ConfigMap becomes files, too. */
export const readKeys = ({ data, binaryData }: JsonObject): readonly string[] =>
  [data, binaryData].flatMap((part) => (isObject(part) ? Object.keys(part) : []));
