import type { Location, Log, Result } from "sarif";
import type { Place, Severity } from "../../findings/finding.ts";
import { placeText } from "../../findings/finding-text.ts";
import { version } from "../../version.ts";
import { jsonText } from "../json-text.ts";
import type { FilePosition } from "../located.ts";
import type { ReportPaths } from "../report-paths.ts";
import { fingerprints } from "./fingerprints.ts";
import { alsoPlaces, messageText, type Report, withoutFile } from "./report.ts";
import { descriptors, docs, levels } from "./sarif-rules.ts";

/**
 * What GitHub takes: it refuses a run with more results, and shows the worst 5,000; of the locations of a result it shows 100.
 * https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
 */
const mostResults = 25_000;
const mostLocations = 100;

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarif({ located, paths }: Report): string {
  const rules = descriptors();
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const fingerprintOf = fingerprints({ located, paths });
  // Whoever shows only some of them shows the worst.
  const inOrder = [...located].sort((left, right) => ranks[left.finding.severity] - ranks[right.finding.severity]);
  const left = inOrder.length - mostResults;
  const results = inOrder.slice(0, mostResults).map((each): Result => {
    const { rule, severity, at } = each.finding;
    const related = alsoPlaces(each)
      .slice(0, mostLocations - 1)
      .map(({ place, position }) => locationOf(place, position, paths));
    const ruleIndex = indexOf.get(rule);
    const fingerprint = fingerprintOf.get(each);
    return {
      ruleId: rule,
      ...(ruleIndex !== undefined && { ruleIndex }),
      level: levels[severity],
      message: { text: messageText(each) },
      locations: [locationOf(at, each, paths)],
      ...(related.length > 0 && { relatedLocations: related }),
      ...(fingerprint !== undefined && { partialFingerprints: { primaryLocationLineHash: fingerprint } }),
    };
  });
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "expand-pgbackrest", version, informationUri: `${docs}.md`, rules: [...rules] } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the repository." } } },
        invocations: [
          {
            executionSuccessful: true,
            ...(left > 0 && {
              toolExecutionNotifications: [
                {
                  level: "warning",
                  message: { text: `${left} more results are left out, none of them worse than those here.` },
                },
              ],
            }),
          },
        ],
        results,
      },
    ],
  };
  return jsonText(log);
}

/** GitHub refuses a location without a file. */
function locationOf(
  place: Place,
  { file, line, column, endColumn }: Partial<FilePosition>,
  paths: ReportPaths,
): Location {
  const name = placeText(withoutFile(place));
  return {
    physicalLocation: {
      artifactLocation: artifactOf(file === undefined ? paths.whole : paths.inRepository(file)),
      region: {
        startLine: line ?? 1,
        ...(file !== undefined && column !== undefined && { startColumn: column }),
        ...(file !== undefined && endColumn !== undefined && { endColumn }),
      },
    },
    ...(name !== "" && { logicalLocations: [{ fullyQualifiedName: name }] }),
  };
}

/** A file of the repository by its path from the root, any other by its URL. */
function artifactOf(path: string) {
  const uri = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? { uri: `file://${uri}` } : { uri, uriBaseId: "%SRCROOT%" };
}
