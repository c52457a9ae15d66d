import { isLabelValue, isQualifiedName } from "../../kubernetes/names.ts";
import type { InputRule } from "../rule.ts";
import { jobLabels } from "./pod-labels-refused.ts";

export const operatorLabelsRefused = {
  id: "operator-labels-refused",
  severity: "error",
  title: "Label or annotation of the operator that Kubernetes refuses",
  why: "The operator puts its labels and annotations on the pods of all clusters; with one that Kubernetes refuses no backup runs.",
  source: "kubernetes-limits.md rows 6, 12",
  bad: { functionConfig: "spec: {operator: {cluster_labels: {job-name: x}}}" },
  good: { functionConfig: "spec: {operator: {cluster_labels: {application: x}}}" },
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
          problem: `\`${key}\` is a label that Kubernetes sets on the pods of Jobs itself; every backup Job would be refused.`,
          fix: "Use another key.",
        };
        continue;
      }
      if (isQualifiedName(key) && isLabelValue(value)) continue;
      yield {
        at: at("cluster_labels", key),
        problem: `\`${key}: ${value}\` is no label that Kubernetes accepts.`,
        fix: "Use at most 63 letters, digits, `-`, `_`, `.` for name and value.",
      };
    }
    for (const key of Object.keys(settings.customPodAnnotations)) {
      if (isQualifiedName(key.toLowerCase())) continue;
      yield {
        at: at("custom_pod_annotations", key),
        problem: `\`${key}\` is not an annotation key that Kubernetes accepts.`,
        fix: "Use at most 63 letters, digits, `-`, `_`, `.`, with an optional DNS prefix before one slash.",
      };
    }
  },
} as const satisfies InputRule;
