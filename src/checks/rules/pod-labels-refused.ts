import { type Cluster, pvcRepositories } from "../../cpo/cluster.ts";
import { podLabels, selectorLabels } from "../../cpo/labels.ts";
import type { Settings } from "../../cpo/settings.ts";
import type { Path } from "../../findings/finding.ts";
import { isLabelValue, isQualifiedName } from "../../kubernetes/names.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { quotableText } from "../../text/quotable.ts";
import type { ClusterRule } from "../rule.ts";

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
    const selector = selectorLabels(cluster, settings, "repo-host");
    const own = new Set(Object.keys(selector));
    const pod = podLabels(cluster, settings, "repo-host");
    const maps = labelMaps(cluster, settings);
    const withRepoHost = pvcRepositories(cluster).length > 0;
    for (const { labels, path } of maps) {
      // The section's labels are not on the Postgres pods, and nothing selects the pods of jobs.
      const selected = path[0] === "spec" && (withRepoHost || !path.includes("backup"));
      for (const [key, value] of Object.entries(labels)) {
        const at = { in: "field" as const, object: cluster.object, path: [...path, key] };
        if (jobLabels.has(key)) {
          yield {
            at,
            problem: `\`${key}\` is a label that Kubernetes itself sets on the pods of Jobs, so it would refuse every backup Job.`,
            fix: `Remove \`${key}\`, or rename it.`,
          };
        } else if (selected && own.has(key) && pod[key] !== selector[key] && !isValueFilledInLater(value)) {
          yield {
            at,
            problem: `\`${key}\` is a label by which the operator selects the pods, and the value \`${quotableText(value)}\` would replace the one that it looks for.`,
            fix: `Remove \`${key}\`, or rename it.`,
          };
        } else if (!isQualifiedName(key) && !isValueFilledInLater(key)) {
          yield {
            at,
            problem: `\`${key}\` is not a label key that Kubernetes accepts.`,
            fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit, optionally after a DNS prefix and a slash, as in `example.com/key`.",
          };
        } else if (!isLabelValue(value) && !isValueFilledInLater(value)) {
          yield {
            at,
            problem: `The value of the label \`${key}\` is not one that Kubernetes accepts.`,
            fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit.",
          };
        }
      }
    }
    for (const key of own) {
      if (pod[key] === selector[key]) continue;
      if (maps.some(({ labels, path }) => path[0] === "spec" && Object.hasOwn(labels, key))) continue;
      yield {
        at: {
          in: "field",
          object: cluster.object,
          path: settings.inheritedLabels.includes(key) ? ["metadata", "labels", key] : ["spec", "teamId"],
        },
        problem: `\`${key}\` is a label by which the operator selects the pods, but on the pods the cluster's own value \`${pod[key]}\` replaces the operator's.`,
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

function labelMaps(
  { labels, resource }: Cluster,
  { inheritedLabels }: Settings,
): ReadonlyArray<{ readonly labels: Readonly<Record<string, string>>; readonly path: Path }> {
  const inherited = Object.fromEntries(Object.entries(labels).filter(([key]) => inheritedLabels.includes(key)));
  return [
    { labels: inherited, path: ["metadata", "labels"] },
    { labels: resource.spec.labels ?? {}, path: ["spec", "labels"] },
    { labels: resource.spec.backup?.pgbackrest?.labels ?? {}, path: ["spec", "backup", "pgbackrest", "labels"] },
  ];
}
