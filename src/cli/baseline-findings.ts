import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Finding } from "../findings/finding.ts";
import { quotableName, quotableText } from "../text/quotable.ts";
import { visible } from "../text/visible.ts";
import { fileFrom, isAcceptable, type ReadBaseline } from "./baseline.ts";
import { type Matched, matchBaseline } from "./baseline-match.ts";
import type { BaselineEntry } from "./baseline-schema.ts";
import { counted } from "./counted.ts";
import type { JudgedInput } from "./judged-input.ts";
import type { Located } from "./located.ts";

/**
 * The findings without those that the baseline accepts, but with their number, and with each entry that no longer occurs.
 * Nothing is said about entries of files and of objects that were not looked at.
 */
export async function underBaseline(
  located: readonly Located[],
  { path, text, entries }: ReadBaseline,
  { judges, looksAt }: Pick<JudgedInput, "judges" | "looksAt">,
): Promise<readonly Located[]> {
  const { accepted, gone } = acceptedBy(located, { path, entries });
  const left = new Set(accepted);
  const folder = dirname(resolve(path));
  const isKnownGone = ({ file, object }: BaselineEntry) => {
    if (file === "" || file === "-") return looksAt(file);
    const absolute = resolve(folder, file);
    return looksAt(absolute) ? object === "" || judges(object, absolute) : !existsSync(absolute);
  };
  const missing = gone.flatMap((index) => {
    const entry = entries[index];
    return entry !== undefined && isKnownGone(entry) ? [{ index, entry }] : [];
  });
  const positionOf = missing.length === 0 ? undefined : (await import("../yaml/library.ts")).positionsIn(text);
  return [
    ...located.filter((each) => !left.has(each)),
    ...missing.map(({ index, entry }) => ({
      finding: goneFinding(entry, path),
      file: path,
      ...(positionOf?.(["findings", index]) ?? { line: 1, column: 1 }),
    })),
    ...(accepted.length === 0 ? [] : [{ finding: countFinding(accepted, path), file: path, line: 1, column: 1 }]),
  ];
}

/** Which findings the baseline accepts, and which of its entries no finding is like. */
export const acceptedBy = (
  located: readonly Located[],
  { path, entries }: Pick<ReadBaseline, "path" | "entries">,
): Omit<Matched, "remaining"> =>
  matchBaseline(located.filter(isAcceptable), entries, (file) => visible(fileFrom(path, file)));

const at: Finding["at"] = { in: "field", object: { apiVersion: "", kind: "" }, path: [] };

function goneFinding({ rule, object, field, file }: BaselineEntry, path: string): Finding {
  // Somebody may have written the entry by hand.
  const about = [object === "" ? file : object, field]
    .filter((part) => part !== "")
    .map(quotableText)
    .join(" ");
  return {
    rule: "baseline-entry-gone",
    severity: "info",
    at,
    problem: `${quotableName(rule)} no longer occurs${about === "" ? "" : ` in ${about}`}.`,
    fix: `Remove the entry, or write the baseline again with \`--write-baseline ${path}\`.`,
  };
}

function countFinding(accepted: readonly Located[], path: string): Finding {
  const of = (severity: Finding["severity"]) => accepted.filter(({ finding }) => finding.severity === severity).length;
  const counts = (["error", "warning", "info"] as const).flatMap((severity) =>
    of(severity) === 0 ? [] : [counted(of(severity), severity)],
  );
  return {
    rule: "in-baseline",
    severity: "info",
    at,
    problem: `${path} accepts ${counts.join(", ")}, which ${accepted.length === 1 ? "is" : "are"} left out.`,
    fix: "Correct them: a backup that does not happen is not there when it is needed.",
  };
}
