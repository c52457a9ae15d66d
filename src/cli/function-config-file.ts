import type { JsonValue } from "../json/json-value.ts";
import { readText } from "../krm/read-list.ts";
import { readAll } from "./io.ts";

/** A file with a functionConfig. */
export interface FunctionConfigFile {
  readonly path: string;
  readonly text: string;
  readonly value: JsonValue;
}

/** The file that a flag names; `undefined` without the flag. Throws `UnreadableInput`. */
export async function functionConfigFile(flag: string | true | undefined): Promise<FunctionConfigFile | undefined> {
  if (typeof flag !== "string") return undefined;
  const text = readAll(flag).toString("utf8");
  return { path: flag, text, value: await readText(text, flag) };
}

/** The functionConfig of a file that a flag names; `undefined` without the flag. Throws `UnreadableInput`. */
export const functionConfigFrom = async (flag: string | true | undefined): Promise<JsonValue | undefined> =>
  (await functionConfigFile(flag))?.value;
