import { placeText, quotablePath, wordsOf } from "../../findings/finding-text.ts";
import { jsonText, type Report } from "./report.ts";

/** For programs: one object per finding. */
export function json({ located, clusters }: Report): string {
  const findings = located.map(({ finding, file, line, column }) => {
    const { rule, severity, at, also = [] } = finding;
    const { apiVersion, kind, name, namespace } = at.object;
    const place =
      at.in === "field"
        ? { path: quotablePath(at.path) }
        : { secretFile: quotablePath([at.file])[0], secretLine: at.line };
    return {
      rule,
      severity,
      ...wordsOf(finding),
      object: { apiVersion, kind, name, namespace },
      ...place,
      ...(file !== undefined && { file, line, column }),
      also: also.map(placeText),
    };
  });
  return jsonText({ clusters, findings });
}
