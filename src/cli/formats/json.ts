import { placeText } from "../../findings/finding-text.ts";
import { visible } from "../../text/visible.ts";
import type { Report } from "./report.ts";

/** For programs: one object per finding. */
export function json({ located, clusters }: Report): string {
  const findings = located.map(({ finding, file, line, column }) => {
    const { rule, severity, at, also = [], problem, fix } = finding;
    const { apiVersion, kind, name, namespace } = at.object;
    const place = at.in === "field" ? { path: at.path } : { secretFile: at.file, secretLine: at.line };
    return {
      rule,
      severity,
      problem: visible(problem),
      fix: visible(fix),
      object: { apiVersion, kind, name, namespace },
      ...place,
      ...(file !== undefined && { file, line, column }),
      also: also.map(placeText),
    };
  });
  return `${JSON.stringify({ clusters, findings }, null, 2)}\n`;
}
