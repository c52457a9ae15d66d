import type { Cluster } from "../cpo/cluster.ts";
import type { Diagnostic, Finding, ObjectRef, Place, Severity } from "../findings/finding.ts";
import { severityMeant } from "../findings/severity-words.ts";
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

/** The overrides of one cluster, what is wrong with them, and which of them nobody gave a reason for. */
export interface ClusterOverrides {
  readonly rules: ReadonlyMap<string, Override>;
  readonly diagnostics: readonly Diagnostic[];
  readonly unexplained: ReadonlyArray<{ readonly id: string; readonly diagnostic: Diagnostic }>;
}

/** Reads a cluster's annotation. Unknown rules and severities are diagnostics, with the nearest known name. */
export function clusterOverrides(
  { annotations, object }: Pick<Cluster, "annotations" | "object">,
  ids: readonly string[],
): ClusterOverrides {
  const rules = new Map<string, Override>();
  const diagnostics: Diagnostic[] = [];
  const at: Place = { in: "field", object, path: ["metadata", "annotations", checksAnnotation] };
  let isAfterReason = false;
  for (const part of (annotations[checksAnnotation] ?? "").split(";")) {
    if (part.trim() === "") continue;
    const [, id = "", word = "", given] = /^([^=\s]*)\s*=\s*([^:\s]*)\s*(?::\s*(.*))?$/.exec(part.trim()) ?? [];
    const reason = given?.trim();
    const severity = severities.find((known) => known === word);
    if (!ids.includes(id)) {
      const { fix, ...wrong } = unknown(at, "rule", id === "" ? part.trim() : id, ids);
      diagnostics.push({ ...wrong, fix: isAfterReason ? `${fix} ${reasonEnds}` : fix });
    } else if (severity === undefined) diagnostics.push(unknown(at, "severity", word, severities));
    else rules.set(id, { severity, ...(reason !== undefined && reason !== "" && { reason }) });
    isAfterReason ||= reason !== undefined && reason !== "";
  }
  const unexplained = [...rules].flatMap(([id, override]) =>
    isUnexplained(override)
      ? [{ id, diagnostic: withoutReason(at, id, `Write the reason after a colon: \`${id}=off: ...\`.`) }]
      : [],
  );
  return { rules, diagnostics, unexplained };
}

const reasonEnds = "If this belongs to the reason before it: a reason cannot contain `;`, which begins the next rule.";

/** Unknown rules in the functionConfig. */
export function unknownRules({ object, rules }: Overrides, ids: readonly string[]): readonly Diagnostic[] {
  return Object.keys(rules).flatMap((id) =>
    ids.includes(id) ? [] : [unknown({ in: "field", object, path: ["spec", "checks", id] }, "rule", id, ids)],
  );
}

/** Rules that the functionConfig switches off and does not say why. */
export function unexplainedRules({ object, rules }: Overrides, ids: readonly string[]): readonly Diagnostic[] {
  return Object.entries(rules).flatMap(([id, override]) =>
    ids.includes(id) && isUnexplained(override)
      ? [
          withoutReason(
            { in: "field", object, path: ["spec", "checks", id] },
            id,
            `Write the reason beside it: \`${id}: { severity: "off", reason: ... }\`.`,
          ),
        ]
      : [],
  );
}

const isUnexplained = ({ severity, reason = "" }: Override) => severity === "off" && reason.trim() === "";

const withoutReason = (at: Place, id: string, fix: string): Diagnostic => ({
  at,
  problem: `\`${id}\` is switched off, and nothing says why: whoever reads this later cannot tell whether it still may be.`,
  fix,
});

function unknown(at: Place, what: "rule" | "severity", given: string, known: readonly string[]): Diagnostic {
  const word = what === "severity" ? severityMeant(given) : undefined;
  const meant = word ?? nearest(given, known);
  const fix =
    meant === undefined
      ? `Write ${what === "rule" ? "the id of a rule from docs/checks.md" : `one of ${known.map((each) => `\`${each}\``).join(", ")}`}.`
      : `Did you mean \`${meant}\`?`;
  return { at, problem: `\`${quotableName(given)}\` is not a ${what}.`, fix };
}

/** What counts for a diagnostic: the functionConfig's override of its rule, and the one of the cluster's annotation, which goes before. */
export interface AppliedOverrides {
  readonly config: Override | undefined;
  readonly annotation: Override | undefined;
}

/**
 * The finding that a diagnostic becomes. Switched off, an error stays visible as an info, also where the functionConfig made it one; so does
 * a warning that an annotation switches off without a reason. Other warnings and infos are gone.
 */
export function underOverrides(
  rule: string,
  severity: Severity,
  diagnostic: Diagnostic,
  { config, annotation }: AppliedOverrides,
): readonly Finding[] {
  const override = annotation ?? config;
  if (override === undefined) return [{ ...diagnostic, rule, severity }];
  if (override.severity !== "off") return [{ ...diagnostic, rule, severity: override.severity }];
  const isOffForAll = config?.severity === "off";
  const silenced = config === undefined || config.severity === "off" ? severity : config.severity;
  const reason = override.reason ?? (isOffForAll ? config.reason : undefined);
  const isUnexplained = reason === undefined && annotation !== undefined && !isOffForAll;
  if (silenced !== "error" && !(silenced === "warning" && isUnexplained)) return [];
  const why =
    reason !== undefined
      ? `because: ${quotableText(withoutEnd(reason, /[.\s]/))}`
      : isUnexplained
        ? "by annotation, without a reason"
        : "without a reason";
  const { problem } = diagnostic;
  return [
    {
      ...diagnostic,
      rule,
      severity: "info",
      problem: `${problem} This ${silenced} was silenced ${why}.`,
      silenced: { problem, ...(reason !== undefined && { reason }) },
    },
  ];
}
