import type { Section } from "../pgbackrest/sections.ts";
import { grouped } from "../text/groups.ts";
import type { Line } from "./line.ts";

/** The configuration that pgBackRest sees in one kind of pod. */
export interface PodConfiguration {
  readonly lines: readonly Line[];
  /** The lines that set an option; aliases are resolved. */
  readonly linesOf: (name: string) => readonly Line[];
  /**
   * The line that counts for an option in the stanza `db`: `[db:command]` before `[db]` before `[global:command]` before `[global]`.
   * Without a command: what counts for any, sections of single commands last.
   */
  readonly effective: (name: string, index?: number, command?: string) => Line | undefined;
}

/** A cluster has about twenty lines: to go through them is cheaper than to sort them by name. */
const fewLines = 100;

/** The lines of a pod, with what asks them. */
export const podConfiguration = (lines: readonly Line[]): PodConfiguration =>
  lines.length <= fewLines ? searched(lines) : sortedByName(lines);

function searched(lines: readonly Line[]): PodConfiguration {
  let names: readonly string[] | undefined;
  let byName: ReadonlyMap<string, readonly Line[]> | undefined;
  return {
    lines,
    linesOf: (name) => {
      // Few ask, but those that do may ask about each line.
      byName ??= sorted(lines);
      return byName.get(name) ?? [];
    },
    effective: (name, index, command) => {
      names ??= lines.map(optionOf);
      return effectiveLine(lines, names, name, index, command);
    },
  };
}

const sorted = (lines: readonly Line[]) =>
  grouped(lines, ({ meaning }) => (meaning.is === "option" ? meaning.name : ""));

/** The same for many lines: whoever asks once for each of them must not go through all of them each time. */
function sortedByName(lines: readonly Line[]): PodConfiguration {
  const byName = sorted(lines);
  const byOption = grouped(lines, ({ meaning }) => (meaning.is === "option" ? `${meaning.name} ${meaning.index}` : ""));
  const answers = new Map<string, Line | undefined>();
  return {
    lines,
    linesOf: (name) => byName.get(name) ?? [],
    effective: (name, index, command) => {
      const key = `${name} ${index} ${command}`;
      const known = answers.get(key);
      if (known !== undefined || answers.has(key)) return known;
      const same = byOption.get(`${name} ${index}`) ?? [];
      const found = effectiveLine(same, same.map(optionOf), name, index, command);
      answers.set(key, found);
      return found;
    },
  };
}

/** The commands that operator and images run, and that all need what a repository needs. */
const everyCommand = ["archive-push", "archive-get", "backup", "restore", "expire", "info", "check", "stanza-create"];

/** True where an option is set for every command that needs it: in a section for all, or in one for each. */
export function isSetEverywhere({ effective }: PodConfiguration, name: string, index: number): boolean {
  const line = effective(name, index);
  if (line?.read?.command === undefined) return line !== undefined;
  return everyCommand.every((command) => effective(name, index, command) !== undefined);
}

/** The name of the option that a line sets. */
const optionOf = ({ meaning }: Line) => (meaning.is === "option" ? meaning.name : "");

/** The line that counts for an option in the stanza `db`. `names` are those of the options that the lines set, in which to search costs least. */
function effectiveLine(
  lines: readonly Line[],
  names: readonly string[],
  name: string,
  index: number | undefined,
  command: string | undefined,
): Line | undefined {
  let found: Line | undefined;
  let best = 0;
  for (let at = names.indexOf(name); at >= 0; at = names.indexOf(name, at + 1)) {
    const line = lines[at];
    if (line?.meaning.is !== "option" || line.meaning.index !== index) continue;
    const { from, read } = line;
    const rank = read === undefined ? 0 : rankOf(read, command);
    // An option that is set twice is refused; then the operator's own line is assumed to be the one that was meant.
    if (rank < best || rank === 0 || (rank === best && (from === "global" || from === "secret"))) continue;
    best = rank;
    found = line;
  }
  return found;
}

/** How early a section counts, from 1; 0 where it does not. */
function rankOf({ stanza, command: limited }: Section, command: string | undefined): number {
  if (limited === undefined) return stanza ? 5 : 3;
  if (command === undefined) return stanza ? 2 : 1;
  return limited === command ? (stanza ? 6 : 4) : 0;
}
