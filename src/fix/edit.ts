import type { JsonValue } from "../json/json-value.ts";

/** What is to be done about the pair, or the line of a configuration file, that a finding is about. */
export type Edit =
  | { readonly do: "set"; readonly value: string }
  /** Writes an unquoted number or boolean as the text that stands there. */
  | { readonly do: "quote" }
  /** Takes the quotes away that a line of a file has in its value, or that make a text of a number or boolean in YAML. */
  | { readonly do: "unquote" }
  | { readonly do: "rename"; readonly key: string }
  | { readonly do: "remove" }
  /** Adds an option to the same mapping, or section, before it. */
  | { readonly do: "insert"; readonly key: string; readonly value: string };

/** What stands where a finding is. */
export interface Written {
  readonly form: "yaml" | "conf";
  readonly key: string;
  /** Of a configuration file, always a text. */
  readonly value: JsonValue;
}

/** A part of a text, and what comes in its place. Offsets are in UTF-16 units. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** In the order in which they stand. */
const inOrder = (left: Splice, right: Splice) => left.start - right.start || left.end - right.end;

/** Splices that can be made together. */
export interface Compatible {
  /** Each once, in the order in which they were given. */
  readonly splices: readonly Splice[];
  /** All that were given and are made with these. */
  readonly made: ReadonlySet<Splice>;
}

/**
 * Those of the splices that can be made together: of two that overlap, so that one would undo the other, the first that is given. The same splice may be
 * wanted twice, as by two overlays of one base.
 */
export function compatible(given: readonly Splice[]): Compatible {
  const places = new Map(given.map((splice, index) => [splice, index]));
  const asGiven = (left: Splice, right: Splice) => (places.get(left) ?? 0) - (places.get(right) ?? 0);
  const made = new Set<Splice>();
  const kept = new Set<Splice>();
  for (const group of touching(given)) {
    const inGroup: Splice[] = [];
    for (const splice of [...group].sort(asGiven)) {
      const same = inGroup.some((other) => isSame(other, splice));
      if (!same && inGroup.some((other) => overlap(other, splice))) continue;
      made.add(splice);
      if (same) continue;
      inGroup.push(splice);
      kept.add(splice);
    }
  }
  return { splices: given.filter((splice) => kept.has(splice)), made };
}

/** Groups of splices: those of different groups neither overlap nor begin at the same place. */
function touching(splices: readonly Splice[]): readonly (readonly Splice[])[] {
  const groups: Splice[][] = [];
  let end = -1;
  for (const splice of [...splices].sort(inOrder)) {
    const last = groups.at(-1);
    if (last === undefined || (splice.start >= end && last.at(-1)?.start !== splice.start)) groups.push([splice]);
    else last.push(splice);
    end = Math.max(end, splice.end);
  }
  return groups;
}

const isSame = (one: Splice, other: Splice) =>
  one.start === other.start && one.end === other.end && one.text === other.text;

function overlap(one: Splice, other: Splice): boolean {
  const [first, second] = inOrder(one, other) <= 0 ? [one, other] : [other, one];
  return second.start < first.end;
}

/** The text with splices that can be made together. */
export function spliced(text: string, splices: readonly Splice[]): string {
  let at = 0;
  let result = "";
  for (const { start, end, text: fresh } of [...splices].sort(inOrder)) {
    result += text.slice(at, start) + fresh;
    at = end;
  }
  return result + text.slice(at);
}
