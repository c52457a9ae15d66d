import fs from "node:fs";
import { stepsOf } from "./regexp-steps.ts";

/*
 * What V8 does without running JavaScript, which its coverage cannot see: searches in texts and bytes, copies of lists and mappings, regular
 * expressions, calls of the file system. Each call adds to a count how much it looked at, from its arguments and result alone, so that the
 * same program with the same input always has the same counts.
 */

/** How much a call looked at: characters, bytes, entries. */
type Cost = (self: unknown, args: readonly unknown[], result: unknown) => number;

const sizeOf = (value: unknown): number =>
  typeof value === "string" || Array.isArray(value) || value instanceof Uint8Array ? value.length : 1;
const keysOf = (value: unknown) => (typeof value === "object" && value !== null ? Object.keys(value).length : 0);

const whole: Cost = (self) => sizeOf(self);
const made: Cost = (_, __, result) => sizeOf(result);
const firstGiven: Cost = (_, [first]) => sizeOf(first);
/** Up to what was found, or to the end. */
const searched: Cost = (self, [what, from], result) => {
  const start = typeof from === "number" ? from : 0;
  const isText = typeof self === "string" && typeof what === "string";
  const at =
    typeof result === "number"
      ? result
      : isText
        ? self.indexOf(what, start)
        : Array.isArray(self)
          ? self.indexOf(what)
          : -1;
  return at >= 0 ? Math.abs(at - start) : Math.max(0, sizeOf(self) - start);
};
const searchedBack: Cost = (self, [, from], result) =>
  (typeof from === "number" ? from : sizeOf(self)) - (typeof result === "number" && result > 0 ? result : 0);

/** What is counted, by name. A function that is not built in is counted by V8, and a name that it shares costs it 1 for a call. */
export const costs: Readonly<Record<string, Cost>> = {
  indexOf: searched,
  includes: searched,
  lastIndexOf: searchedBack,
  startsWith: firstGiven,
  endsWith: firstGiven,
  split: whole,
  replace: whole,
  replaceAll: whole,
  match: () => 1,
  matchAll: () => 1,
  search: () => 1,
  test: () => 1,
  exec: () => 1,
  toLowerCase: whole,
  toUpperCase: whole,
  trim: whole,
  trimStart: whole,
  trimEnd: whole,
  repeat: made,
  padStart: made,
  padEnd: made,
  localeCompare: whole,
  toWellFormed: whole,
  // Of a text it is no copy, of a list it is one.
  slice: (self, __, result) => (Array.isArray(self) ? sizeOf(result) : 1),
  concat: made,
  flat: made,
  sort: whole,
  reverse: whole,
  join: made,
  unshift: whole,
  splice: whole,
  toString: made,
  write: firstGiven,
  equals: whole,
  keys: made,
  values: made,
  entries: (_, [first], result) => (Array.isArray(result) ? sizeOf(result) : sizeOf(first)),
  fromEntries: (_, __, result) => keysOf(result),
  assign: (_, [, ...sources]) => sources.reduce<number>((sum, source) => sum + keysOf(source), 0),
  from: made,
  byteLength: firstGiven,
  parse: firstGiven,
  stringify: made,
  decode: firstGiven,
};

/** Counts by place. */
export interface Counting {
  /** While it is undefined, nothing is counted. */
  current: Float64Array | undefined;
}

/** Defines what a bundle calls in the place of the built-in functions, for the life of the process. */
export function countNativeWork(places: readonly string[], text: string, counting: Counting): void {
  let isBusy = false;
  let placeNow = 0;
  const add = (place: number, count: number) => {
    if (counting.current !== undefined) counting.current[place] = (counting.current[place] ?? 0) + count;
  };
  for (const [, key = ""] of text.matchAll(/\["(\w+@\d+)"\]\(/g)) {
    const [name = "", number] = key.split("@");
    const place = Number(number);
    const cost = costs[name] ?? whole;
    Object.defineProperty(Object.prototype, key, {
      value(this: unknown, ...args: readonly unknown[]): unknown {
        const original: unknown = Reflect.get(Object(this), name);
        if (typeof original !== "function") throw new TypeError(`${name} is not a function`);
        const before = placeNow;
        placeNow = place;
        try {
          const result: unknown = Reflect.apply(original, this, args);
          if (counting.current !== undefined && !isBusy) add(place, 1 + Math.max(0, cost(this, args, result)));
          return result;
        } finally {
          placeNow = before;
        }
      },
    });
  }
  Object.defineProperty(globalThis, "__spread", {
    value: (place: number, value: unknown) => {
      if (counting.current !== undefined)
        add(
          place,
          1 +
            (value instanceof Map || value instanceof Set
              ? value.size
              : Array.isArray(value)
                ? value.length
                : keysOf(value)),
        );
      return value;
    },
  });

  /** `test`, `match`, `replace`, `split` and the like all call `exec`, once it is not the built-in one. */
  const { exec } = RegExp.prototype;
  RegExp.prototype.exec = function (this: RegExp, given: string): RegExpExecArray | null {
    const from = this.global || this.sticky ? this.lastIndex : 0;
    const found = Reflect.apply(exec, this, [given]);
    if (counting.current === undefined || isBusy) return found;
    isBusy = true;
    const length = String(given).length;
    const read = (found === null ? length : found.index + found[0].length) - from;
    const steps = read > longText ? stepsOf(this, given, from, found !== null, found?.index ?? 0) : read;
    add(placeNow, 1 + Math.max(0, steps));
    isBusy = false;
    return found;
  };
  for (const key of Object.keys(fs)) {
    const original: unknown = Reflect.get(fs, key);
    if (!key.endsWith("Sync") || typeof original !== "function") continue;
    const place = places.length + 1;
    Reflect.set(fs, key, (...args: readonly unknown[]) => {
      add(place, 1);
      return Reflect.apply(original, fs, args);
    });
  }
}

/** What backtracking can do with fewer characters does not grow. */
const longText = 200;
