import type { Cluster } from "../cpo/cluster.ts";
import type { Finding, ObjectRef } from "../findings/finding.ts";
import { placeText } from "../findings/finding-text.ts";
import { cloneContext } from "./clone-context.ts";
import { type ClusterContext, clusterContext, type RestoreContext } from "./cluster-context.ts";
import { isFilledInAt } from "./filled-in-later.ts";
import type { CheckInput } from "./input.ts";
import { inputContext } from "./input-context.ts";
import {
  checksAnnotation,
  clusterOverrides,
  type Overrides,
  underOverrides,
  unexplainedRules,
  unknownRules,
} from "./overrides.ts";
import type { Asked, AskedRule, ClusterRule, ComparisonDiagnostic, RuleDiagnostic } from "./rule.ts";
import { rules } from "./rules/index.ts";
import { type Subject, subjectsOf } from "./subjects.ts";

export type { Overrides } from "./overrides.ts";

/**
 * How many clusters are looked at together. What was computed for them is dropped before the next ones, so that memory does not grow with
 * the fleet.
 */
const batchSize = 8;

/** Runs every rule on the input and applies the user's overrides: a cluster's annotation for itself, else the functionConfig. */
export function runChecks(
  input: CheckInput,
  overrides: Overrides,
  list: readonly AskedRule[] = rules,
): readonly Finding[] {
  const ids = list.map(({ id }) => id);
  const clusters = [
    ...input.clusters,
    ...input.versions.map(({ cluster }) => cluster),
    ...input.withoutBackup.map(({ cluster }) => cluster),
  ];
  const own = new Map(
    clusters.flatMap((cluster) =>
      cluster.annotations[checksAnnotation] === undefined
        ? []
        : [[cluster.object, clusterOverrides(cluster, ids)] as const],
    ),
  );
  const diagnostics = [...unknownRules(overrides, ids), ...[...own.values()].flatMap((cluster) => cluster.diagnostics)];
  const isOffForAll = (id: string) => overrides.rules[id]?.severity === "off";
  const unexplained = [
    ...unexplainedRules(overrides, ids),
    ...[...own.values()].flatMap(({ unexplained: rules }) =>
      rules.flatMap(({ id, diagnostic }) => (isOffForAll(id) ? [] : [diagnostic])),
    ),
  ];
  const findings = [
    ...diagnostics.map((diagnostic): Finding => ({ ...diagnostic, rule: "override", severity: "error" })),
    ...unexplained.map((diagnostic): Finding => ({ ...diagnostic, rule: "override", severity: "warning" })),
  ];
  let byObject: ReadonlyMap<ObjectRef, Cluster> | undefined;
  const isUnknown = ({ at }: RuleDiagnostic) => {
    byObject ??= new Map(clusters.map((cluster) => [cluster.object, cluster]));
    const cluster = byObject.get(at.object);
    return cluster !== undefined && isFilledInAt(at, cluster);
  };
  const report = (
    { id, severity, holdsWhateverIsFilledIn }: AskedRule,
    diagnostic: RuleDiagnostic,
    about: ObjectRef,
  ) => {
    if (!holdsWhateverIsFilledIn && isUnknown(diagnostic)) return;
    const applied = { annotation: own.get(about)?.rules.get(id), config: overrides.rules[id] };
    findings.push(...underOverrides(id, diagnostic.severity ?? severity, diagnostic, applied));
  };
  /**
   * Asks one rule about all of these, and only then the next rule: its code stays in the processor's caches that way. To ask all rules about
   * one cluster after the other takes a third longer.
   */
  const ask = <Context extends { readonly cluster: Cluster }>(
    rule: AskedRule,
    contexts: readonly Context[],
    check: (context: Context) => Iterable<RuleDiagnostic>,
  ) => {
    // Tens of thousands of questions, and most answers are empty lists: without iterators, which would take longer than the rule.
    for (let at = 0; at < contexts.length; at += 1) {
      const context = contexts[at];
      if (context === undefined) continue;
      const diagnostics = check(context);
      if (Array.isArray(diagnostics) && diagnostics.length === 0) continue;
      for (const diagnostic of diagnostics) report(rule, diagnostic, context.cluster.object);
    }
  };

  const context = inputContext(input);
  const versions = new Map(input.versions.map(({ cluster, secret }) => [cluster, { ...input, secret }]));
  const clusterRules = list.filter(hasSubject);
  const restoreRules = list.filter(isAboutRestores);
  const clustersWith = subjectsOf(clusterRules);
  for (const batch of batches([...input.clusters, ...versions.keys()])) {
    const contexts = batch.map((cluster) => clusterContext(cluster, versions.get(cluster) ?? context));
    const having = clustersWith(contexts);
    clusterRules.forEach((rule, at) => void ask(rule, having(at), rule.checkCluster));
    const restored = contexts.filter(isRestored);
    if (restored.length > 0) restoreRules.forEach((rule) => void ask(rule, restored, rule.checkCluster));
  }
  const clones = input.cloned.flatMap((cluster) => cloneContext(cluster, input));
  for (const rule of list) {
    if (rule.checkClone !== undefined) ask(rule, clones, rule.checkClone);
    if (rule.checkInput === undefined) continue;
    const diagnostics: Iterable<ComparisonDiagnostic> = rule.checkInput(context);
    for (const { cluster, comparedWith: _, ...diagnostic } of diagnostics)
      report(rule, diagnostic, cluster ?? diagnostic.at.object);
  }
  return findings.length < 2 ? findings : inOrder(once(findings), clusters, ids);
}

type AskedAboutClusters = Asked<ClusterRule>;

const hasSubject = (rule: AskedRule): rule is AskedAboutClusters & Subject =>
  rule.checkCluster !== undefined && rule.appliesTo !== "restore";

const isAboutRestores = (rule: AskedRule): rule is AskedAboutClusters & { readonly appliesTo: "restore" } =>
  rule.appliesTo === "restore";

function* batches(clusters: readonly Cluster[]): Iterable<readonly Cluster[]> {
  for (let at = 0; at < clusters.length; at += batchSize) yield clusters.slice(at, at + batchSize);
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
