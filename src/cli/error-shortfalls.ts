import { checksAnnotation, clusterOverrides } from "../checks/overrides.ts";
import type { Finding } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import type { ReadCluster } from "./clusters-to-plan.ts";
import type { Located } from "./located.ts";

/** The rules that judge by figures, which hold only where a cluster has no errors; and the demand of each. */
const judging = [
  ["policy-window", "window"],
  ["policy-rpo", "rpo"],
  ["policy-repositories", "repos"],
] as const;

/**
 * In what clusters fall short of a policy because they have errors: pgBackRest, Kubernetes or the operator refuse all of it for one mistake,
 * so nothing of the plan is guaranteed.
 * @param clusters With the numbers of their findings, without those of policies.
 * @param config The functionConfig, with the demands of the flags in its policy.
 * @param reported What was found already: a demand that a cluster misses anyway is not reported twice.
 */
export function errorShortfalls(
  clusters: readonly ReadCluster[],
  config: JsonValue | undefined,
  reported: readonly Located[],
): readonly Located[] {
  const spec = isObject(config) && isObject(config.spec) ? config.spec : {};
  const policy = isObject(spec.policy) ? spec.policy : {};
  const demanded = judging.filter(([, demand]) => policy[demand] !== undefined);
  if (demanded.length === 0) return [];
  const known = new Set(
    reported
      .filter(({ finding }) => finding.severity === "error")
      .map(({ finding: { at, rule } }) => keyOf(rule, at.object)),
  );
  return clusters.flatMap((cluster) => {
    const { error } = cluster.findings;
    if (error === 0) return [];
    return demanded.flatMap(([rule]): readonly Located[] => {
      const severity = severityOf(cluster, rule, spec.checks);
      if (severity === "off" || known.has(keyOf(rule, cluster))) return [];
      return [located(cluster, { rule, severity, error })];
    });
  });
}

const keyOf = (rule: string, { name = "", namespace = "" }: { readonly name?: string; readonly namespace?: string }) =>
  `${rule}\n${namespace}\n${name}`;

/** What a user makes of the rule: in the cluster's annotation, else in the functionConfig. */
function severityOf({ source }: ReadCluster, rule: string, config: JsonValue | undefined): Finding["severity"] | "off" {
  const own = source?.cluster;
  if (own?.annotations[checksAnnotation] !== undefined) {
    const found = clusterOverrides(own, [rule]).rules.get(rule);
    if (found !== undefined) return found.severity;
  }
  const given = isObject(config) ? config[rule] : undefined;
  const severity = isObject(given) ? given.severity : undefined;
  return severity === "off" || severity === "info" || severity === "warning" ? severity : "error";
}

function located(
  { file, line, name, namespace }: ReadCluster,
  { error, rule, severity }: { readonly rule: string; readonly severity: Finding["severity"]; readonly error: number },
): Located {
  const kind = { apiVersion: "cpo.opensource.cybertec.at/v1", kind: "postgresql" };
  return {
    ...(file !== undefined && { file }),
    ...{ line: line ?? 1, column: 1 },
    finding: {
      ...{ rule, severity },
      at: {
        in: "field",
        object: { ...kind, name, ...(namespace !== undefined && { namespace }) },
        path: [],
      },
      problem: `Nothing of the plan is guaranteed, because the cluster has ${error === 1 ? "an error" : `${error} errors`}, for which backups may fail.`,
      fix: `Mend ${error === 1 ? "it" : "them"}: \`check\` has the text.`,
    },
  };
}
