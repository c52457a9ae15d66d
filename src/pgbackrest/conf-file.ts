import { meaningOf } from "./option-names.ts";

/** A line `key = value` of a configuration file; `line` counts from 1. */
export interface ConfLine {
  readonly line: number;
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

/** A line that makes pgBackRest refuse the whole file. */
export interface ConfProblem {
  readonly line: number;
  readonly problem: string;
  readonly fix: string;
}

/**
 * Reads a file of pgBackRest's include directory exactly as the binary does (pgbackrest-e2e rules 3, 7 to 13): each file by itself, blanks
 * around key and value trimmed, `#` only at the start of a line a comment, no quotes, no continuation lines.
 */
export function parseConf(text: string): {
  readonly lines: readonly ConfLine[];
  readonly problems: readonly ConfProblem[];
} {
  const refused = whollyRefused(text);
  if (refused !== undefined) return { lines: [], problems: [refused] };
  const lines: ConfLine[] = [];
  const problems: ConfProblem[] = [];
  let section: string | undefined;
  text.split("\n").forEach((raw, at) => {
    const content = trimmed(raw);
    if (content === "" || content.startsWith("#")) return;
    const line = at + 1;
    if (content.startsWith("[")) {
      if (content.length < 3 || !content.endsWith("]"))
        problems.push({
          line,
          problem: "The section header is empty or does not end in `]`, so pgBackRest refuses the whole configuration.",
          fix: "Write `[global]` or `[db]`.",
        });
      else section = content.slice(1, -1);
      return;
    }
    const equals = content.indexOf("=");
    if (equals < 0)
      problems.push({
        line,
        problem: "The line has no `=`, so pgBackRest refuses the whole configuration.",
        fix: "Write `option = value`; comments begin with `#`.",
      });
    else if (equals === 0)
      problems.push({
        line,
        problem: "There is no option name before the `=`, so pgBackRest refuses the whole configuration.",
        fix: "Write `option = value`, or remove the line.",
      });
    else if (section === undefined)
      problems.push({
        line,
        problem: "An option comes before any section header, so pgBackRest refuses the whole configuration.",
        fix: "Put `[global]` on a line above it; every file needs a section header of its own.",
      });
    else
      lines.push({ line, section, key: trimmed(content.slice(0, equals)), value: trimmed(content.slice(equals + 1)) });
  });
  return { lines, problems: problems.slice(0, 1) };
}

/** Why pgBackRest reads nothing of a file, however its lines are. */
function whollyRefused(text: string): ConfProblem | undefined {
  const hasZero = text.includes("\0");
  if (!hasZero && (text.startsWith("[") || text.startsWith("#"))) return undefined; // as nearly every file
  if (text.startsWith("\uFEFF"))
    return {
      line: 1,
      problem: "The file begins with a byte order mark, so pgBackRest does not recognize its first line as a section.",
      fix: "Save the file as UTF-8 without a byte order mark.",
    };
  // As bytes read one by one: the two marks of UTF-16, or the zero of every letter.
  if (hasZero || /^(\xFF\xFE|\xFE\xFF)/.test(text))
    return {
      line: 1,
      problem: "The file is in UTF-16, of which pgBackRest recognizes nothing.",
      fix: "Save the file as UTF-8 without a byte order mark.",
    };
  if (/^\s*\{/.test(text))
    return {
      line: 1,
      problem: "The file contains JSON, but its name ends in `.conf`, so pgBackRest reads it and refuses it.",
      fix: "Rename the file so that it ends in `.json`.",
    };
  return undefined;
}

/** Without the blanks at both ends that pgBackRest trims: others, such as a no-break space, belong to the text. */
export function trimmed(text: string): string {
  // Hardly any text begins or ends with a blank.
  if (text.charCodeAt(0) > 32 && text.charCodeAt(text.length - 1) > 32) return text;
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return end - start === text.length ? text : text.slice(start, end);
}

const isBlank = (code: number) => code === 32 || code === 9 || code === 13 || code === 10;

/** True for names that pgBackRest reads in its include directory: anything before `.conf`, in lower case (rule 1). */
export const isReadByPgBackRest = (file: string) => file.length > ".conf".length && file.endsWith(".conf");

/** True for text with at least one option of pgBackRest, whatever the file is called; names of one word are those of others, too. */
export function looksLikeConf(text: string): boolean {
  const { lines } = parseConf(/^\s*\[/.test(text) ? text : `[global]\n${text}`);
  return lines.some(({ key }) => key.includes("-") && meaningOf(key).is === "option");
}
