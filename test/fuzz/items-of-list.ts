import type { JsonValue } from "../../src/json/json-value.ts";
import { readList } from "../../src/krm/read-list.ts";

/** The items of a list, as the function reads them. */
export const itemsOfList = (text: string): Promise<readonly JsonValue[]> =>
  readList(Buffer.from(text), ({ list, item }) => Array.from({ length: list.itemCount }, (_, index) => item(index)));
