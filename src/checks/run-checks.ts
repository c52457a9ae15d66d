import type { Cluster } from "../cpo/cluster.ts";
import type { Finding, ObjectRef } from "../findings/finding.ts";
import { placeText } from "../findings/finding-text.ts";
import type { ClusterContext, RestoreContext } from "./cluster-context.ts";
import type { CheckInput } from "./input.ts";
import { inputContext } from "./input-context.ts";
import { checksAnnotation, clusterOverrides, type Overrides, underOverride, unknownRules } from "./overrides.ts";
import type { ClusterRule, Rule, RuleDiagnostic } from "./rule.ts";
import { rules } from "./rules/index.ts";

export type { Overrides } from "./overrides.ts";

/**
 * Runs every rule on the input and applies the user's overrides: a cluster's annotation for itself, else the functionConfig. Clusters have
 * their turns one after the other, so that what was computed for one is dropped before the next.
 */
export function runChecks(input: CheckInput, overrides: Overrides, list: readonly Rule[] = rules): readonly Finding[] {
  const ids = list.map(({ id }) => id);
  const own = new Map(
    input.clusters.flatMap((cluster) =>
      cluster.annotations[checksAnnotation] === undefined
        ? []
        : [[cluster.object, clusterOverrides(cluster, ids)] as const],
    ),
  );
  const diagnostics = [...unknownRules(overrides, ids), ...[...own.values()].flatMap((cluster) => cluster.diagnostics)];
  const findings = diagnostics.map((diagnostic): Finding => ({ ...diagnostic, rule: "override", severity: "error" }));
  const report = ({ id, severity }: Rule, diagnostic: RuleDiagnostic, about: ObjectRef) => {
    const override = own.get(about)?.rules.get(id) ?? overrides.rules[id];
    findings.push(...underOverride(id, diagnostic.severity ?? severity, diagnostic, override));
  };

  const context = inputContext(input);
  const forClusters = list.filter((rule) => rule.checkCluster !== undefined);
  const forClones = list.filter((rule) => rule.checkClone !== undefined);
  for (const cluster of input.clusters) {
    const asked = context.contextOf(cluster);
    for (const rule of forClusters)
      for (const diagnostic of diagnosticsOf(rule, asked)) report(rule, diagnostic, cluster.object);
  }
  for (const cluster of input.cloned) {
    const source = cluster.resource.spec.clone?.pgbackrest;
    if (source === undefined) continue;
    for (const rule of forClones) {
      const asked = { cluster, source, settings: input.settings, release: input.release };
      for (const diagnostic of rule.checkClone?.(asked) ?? []) report(rule, diagnostic, cluster.object);
    }
  }
  for (const rule of list) {
    for (const { cluster, ...diagnostic } of rule.checkInput?.(context) ?? [])
      report(rule, diagnostic, cluster ?? diagnostic.at.object);
  }
  return findings.length < 2 ? findings : inOrder(once(findings), input.clusters, ids);
}

/** Asks a rule about a cluster, where it applies to that. */
function diagnosticsOf(rule: ClusterRule, context: ClusterContext): Iterable<RuleDiagnostic> {
  if (rule.appliesTo === "restore") return isRestored(context) ? rule.checkCluster(context) : [];
  const { appliesTo } = rule;
  return appliesTo === undefined || context.cluster.repositories.some(({ storage }) => storage === appliesTo)
    ? rule.checkCluster(context)
    : [];
}

const isRestored = (context: ClusterContext): context is RestoreContext => context.restore !== undefined;

/** A line of a Secret that many clusters share is one mistake, not one for each of them. */
function once(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ at, problem, rule, severity }) => {
    if (at.in !== "conf") return true;
    const key = [rule, severity, problem, placeText(at)].join("\n");
    return !seen.has(key) && seen.add(key);
  });
}

/** By cluster in the order of the input, then by rule. What is about other objects (Secrets, settings) comes last. */
function inOrder(findings: Finding[], clusters: readonly Cluster[], ids: readonly string[]): readonly Finding[] {
  const positions = new Map(clusters.map(({ object }, position) => [object, position]));
  const ranks = new Map(ids.map((id, rank) => [id, rank]));
  const positionOf = ({ at }: Finding) => positions.get(at.object) ?? positions.size;
  const rankOf = ({ rule }: Finding) => ranks.get(rule) ?? -1;
  return findings.sort((left, right) => positionOf(left) - positionOf(right) || rankOf(left) - rankOf(right));
}
