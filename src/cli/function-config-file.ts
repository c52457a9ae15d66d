import type { JsonValue } from "../json/json-value.ts";
import { readText } from "../krm/read-list.ts";
import { readAll } from "./io.ts";

/** The functionConfig of a file that a flag names; `undefined` without the flag. Throws `UnreadableInput`. */
export async function functionConfigFrom(flag: string | true | undefined): Promise<JsonValue | undefined> {
  return typeof flag === "string" ? readText(readAll(flag).toString("utf8"), flag) : undefined;
}
