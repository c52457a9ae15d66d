import type { Place } from "../../findings/finding.ts";
import { quotablePath, wordsOf } from "../../findings/finding-text.ts";
import { jsonText } from "../json-text.ts";
import type { FilePosition, Located } from "../located.ts";
import type { CheckReport } from "./json-schema.ts";
import { alsoPlaces, type Report } from "./report.ts";

/** For programs: one object per finding. */
export function json({ located, clusters, fixed }: Report): string {
  const shown = (each: Located): CheckReport["findings"][number] => {
    const { rule, severity, at } = each.finding;
    return {
      rule,
      severity,
      ...wordsOf(each.finding),
      ...placeIn(at, each),
      also: alsoPlaces(each).map(({ place, position }) => placeIn(place, position)),
    };
  };
  return jsonText({
    clusters,
    findings: located.map(shown),
    ...(fixed !== undefined && { fixed: fixed.map(shown) }),
  } satisfies CheckReport);
}

/** What is meant, and in which file that is. */
function placeIn(place: Place, { file, line, column, endColumn }: Partial<FilePosition>) {
  const { apiVersion, kind, name, namespace } = place.object;
  return {
    object: { apiVersion, kind, ...(name !== undefined && { name }), ...(namespace !== undefined && { namespace }) },
    ...(place.in === "field"
      ? { path: [...quotablePath(place.path)] }
      : { secretFile: String(quotablePath([place.file])[0]), secretLine: place.line }),
    ...(file !== undefined && { file, line, column, ...(endColumn !== undefined && { endColumn }) }),
  };
}
