import type { ReportingDescriptor } from "sarif";
import { rules } from "../../checks/rules/index.ts";
import type { Severity } from "../../findings/finding.ts";
import { type OtherFinding, otherFindings } from "../other-findings.ts";

/** What SARIF calls a severity. */
export const levels = { error: "error", warning: "warning", info: "note" } as const;

/** What GitHub calls the severity of a rule. */
const problemSeverities = { error: "error", warning: "warning", info: "recommendation" } as const;

/** Where the pages of rules are. */
export const docs = "https://github.com/cybertec-postgresql/expand-pgbackrest/blob/main/docs/checks";

/** Everything that can be found, with what code scanning asks of it. */
export function descriptors(): readonly ReportingDescriptor[] {
  const others: ReadonlyArray<readonly [string, OtherFinding]> = Object.entries(otherFindings);
  return [
    ...rules.map((rule) => descriptor(rule, `${docs}/${rule.id}.md`)),
    ...others.map(([id, other]) => descriptor({ id, ...other }, `${docs}.md#${id}`)),
  ];
}

interface Described {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
}

const descriptor = ({ id, title, why, severity }: Described, helpUri: string): ReportingDescriptor => ({
  id,
  shortDescription: { text: `${title}.` },
  fullDescription: { text: why },
  help: { text: `${why} See ${helpUri}.`, markdown: `${why}\n\n[${id}](${helpUri})` },
  helpUri,
  defaultConfiguration: { level: levels[severity] },
  properties: {
    tags: ["backup", "kubernetes", "pgbackrest"],
    precision: "high",
    "problem.severity": problemSeverities[severity],
  },
});
