import type { Place } from "../findings/finding.ts";
import type { KeyMeaning } from "../pgbackrest/option-names.ts";
import type { Section } from "../pgbackrest/sections.ts";

/** A line of the configuration that a pod's pgBackRest reads, and where its author wrote it. */
export interface Line {
  readonly section: string;
  /** Whom the section is for; undefined where nothing reads it. */
  readonly read: Section | undefined;
  readonly key: string;
  readonly value: string;
  readonly meaning: KeyMeaning;
  readonly from: "operator" | "global" | "repository" | "secret";
  readonly place: Place;
}

/** The configuration that pgBackRest sees in one kind of pod. */
export interface Pod {
  readonly lines: readonly Line[];
  /** The lines that set an option; aliases are resolved. */
  readonly linesOf: (name: string) => readonly Line[];
  /**
   * The line that counts for an option in the stanza `db`: `[db:command]` before `[db]` before `[global:command]` before `[global]`.
   * Without a command: what counts for any, sections of single commands last.
   */
  readonly effective: (name: string, index?: number, command?: string) => Line | undefined;
}

/** Secret values and what stands in a Secret are never shown; other values may be. */
export function shownValue({ from, meaning, value, key }: Line): string {
  const hidden =
    from === "secret" ||
    (meaning.is === "option" && meaning.option.secure) ||
    /key(?!-type)|pass|secret|token/.test(key);
  return hidden ? "the value" : `\`${value}\``;
}

/** The commands that operator and images run, and that all need what a repository needs. */
const everyCommand = ["archive-push", "archive-get", "backup", "restore", "expire", "info", "check", "stanza-create"];

/** True where an option is set for every command that needs it: in a section for all, or in one for each. */
export function isSetEverywhere({ effective }: Pod, name: string, index: number): boolean {
  const line = effective(name, index);
  if (line?.read?.command === undefined) return line !== undefined;
  return everyCommand.every((command) => effective(name, index, command) !== undefined);
}

/** The key as its author wrote it, for messages. */
export const shownKey = ({ key }: Line) => `\`${key}\``;

/** The repository number that a line is about. */
export const repositoryOf = ({ meaning }: Line) =>
  meaning.is === "option" && meaning.option.group === "repo" ? meaning.index : undefined;

/** The lines of a pod, with what asks them. */
export const podOf = (lines: readonly Line[]): Pod => ({
  lines,
  linesOf: (name) => lines.filter(({ meaning }) => meaning.is === "option" && meaning.name === name),
  effective: (name, index, command) => effectiveOf(lines, name, index, command),
});

/** The line that counts for an option in the stanza `db`. There are some twenty: to go through them is cheaper than to sort them by name. */
export function effectiveOf(lines: readonly Line[], name: string, index?: number, command?: string): Line | undefined {
  let found: Line | undefined;
  let best = 0;
  for (const line of lines) {
    const { from, meaning, read } = line;
    if (meaning.is !== "option" || meaning.name !== name || meaning.index !== index || read === undefined) continue;
    const rank = rankOf(read, command);
    // An option that stands twice is refused; what the operator writes is then what was meant.
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
