import type { Line } from "../configuration/line.ts";

/** What a line says by itself. */
export type LineContent = Pick<Line, "from" | "key" | "meaning" | "value">;

/** Tells of a line by itself whether a rule may have something to say about it. */
export type LineTest = (line: LineContent) => boolean;

/** Of an option with more values than these, such as a path, hardly any value comes again. */
const mostValues = 20;

/** More than there are options that anyone sets. */
const mostKeys = 1000;

const none: readonly LineTest[] = [];

/** Which of some tests a line passes. Clusters repeat the same lines, so each is tested once; most pass none. */
export function passedBy(tests: readonly LineTest[]): (line: LineContent) => readonly LineTest[] {
  const known: Readonly<Record<LineContent["from"], Map<string, Map<string, readonly LineTest[]>>>> = {
    operator: new Map(),
    global: new Map(),
    repository: new Map(),
    secret: new Map(),
  };
  return (line) => {
    const byKey = known[line.from];
    const byValue = byKey.get(line.key);
    const found = byValue?.get(line.value);
    if (found !== undefined) return found;
    const passed = tests.filter((test) => test(line));
    const result = passed.length === 0 ? none : passed;
    if (byValue === undefined) {
      if (byKey.size < mostKeys) byKey.set(line.key, new Map([[line.value, result]]));
    } else if (byValue.size < mostValues) byValue.set(line.value, result);
    return result;
  };
}
