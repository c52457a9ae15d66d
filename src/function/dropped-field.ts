import type { Path, Severity } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { nearest } from "../text/nearest.ts";
import { dotted, type FieldAdvice } from "./field-advice.ts";
import { isWithin } from "./mended-findings.ts";

/* What is said of a field that the API server drops: whether a backup may be lost with it, and what follows. */

const sections: readonly Path[] = [
  ["spec", "backup"],
  ["spec", "clone"],
];
const isInSection = (path: Path) => sections.some((section) => isWithin(path, section));

/** An error where it may be the backup, or the clone, that is lost. */
export function severityOf(path: Path, value: JsonValue, { meant }: FieldAdvice, hasBackup: boolean): Severity {
  const name = String(path.at(-1));
  const isError =
    isInSection(path) ||
    (meant.length > 0 && meant.every(isInSection)) ||
    ["backup", "clone", "pgbackrest"].some((section) => nearest(name, [section]) !== undefined || name === section) ||
    (!hasBackup && speaksOfBackups(value));
  return isError ? "error" : "warning";
}

/** True where a value holds what only a backup section has. */
function speaksOfBackups(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(speaksOfBackups);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([key, field]) => /^(pgbackrest|repos|repo\d+-.*)$/i.test(key) || speaksOfBackups(field),
  );
}

/** The sentence that says what is dropped, and what follows. */
export function problemOf(path: Path, severity: Severity, { meant }: FieldAdvice, hasBackup: boolean): string {
  const name = String(path.at(-1));
  if (isInSection(path)) {
    const effect = hasBackup || path[1] !== "backup" ? "it has no effect" : "nothing is backed up";
    return `\`${name}\` is not a field here, so the API server drops it and ${effect}.`;
  }
  const parent = path.slice(0, -1);
  const place = parent.length === 0 ? "of a `postgresql`" : `of ${dotted(parent)}`;
  const isClone = meant.length > 0 && meant.every((at) => isWithin(at, ["spec", "clone"]));
  const effect =
    severity !== "error" || (hasBackup && !isClone)
      ? "it has no effect"
      : isClone
        ? "nothing is cloned"
        : "nothing is backed up";
  return `\`${name}\` is not a field ${place}, so the API server drops it and ${effect}.`;
}
