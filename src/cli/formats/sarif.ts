import type { Log, ReportingDescriptor, Result } from "sarif";
import { rules } from "../../checks/rules/index.ts";
import { messageOf, placeText } from "../../findings/finding-text.ts";
import { version } from "../../version.ts";
import { jsonText, type Report, withoutFile } from "./report.ts";

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
  const results = located.map(({ finding, file, line, column }): Result => {
    const { rule, severity, at } = finding;
    const name = placeText(withoutFile(at));
    const ruleIndex = descriptors.findIndex(({ id }) => id === rule);
    return {
      ruleId: rule,
      ...(ruleIndex >= 0 && { ruleIndex }),
      level: levels[severity],
      message: { text: messageOf(finding) },
      locations: [
        {
          ...(file !== undefined && {
            physicalLocation: {
              artifactLocation: { uri: encodeURI(file.toWellFormed()) },
              region: { startLine: line, startColumn: column },
            },
          }),
          ...(name !== "" && { logicalLocations: [{ fullyQualifiedName: name }] }),
        },
      ],
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
