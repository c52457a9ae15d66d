import type { Severity } from "../findings/finding.ts";
import type { BaselineEntry } from "./baseline-schema.ts";
import { keyOf } from "./finding-key.ts";
import type { Located } from "./located.ts";

/** What becomes of findings beside a baseline. */
export interface Matched {
  /** Those that are not in it. */
  readonly remaining: readonly Located[];
  readonly accepted: readonly Located[];
  /** The positions of entries that no finding is like. */
  readonly gone: readonly number[];
}

/**
 * Takes the findings that a baseline has out of all, in time that does not grow with the number of those that are alike. An entry accepts one finding of
 * the same rule about the same field of the same object that is no more severe, on whatever line; of several, one in the same file. What is about a file
 * is the same only there.
 * @param fileOf The path of a file as entries name it.
 */
export function matchBaseline(
  located: readonly Located[],
  entries: readonly BaselineEntry[],
  fileOf: (file: string) => string,
): Matched {
  const used = new Set<number>();
  const pool = new Map<string, number[]>();
  const add = (key: string, index: number) => {
    const open = pool.get(key);
    if (open === undefined) pool.set(key, [index]);
    else open.push(index);
  };
  for (const [index, entry] of entries.entries()) {
    const key = keyText(entry, entry.file);
    add(`${key} ${entry.severity}`, index);
    add(`${key} ${entry.severity} ${entry.file}`, index);
  }
  const accepted = new Set<Located>();
  const take = (each: Located, where: string) => {
    if (accepted.has(each)) return;
    const key = keyFor(each);
    // The least severe of them: the others may be needed for what is worse.
    for (const severity of atMost[each.finding.severity]) {
      const open = pool.get(`${key} ${severity}${where}`) ?? [];
      for (let index = open.pop(); index !== undefined; index = open.pop()) {
        if (used.has(index)) continue;
        used.add(index);
        accepted.add(each);
        return;
      }
    }
  };
  const fileIn = ({ file }: Located) => (file === undefined ? "" : fileOf(file));
  const keyFor = (each: Located) => keyText(keyOf(each), fileIn(each));
  const worstFirst = severities.flatMap((severity) => located.filter(({ finding }) => finding.severity === severity));
  for (const each of worstFirst) take(each, ` ${fileIn(each)}`);
  for (const each of worstFirst) take(each, "");
  const remaining = located.filter((each) => !accepted.has(each));
  // One that has become worse is not gone.
  const stillThere = new Set(remaining.map(keyFor));
  const gone = entries.flatMap((entry, index) =>
    used.has(index) || stillThere.has(keyText(entry, entry.file)) ? [] : [index],
  );
  return { remaining, accepted: located.filter((each) => accepted.has(each)), gone };
}

const severities = ["error", "warning", "info"] as const;

/** The severities of entries that accept a finding of a severity, the least first. */
const atMost: Readonly<Record<Severity, readonly Severity[]>> = {
  error: ["error"],
  warning: ["warning", "error"],
  info: ["info", "warning", "error"],
};

const keyText = ({ rule, object, field }: Pick<BaselineEntry, "rule" | "object" | "field">, file: string) =>
  JSON.stringify([rule, object, field, object === "" ? file : ""]);
