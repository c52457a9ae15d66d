import { existsSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { visible } from "../text/visible.ts";
import type { Baseline, BaselineEntry } from "./baseline-schema.ts";
import { UsageError } from "./command.ts";
import { keyOf } from "./finding-key.ts";
import { isBaseline } from "./generated/is-baseline.ts";
import { readAll } from "./io.ts";
import { jsonText } from "./json-text.ts";
import type { Located } from "./located.ts";
import { type OtherFinding, otherFindings } from "./other-findings.ts";
import { writeWholeFile } from "./write-file.ts";

/** A file of findings that are accepted. */
export interface ReadBaseline {
  readonly path: string;
  readonly text: string;
  readonly entries: readonly BaselineEntry[];
}

/** Reads the file of `--baseline`. Throws `UsageError`. */
export function readBaseline(path: string): ReadBaseline {
  const again = `Write one with \`expand-pgbackrest check ... --write-baseline ${path}\`.`;
  if (!existsSync(path)) throw new UsageError(`${path}: there is no such baseline. ${again}`);
  const text = readAll(path).toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is not a baseline: it is not JSON. ${again}`);
  }
  if (!isBaseline(value)) throw new UsageError(`${path} is not a baseline that this release can read. ${again}`);
  return { path, text, entries: value.findings };
}

/** Writes the findings that a baseline can accept, sorted, so that a later one differs only where findings do. Returns how many there are. */
export function writeBaseline(path: string, located: readonly Located[]): number {
  const findings = located
    .filter(isAcceptable)
    .map((each): BaselineEntry => {
      const { rule, ...key } = keyOf(each);
      const file = each.file === undefined ? "" : visible(fileFrom(path, each.file));
      return { rule, severity: each.finding.severity, ...key, file };
    })
    .sort((left, right) => compared(sortKey(left), sortKey(right)));
  const baseline: Baseline = { version: 1, findings };
  writeWholeFile(path, [jsonText(baseline)]);
  return findings.length;
}

/** A baseline accepts what was judged. What was not may be anything, also the loss of every backup. */
export function isAcceptable({ finding: { rule } }: Located): boolean {
  const others: Readonly<Record<string, OtherFinding>> = otherFindings;
  return !Object.hasOwn(others, rule) || others[rule]?.isUnjudged !== true;
}

/** The path of a file from the folder of the baseline, so that it is the same wherever the program runs. */
export const fileFrom = (baseline: string, file: string): string =>
  file === "-"
    ? file
    : relative(dirname(resolve(baseline)), resolve(file))
        .split(sep)
        .join("/");

const sortKey = ({ file, object, rule, field, severity }: BaselineEntry) =>
  [file, object, rule, field, severity].join("\n");

const compared = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
