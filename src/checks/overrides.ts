import type { Cluster } from "../cpo/cluster.ts";
import type { Diagnostic, Finding, ObjectRef, Place, Severity } from "../findings/finding.ts";
import { nearest } from "../text/nearest.ts";
import { quotableName, quotableText } from "../text/quotable.ts";
import { withoutEnd } from "../text/without-end.ts";

/** What a user makes of a rule. */
export interface Override {
  readonly severity: Severity | "off";
  readonly reason?: string;
}

/** The functionConfig's word on rules, by id. */
export interface Overrides {
  readonly object: ObjectRef;
  readonly rules: Readonly<Record<string, Override>>;
}

/**
 * The annotation by which one cluster changes rules for itself: `rule-id=severity`, several separated by `;`, each with a reason after a
 * colon if one is given. Example: `no-retention=off: kept forever by law; schedule-collision=info`.
 */
export const checksAnnotation = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks";

const severities = ["error", "warning", "info", "off"] as const;

/** The overrides of one cluster, and what is wrong with them. */
export interface ClusterOverrides {
  readonly rules: ReadonlyMap<string, Override>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a cluster's annotation. Unknown rules and severities are diagnostics, with the nearest known name. */
export function clusterOverrides(
  { annotations, object }: Pick<Cluster, "annotations" | "object">,
  ids: readonly string[],
): ClusterOverrides {
  const rules = new Map<string, Override>();
  const diagnostics: Diagnostic[] = [];
  const at: Place = { in: "field", object, path: ["metadata", "annotations", checksAnnotation] };
  for (const part of (annotations[checksAnnotation] ?? "").split(";")) {
    if (part.trim() === "") continue;
    const [, id = "", word = "", given] = /^([^=\s]*)\s*=\s*([^:\s]*)\s*(?::\s*(.*))?$/.exec(part.trim()) ?? [];
    const reason = given?.trim();
    const severity = severities.find((known) => known === word);
    if (!ids.includes(id)) diagnostics.push(unknown(at, "rule", id === "" ? part.trim() : id, ids));
    else if (severity === undefined) diagnostics.push(unknown(at, "severity", word, severities));
    else rules.set(id, { severity, ...(reason !== undefined && reason !== "" && { reason }) });
  }
  return { rules, diagnostics };
}

/** Unknown rules in the functionConfig. */
export function unknownRules({ object, rules }: Overrides, ids: readonly string[]): readonly Diagnostic[] {
  return Object.keys(rules).flatMap((id) =>
    ids.includes(id) ? [] : [unknown({ in: "field", object, path: ["spec", "checks", id] }, "rule", id, ids)],
  );
}

function unknown(at: Place, what: string, given: string, known: readonly string[]): Diagnostic {
  const meant = nearest(given, known);
  const fix =
    meant === undefined
      ? `Write ${what === "rule" ? "the id of a rule from docs/checks.md" : `one of ${known.map((each) => `\`${each}\``).join(", ")}`}.`
      : `Did you mean \`${meant}\`?`;
  return { at, problem: `\`${quotableName(given)}\` is not a ${what}.`, fix };
}

/** The finding that a diagnostic becomes under an override; none where a warning or info is switched off. A silenced error stays visible. */
export function underOverride(
  rule: string,
  severity: Severity,
  diagnostic: Diagnostic,
  override: Override | undefined,
): readonly Finding[] {
  if (override === undefined) return [{ ...diagnostic, rule, severity }];
  if (override.severity !== "off") return [{ ...diagnostic, rule, severity: override.severity }];
  if (severity !== "error") return [];
  const reason =
    override.reason === undefined
      ? "without a reason"
      : `because: ${quotableText(withoutEnd(override.reason, /[.\s]/))}`;
  return [
    { ...diagnostic, rule, severity: "info", problem: `${diagnostic.problem} This error was silenced ${reason}.` },
  ];
}
