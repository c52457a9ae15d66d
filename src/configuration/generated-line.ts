import type { ConfigurationLine } from "../cpo/configuration-line.ts";
import type { ObjectRef, Path, Place } from "../findings/finding.ts";
import { trimmed } from "../pgbackrest/conf-file.ts";
import { meaningOf } from "../pgbackrest/option-names.ts";
import { sectionOf } from "../pgbackrest/sections.ts";
import type { Line } from "./line.ts";

/**
 * The lines of a text that the operator writes, as pgBackRest reads them. Those of `global` are the same in all texts of a cluster but for
 * their section, and are read once: `known` begins with them where that was done before.
 */
export function generatedLines(
  object: ObjectRef,
  lines: readonly ConfigurationLine[],
  known: readonly Line[] = [],
): Line[] {
  // What the operator adds by itself was asked for by the section.
  const ofOperator = placeAt(object, ["spec", "backup", "pgbackrest"]);
  let next = 0;
  return lines.map((line) => {
    const { option, origin, section } = line;
    if (origin.from === "operator") return generatedLine(line, ofOperator);
    if (origin.from === "repository")
      return generatedLine(
        line,
        placeAt(object, ["spec", "backup", "pgbackrest", "repos", origin.index, origin.field]),
      );
    const same = known[next];
    next += 1;
    if (same?.key !== option)
      return generatedLine(line, placeAt(object, ["spec", "backup", "pgbackrest", "global", option]));
    return same.section === section ? same : { ...same, section, read: sectionOf(section) };
  });
}

const placeAt = (object: ObjectRef, path: Path): Place => ({ in: "field", object, path });

const generatedLine = ({ section, option, value, origin }: ConfigurationLine, place: Place): Line => ({
  section,
  read: sectionOf(section),
  key: option,
  value: trimmed(value),
  meaning: meaningOf(trimmed(option)),
  from: origin.from,
  place,
});
