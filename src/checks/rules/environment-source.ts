import type { EnvVar } from "../../cpo/kubernetes-types.ts";
import { isDnsSubdomain } from "../../kubernetes/names.ts";
import { parseQuantity } from "../../kubernetes/quantity.ts";
import { environmentLists } from "../environment-lists.ts";
import type { ClusterRule } from "../rule.ts";

export const environmentSource = {
  id: "environment-source",
  severity: "error",
  title: "Source of a variable that Kubernetes refuses",
  why: "Kubernetes refuses the StatefulSet and the CronJobs, so there are no backups.",
  source:
    "kubernetes@v1.34.4:pkg/apis/core/validation/validation.go, `validateEnvVarValueFrom`, compared in test/kubernetes",
  bad: {
    postgresql: `
      spec:
        env:
        - name: NODE
          valueFrom:
            fieldRef:
              fieldPath: spec.node
    `,
  },
  good: {
    postgresql: `
      spec:
        env:
        - name: NODE
          valueFrom:
            fieldRef:
              fieldPath: spec.nodeName
    `,
  },
  appliesTo: "variables",
  *checkCluster({ cluster }) {
    for (const { list, path } of environmentLists(cluster)) {
      for (const [index, variable] of list.entries()) {
        if (variable.valueFrom === undefined) continue;
        for (const { field, problem, fix } of problemsOf(variable)) {
          yield {
            at: { in: "field", object: cluster.object, path: [...path, index, "valueFrom", ...field] },
            problem: `\`${field.at(-1)}\` of \`${variable.name}\` ${problem}, so Kubernetes refuses the pods.`,
            fix,
          };
        }
      }
    }
  },
} as const satisfies ClusterRule;

const fieldPath =
  /^(?:metadata\.(?:name|namespace|uid)|metadata\.(?:labels|annotations)\['.+'\]|spec\.(?:nodeName|serviceAccountName)|status\.(?:hostIPs?|podIPs?))$/;
const resource = /^(?:limits|requests)\.(?:cpu|memory|ephemeral-storage|hugepages-.+)$/;

const cpuDivisors = ["0", "1", "1m"];
const byteDivisors = ["0", "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

interface Problem {
  readonly field: readonly string[];
  readonly problem: string;
  readonly fix: string;
}

function problemsOf({ valueFrom }: EnvVar): readonly Problem[] {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom ?? {};
  const problems: Problem[] = [];
  if (fieldRef && !fieldPath.test(fieldRef.fieldPath))
    problems.push({
      field: ["fieldRef", "fieldPath"],
      problem: "is not a field that a variable can take",
      fix: "Write `metadata.name`, `metadata.namespace`, `metadata.uid`, `metadata.labels['KEY']`, `metadata.annotations['KEY']`, `spec.nodeName`, `spec.serviceAccountName`, `status.hostIP`, `status.hostIPs`, `status.podIP` or `status.podIPs`.",
    });
  if (fieldRef?.apiVersion && fieldRef.apiVersion !== "v1")
    problems.push({
      field: ["fieldRef", "apiVersion"],
      problem: "is not `v1`",
      fix: "Write `apiVersion: v1`, or remove it.",
    });
  if (resourceFieldRef && !resource.test(resourceFieldRef.resource))
    problems.push({
      field: ["resourceFieldRef", "resource"],
      problem: "is not a resource that a variable can take",
      fix: "Write `limits` or `requests` and a resource, for example `limits.cpu`, `requests.memory` or `limits.ephemeral-storage`.",
    });
  else if (resourceFieldRef) {
    const allowed = resourceFieldRef.resource.endsWith(".cpu") ? cpuDivisors : byteDivisors;
    const given = parseQuantity(String(resourceFieldRef.divisor ?? "0").trim());
    if (!allowed.some((divisor) => parseQuantity(divisor) === given))
      problems.push({
        field: ["resourceFieldRef", "divisor"],
        problem: "is not a divisor for this resource",
        fix: `Remove it, or write one of ${allowed
          .slice(1)
          .map((divisor) => `\`${divisor}\``)
          .join(", ")}.`,
      });
  }
  for (const [source, reference] of Object.entries({ configMapKeyRef, secretKeyRef })) {
    if (reference === undefined) continue;
    if (!isDnsSubdomain(reference.name ?? ""))
      problems.push({
        field: [source, "name"],
        problem: "is not a name that Kubernetes accepts",
        fix: `Write the name of a ${source === "secretKeyRef" ? "Secret" : "ConfigMap"}: lower-case letters, digits, \`-\` and \`.\`, beginning and ending with a letter or digit.`,
      });
    if (!/^[-._a-zA-Z0-9]{1,253}$/.test(reference.key) || /^\.\.?$|^\.\./.test(reference.key))
      problems.push({
        field: [source, "key"],
        problem: `is not a key that a ${source === "secretKeyRef" ? "Secret" : "ConfigMap"} can have`,
        fix: "Use at most 253 letters, digits, `-`, `_` and `.`, and do not begin with `..`.",
      });
  }
  return problems;
}
