import { configuredAtOnce } from "../configuration/configured.ts";
import type { Finding } from "../findings/finding.ts";
import { placeText } from "../findings/finding-text.ts";
import { checksAnnotation, clusterOverrides, type Overrides, underOverride, unknownRules } from "./overrides.ts";
import type { Rule, Subject } from "./rule.ts";
import { rules } from "./rules/index.ts";

export type { Overrides } from "./overrides.ts";

/**
 * Runs every rule on the subject and applies the user's overrides: a cluster's annotation for itself, else the functionConfig.
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
  const diagnostics = [...unknownRules(overrides, ids), ...[...own.values()].flatMap((cluster) => cluster.diagnostics)];
  const findings = diagnostics.map((diagnostic): Finding => ({ ...diagnostic, rule: "override", severity: "error" }));
  const run = (rule: Rule, part: Subject, topics: ReadonlySet<Rule["about"]>) => {
    if (rule.about !== undefined && !topics.has(rule.about)) return;
    for (const diagnostic of rule.check(part)) {
      const cluster = own.get(diagnostic.cluster ?? diagnostic.at.object);
      const override = cluster?.rules.get(rule.id) ?? overrides.rules[rule.id];
      const { cluster: _, ...plain } = diagnostic;
      findings.push(...underOverride(rule.id, diagnostic.severity ?? rule.severity, plain, override));
    }
  };
  const single = list.filter(({ clusters }) => clusters !== "all");
  for (const part of inGroups(subject)) {
    const topics = topicsOf(part);
    for (const rule of single) run(rule, part, topics);
  }
  const topics = topicsOf(subject);
  for (const rule of list) if (rule.clusters === "all") run(rule, subject, topics);
  return findings.length < 2 ? findings : inOrder(once(findings), subject, ids);
}

/** A line of a Secret that many clusters share is one mistake, not one for each of them. */
function once(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ at, problem, rule, severity }) => {
    if (at.in !== "conf") return true;
    const key = [rule, severity, problem, placeText(at)].join("\n");
    return !seen.has(key) && seen.add(key);
  });
}

/** What the clusters have that rules are about. */
function topicsOf({ clusters, cloned }: Subject): ReadonlySet<Rule["about"]> {
  const topics = new Set<Rule["about"]>(cloned.length > 0 ? ["clone"] : []);
  for (const { repositories, resource } of clusters) {
    for (const { storage } of repositories) topics.add(storage);
    if (resource.spec.backup?.pgbackrest?.restore !== undefined) topics.add("restore");
  }
  return topics;
}

/** The subject with a few clusters at a time: what the rules share about these is forgotten before the next ones have their turn. */
function* inGroups(subject: Subject): Iterable<Subject> {
  const { clusters } = subject;
  const cloned = new Set(subject.cloned);
  for (let at = 0; at < clusters.length; at += configuredAtOnce) {
    const group = clusters.slice(at, at + configuredAtOnce);
    yield { ...subject, clusters: group, cloned: group.filter((cluster) => cloned.delete(cluster)) };
  }
  if (cloned.size > 0) yield { ...subject, clusters: [], cloned: [...cloned] };
}

/** By cluster in the order of the input, then by rule. What is about other objects (Secrets, settings) comes last. */
function inOrder(findings: Finding[], { clusters }: Subject, ids: readonly string[]): readonly Finding[] {
  const positions = new Map(clusters.map(({ object }, position) => [object, position]));
  const ranks = new Map(ids.map((id, rank) => [id, rank]));
  const positionOf = ({ at }: Finding) => positions.get(at.object) ?? positions.size;
  const rankOf = ({ rule }: Finding) => ranks.get(rule) ?? -1;
  return findings.sort((left, right) => positionOf(left) - positionOf(right) || rankOf(left) - rankOf(right));
}
