import { isLabelValue, isQualifiedName } from "../../kubernetes/names.ts";
import { quotableName, quotableText } from "../../text/quotable.ts";
import type { InputRule } from "../rule.ts";
import { jobLabels } from "./pod-labels-refused.ts";

export const operatorLabelsRefused = {
  id: "operator-labels-refused",
  severity: "error",
  title: "Operator label or annotation that Kubernetes refuses",
  why: "The operator puts its labels and annotations on the pods of all clusters; if Kubernetes refuses one of them, no backup runs.",
  source: "kubernetes-limits.md rows 6, 12",
  bad: {
    functionConfig: `
      spec:
        operator:
          cluster_labels:
            job-name: x
    `,
  },
  good: {
    functionConfig: `
      spec:
        operator:
          cluster_labels:
            application: x
    `,
  },
  *checkInput({ clusters, settingPlace: at, settings }) {
    if (clusters.length === 0) return;
    for (const [key, value] of Object.entries({
      ...settings.clusterLabels,
      [settings.clusterNameLabel]: "x",
      [settings.podRoleLabel]: "x",
    })) {
      if (jobLabels.has(key)) {
        yield {
          at: at("cluster_labels", key),
          problem: `\`${key}\` is a label that Kubernetes itself sets on the pods of Jobs, so it would refuse every backup Job.`,
          fix: "Use a key other than `job-name`, `controller-uid` and those under `batch.kubernetes.io/`.",
        };
        continue;
      }
      if (isQualifiedName(key) && isLabelValue(value)) continue;
      yield {
        at: at("cluster_labels", key),
        problem: `\`${quotableName(key)}: ${quotableText(value)}\` is not a label that Kubernetes accepts.`,
        fix: "Use at most 63 letters, digits, `-`, `_` and `.` each for key and value, beginning and ending with a letter or digit; before the key, a DNS prefix and a slash are allowed.",
      };
    }
    for (const key of Object.keys(settings.customPodAnnotations)) {
      if (isQualifiedName(key.toLowerCase())) continue;
      yield {
        at: at("custom_pod_annotations", key),
        problem: `\`${key}\` is not an annotation key that Kubernetes accepts.`,
        fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit, optionally after a DNS prefix and a slash, as in `example.com/key`.",
      };
    }
  },
} as const satisfies InputRule;
