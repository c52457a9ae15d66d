import type { Location, Log, ReportingDescriptor, Result } from "sarif";
import { rules } from "../../checks/rules/index.ts";
import type { Place } from "../../findings/finding.ts";
import { placeText } from "../../findings/finding-text.ts";
import { version } from "../../version.ts";
import { jsonText } from "../json-text.ts";
import type { FilePosition } from "../located.ts";
import { alsoPlaces, messageText, type Report, withoutFile } from "./report.ts";

const levels = { error: "error", warning: "warning", info: "note" } as const;
const docs = "https://github.com/cybertec-postgresql/expand-pgbackrest/blob/main/docs/checks";

/** SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarif({ located }: Report): string {
  const found = new Set(located.map(({ finding }) => finding.rule));
  const descriptors = rules
    .filter(({ id }) => found.has(id))
    .map(
      ({ id, title, why, severity }): ReportingDescriptor => ({
        id,
        shortDescription: { text: `${title}.` },
        fullDescription: { text: why },
        helpUri: `${docs}/${id}.md`,
        defaultConfiguration: { level: levels[severity] },
      }),
    );
  const results = located.map((each): Result => {
    const { rule, severity, at } = each.finding;
    const related = alsoPlaces(each).map(({ place, position }) => locationOf(place, position));
    const ruleIndex = descriptors.findIndex(({ id }) => id === rule);
    return {
      ruleId: rule,
      ...(ruleIndex >= 0 && { ruleIndex }),
      level: levels[severity],
      message: { text: messageText(each) },
      locations: [locationOf(at, each)],
      ...(related.length > 0 && { relatedLocations: related }),
    };
  });
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "expand-pgbackrest", version, informationUri: `${docs}.md`, rules: descriptors } },
        columnKind: "utf16CodeUnits",
        results,
      },
    ],
  };
  return jsonText(log);
}

function locationOf(place: Place, { file, line, column }: Partial<FilePosition>): Location {
  const name = placeText(withoutFile(place));
  return {
    ...(file !== undefined && {
      physicalLocation: {
        artifactLocation: { uri: encodeURI(file.toWellFormed()) },
        region: {
          ...(line !== undefined && { startLine: line }),
          ...(column !== undefined && { startColumn: column }),
        },
      },
    }),
    ...(name !== "" && { logicalLocations: [{ fullyQualifiedName: name }] }),
  };
}
