import { type Cluster, hasRepoHost } from "../../cpo/cluster.ts";
import type { Settings } from "../../cpo/settings.ts";
import type { Path } from "../../findings/finding.ts";
import { isLabelValue, isQualifiedName } from "../../kubernetes/names.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { quotableText } from "../../text/quotable.ts";
import { replacedLabels } from "../replaced-labels.ts";
import type { ClusterRule, RuleDiagnostic } from "../rule.ts";

/** Labels that the Job controller sets itself. */
export const jobLabels = new Set([
  "job-name",
  "controller-uid",
  "batch.kubernetes.io/job-name",
  "batch.kubernetes.io/controller-uid",
]);

export const podLabelsRefused = {
  id: "pod-labels-refused",
  severity: "error",
  title: "Label that Kubernetes refuses on the pods",
  why: "Kubernetes accepts a CronJob with a label of Jobs, but refuses every Job that it creates, so backups silently stop; for other labels it refuses the StatefulSet.",
  source: "kubernetes-limits.md rows 6, 7, 12",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            labels:
              job-name: backup
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            labels:
              purpose: backup
    `,
  },
  *checkCluster({ cluster, settings }) {
    const maps = labelMaps(cluster, settings);
    const replaced = replacedLabels(cluster, settings);
    for (const { labels, path } of maps) {
      // The section's labels are not on the Postgres pods, and nothing selects the pods of jobs.
      const selected = path[0] === "spec" && (!path.includes("backup") || hasRepoHost(cluster));
      for (const key of Object.keys(labels)) {
        const found = problemOf(key, labels[key] ?? "", selected && replaced.has(key));
        if (found !== undefined) yield { at: { in: "field", object: cluster.object, path: [...path, key] }, ...found };
      }
    }
    for (const [key, value] of replaced) {
      if (maps.some(({ labels, path }) => path[0] === "spec" && Object.hasOwn(labels, key))) continue;
      yield {
        at: {
          in: "field",
          object: cluster.object,
          path: settings.inheritedLabels.includes(key) ? ["metadata", "labels", key] : ["spec", "teamId"],
        },
        problem: `\`${key}\` is a label by which the operator selects the pods, but on the pods the cluster's own value \`${value}\` replaces the operator's.`,
        fix: "Remove the key from the operator's `cluster_labels` or `inherited_labels`.",
      };
    }
    const { teamId } = cluster.resource.spec;
    if (isLabelValue(teamId) || isValueFilledInLater(teamId)) return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "teamId"] },
      problem: "`teamId` becomes the value of the label `team`, but Kubernetes does not accept it as one.",
      fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit.",
    };
  },
} as const satisfies ClusterRule;

function problemOf(
  key: string,
  value: string,
  isReplaced: boolean,
): Pick<RuleDiagnostic, "problem" | "fix"> | undefined {
  if (jobLabels.has(key))
    return {
      problem: `\`${key}\` is a label that Kubernetes itself sets on the pods of Jobs, so it would refuse every backup Job.`,
      fix: `Remove \`${key}\`, or rename it.`,
    };
  if (isReplaced && !isValueFilledInLater(value))
    return {
      problem: `\`${key}\` is a label by which the operator selects the pods, and the value \`${quotableText(value)}\` would replace the one that it looks for.`,
      fix: `Remove \`${key}\`, or rename it.`,
    };
  if (!isQualifiedName(key) && !isValueFilledInLater(key))
    return {
      problem: `\`${key}\` is not a label key that Kubernetes accepts.`,
      fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit, optionally after a DNS prefix and a slash, as in `example.com/key`.",
    };
  if (!isLabelValue(value) && !isValueFilledInLater(value))
    return {
      problem: `The value of the label \`${key}\` is not one that Kubernetes accepts.`,
      fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit.",
    };
  return undefined;
}

interface LabelMap {
  readonly labels: Readonly<Record<string, string>>;
  readonly path: Path;
}

const labelPaths = {
  inherited: ["metadata", "labels"],
  cluster: ["spec", "labels"],
  section: ["spec", "backup", "pgbackrest", "labels"],
} as const;

function labelMaps({ labels, resource: { spec } }: Cluster, { inheritedLabels }: Settings): readonly LabelMap[] {
  const maps: LabelMap[] = [];
  if (inheritedLabels.length > 0) {
    const inherited = Object.entries(labels).filter(([key]) => inheritedLabels.includes(key));
    maps.push({ labels: Object.fromEntries(inherited), path: labelPaths.inherited });
  }
  if (spec.labels !== undefined) maps.push({ labels: spec.labels, path: labelPaths.cluster });
  const ofSection = spec.backup?.pgbackrest?.labels;
  if (ofSection !== undefined) maps.push({ labels: ofSection, path: labelPaths.section });
  return maps;
}
