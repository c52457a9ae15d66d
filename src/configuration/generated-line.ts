import type { Cluster } from "../cpo/cluster.ts";
import type { ConfigurationLine } from "../cpo/configuration-line.ts";
import type { ObjectRef, Path, Place } from "../findings/finding.ts";
import { trimmed } from "../pgbackrest/conf-file.ts";
import { meaningOf } from "../pgbackrest/option-names.ts";
import { sectionOf } from "../pgbackrest/sections.ts";
import type { Line } from "./line.ts";

/** The lines of `global`, as pgBackRest reads them in Postgres pods. */
export const globalLines = ({ global, object }: Pick<Cluster, "global" | "object">): readonly Line[] =>
  global.map((entry): Line => {
    const option = entry[0];
    const place = placeAt(object, ["spec", "backup", "pgbackrest", "global", option]);
    return generatedLine("global", option, entry[1], "global", place);
  });

/** The same lines in another section. */
export function inSection(section: string, lines: readonly Line[]): readonly Line[] {
  const read = sectionOf(section);
  return lines.map(
    ({ key, value, meaning, from, place }): Line => ({ section, read, key, value, meaning, from, place }),
  );
}

/** Lines that the operator writes by itself, as pgBackRest reads them. */
export function generatedLines(object: ObjectRef, lines: readonly ConfigurationLine[]): Line[] {
  // What the operator adds by itself was asked for by the section.
  const ofOperator = placeAt(object, ["spec", "backup", "pgbackrest"]);
  return lines.map(({ section, option, value, origin }): Line => {
    const place =
      origin.from === "operator"
        ? ofOperator
        : placeAt(object, ["spec", "backup", "pgbackrest", "repos", origin.index, origin.field]);
    return generatedLine(section, option, value, origin.from, place);
  });
}

const placeAt = (object: ObjectRef, path: Path): Place => ({ in: "field", object, path });

const generatedLine = (section: string, option: string, value: string, from: Line["from"], place: Place): Line => ({
  section,
  read: sectionOf(section),
  key: option,
  value: trimmed(value),
  meaning: meaningOf(trimmed(option)),
  from,
  place,
});
