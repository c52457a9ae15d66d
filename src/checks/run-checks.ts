import type { Finding } from "../finding.ts";
import { rules } from "./index.ts";
import { checksAnnotation, clusterOverrides, type Overrides, underOverride, unknownRules } from "./overrides.ts";
import type { Rule, Subject } from "./rule.ts";

export type { Overrides } from "./overrides.ts";

/** Ids of findings that no rule file makes: they come from reading the input. */
export const structuralRules = [
  "function-config",
  "operator-configuration",
  "api-server-schema",
  "name-taken",
  "override",
] as const;

/**
 * Runs every rule on the subject and applies the user's overrides: a cluster's annotation for itself, else the functionConfig. Findings
 * come by cluster, in the order of the input, then by rule.
 */
export function runChecks(subject: Subject, overrides: Overrides, list: readonly Rule[] = rules): readonly Finding[] {
  const ids = list.map(({ id }) => id);
  const own = new Map(
    subject.clusters.flatMap((cluster) =>
      cluster.annotations[checksAnnotation] === undefined
        ? []
        : [[cluster.object, clusterOverrides(cluster, ids)] as const],
    ),
  );
  const remarks = [...unknownRules(overrides, ids), ...[...own.values()].flatMap((cluster) => cluster.remarks)];
  const findings = remarks.map((remark): Finding => ({ ...remark, rule: "override", severity: "error" }));
  for (const rule of list) {
    for (const remark of rule.check(subject)) {
      const cluster = own.get(remark.cluster ?? remark.at.object);
      const override = cluster?.rules.get(rule.id) ?? overrides.rules[rule.id];
      const { cluster: _, ...plain } = remark;
      findings.push(...underOverride(rule.id, remark.severity ?? rule.severity, plain, override));
    }
  }
  if (findings.length < 2) return findings;
  const positions = new Map(subject.clusters.map(({ object }, position) => [object, position]));
  // Findings about other objects than clusters (Secrets, settings) come after those of the clusters.
  const positionOf = ({ at }: Finding) => positions.get(at.object) ?? positions.size;
  return findings.sort((left, right) => positionOf(left) - positionOf(right));
}
