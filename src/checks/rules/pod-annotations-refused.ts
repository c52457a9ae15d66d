import { isQualifiedName } from "../../kubernetes/names.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import type { ClusterRule } from "../rule.ts";

export const podAnnotationsRefused = {
  id: "pod-annotations-refused",
  severity: "error",
  title: "Annotation that Kubernetes refuses on the pods",
  why: "Kubernetes refuses the StatefulSet and the CronJobs, so there are no backups.",
  source: "kubernetes/apimachinery@v0.34.0:pkg/api/validation/objectmeta.go",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        podAnnotations:
          not a key: x
    `,
  },
  good: {
    postgresql: `
      spec:
        podAnnotations:
          example.com/key: any value
    `,
  },
  appliesToFields: ["podAnnotations"],
  *checkCluster({ cluster }) {
    for (const key of Object.keys(cluster.resource.spec.podAnnotations ?? {})) {
      if (isQualifiedName(key.toLowerCase()) || isValueFilledInLater(key)) continue;
      yield {
        at: { in: "field", object: cluster.object, path: ["spec", "podAnnotations", key] },
        problem: `\`${key}\` is not an annotation key that Kubernetes accepts.`,
        fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit, optionally after a DNS prefix and a slash, as in `example.com/key`.",
      };
    }
  },
} as const satisfies ClusterRule;
