import { remembered } from "../text/memo.ts";

/** Limits of a value in the newest release, or, in `was`, through an older one. Sizes are bytes, times milliseconds. */
interface Limits {
  readonly range?:
    | readonly [min: number, max: number]
    | Readonly<Record<string, readonly [min: number, max: number]>>
    | null;
  readonly allow?: readonly (string | number)[] | null;
  /** The option has an effect only where that option (of the same index) is set and, with `in`, has one of these values. */
  readonly depends?: {
    readonly option: string;
    readonly in?: readonly (string | boolean)[];
    readonly otherwise?: unknown;
  } | null;
  readonly beta?: boolean | null;
  /** The commands that take the option: a bit for each place of the list `commands`. */
  readonly commands?: number;
}

export type OptionType = "boolean" | "integer" | "size" | "time" | "string" | "path" | "list" | "hash" | "string-id";

/** An option of pgBackRest as its own build files define it. Absent `section` means global, absent `since` 2.00 or before. */
export interface Option extends Limits {
  readonly type: OptionType;
  readonly section?: "stanza" | "command-line";
  /** The key carries an index: `repo-path` is written `repo1-path`. */
  readonly group?: "repo" | "pg";
  readonly default?: string | number | boolean;
  /** A secret: refused on the command line, hidden in every output of ours. */
  readonly secure?: boolean;
  /** Older names; `?` marks the place of the index, and a name without it means index 1. */
  readonly aliases?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  /** Newest first; each holds through that release. */
  readonly was?: ReadonlyArray<Limits & { readonly through: string; readonly type?: OptionType }>;
}

/** Release numbers in order: negative, zero or positive as the first is older, the same or newer. */
export function compareReleases(left: string, right: string): number {
  if (left === right) return 0;
  const [a, b] = [numbersOf(left), numbersOf(right)];
  for (let at = 0; at < 3; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The parts of a release number. */
const numbersOf = remembered((release): readonly number[] => release.split(".").map(Number));

const inReleases = new WeakMap<Option, (release: string) => Option | undefined>();

/** The option as one release knows it; `undefined` where it does not. Remembered: every line of a fleet is judged by every release. */
export function optionIn(option: Option, release: string): Option | undefined {
  if (option.since === undefined && option.until === undefined && option.was === undefined) return option;
  let inRelease = inReleases.get(option);
  if (inRelease === undefined) {
    inRelease = remembered((known) => asOf(option, known));
    inReleases.set(option, inRelease);
  }
  return inRelease(release);
}

function asOf(option: Option, release: string): Option | undefined {
  if (option.since !== undefined && compareReleases(release, option.since) < 0) return undefined;
  if (option.until !== undefined && compareReleases(release, option.until) > 0) return undefined;
  let known = option;
  for (const { through, ...older } of option.was ?? []) {
    if (compareReleases(release, through) <= 0) known = { ...known, ...older };
  }
  return known;
}
