import type { Severity } from "../findings/finding.ts";
import { addTo } from "../text/groups.ts";
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
 * Takes the findings that a baseline has out of all. An entry accepts one finding of the same rule about the same field of the same object that is
 * no more severe, on whatever line; of several, one in the same file. What is about a file is the same only there.
 * @param fileOf The path of a file as entries name it.
 */
export function matchBaseline(
  located: readonly Located[],
  entries: readonly BaselineEntry[],
  fileOf: (file: string) => string,
): Matched {
  const pool = new Map<string, number[]>();
  for (const [index, entry] of entries.entries()) addTo(pool, keyText(entry, entry.file), index);
  const accepted = new Set<Located>();
  const keyFor = (each: Located) => keyText(keyOf(each), fileIn(each, fileOf));
  const take = (each: Located, fits: (entry: BaselineEntry) => boolean) => {
    const open = pool.get(keyFor(each)) ?? [];
    const fitting = open.flatMap((index) => {
      const entry = entries[index];
      const fitsIt = entry !== undefined && ranks[entry.severity] <= ranks[each.finding.severity] && fits(entry);
      return fitsIt ? [{ index, rank: ranks[entry.severity] }] : [];
    });
    // The least severe of them: the others may be needed for what is worse.
    const [best] = fitting.sort((left, right) => right.rank - left.rank);
    if (best === undefined) return;
    open.splice(open.indexOf(best.index), 1);
    accepted.add(each);
  };
  const worstFirst = [...located].sort((left, right) => ranks[left.finding.severity] - ranks[right.finding.severity]);
  for (const each of worstFirst) take(each, ({ file }) => file === fileIn(each, fileOf));
  for (const each of worstFirst) if (!accepted.has(each)) take(each, () => true);
  const remaining = located.filter((each) => !accepted.has(each));
  // One that has become worse is not gone.
  const stillThere = new Set(remaining.map(keyFor));
  const gone = [...pool]
    .flatMap(([key, left]) => (stillThere.has(key) ? [] : left))
    .sort((left, right) => left - right);
  return { remaining, accepted: located.filter((each) => accepted.has(each)), gone };
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

const fileIn = ({ file }: Located, fileOf: (file: string) => string) => (file === undefined ? "" : fileOf(file));

const keyText = ({ rule, object, field }: Pick<BaselineEntry, "rule" | "object" | "field">, file: string) =>
  JSON.stringify([rule, object, field, object === "" ? file : ""]);
