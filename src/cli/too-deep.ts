import { isObject, type JsonValue } from "../json/json-value.ts";

/** No resource of a person is nested as deeply as this, and functions that call themselves bear it. */
const deepest = 200;

/** True for a value that is nested too deeply to be read. It calls nothing that calls itself. */
export function isTooDeep(value: JsonValue): boolean {
  const left: Array<readonly [value: JsonValue, depth: number]> = [[value, 0]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [each, depth] = next;
    if (depth > deepest) return true;
    const below = Array.isArray(each) ? each : isObject(each) ? Object.values(each) : [];
    for (const one of below) left.push([one, depth + 1]);
  }
  return false;
}
