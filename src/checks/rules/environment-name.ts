import type { EnvVar } from "../../cpo/kubernetes-types.ts";
import { isEnvName } from "../../kubernetes/names.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { quotableName } from "../../text/quotable.ts";
import { environmentLists } from "../environment-lists.ts";
import type { ClusterRule, RuleDiagnostic } from "../rule.ts";

export const environmentName = {
  id: "environment-name",
  severity: "error",
  title: "Environment variable that Kubernetes refuses",
  why: "Kubernetes refuses the StatefulSet and the CronJobs, so there are no backups.",
  source: "kubernetes/apimachinery@v0.34.0:pkg/util/validation/validation.go, `IsEnvVarName`",
  bad: {
    postgresql: `
      spec:
        env:
        - name: 2FAST
          value: x
    `,
  },
  good: {
    postgresql: `
      spec:
        env:
        - name: TOO_FAST
          value: x
    `,
  },
  appliesTo: "variables",
  *checkCluster({ cluster }) {
    for (const { list, path } of environmentLists(cluster)) {
      for (const [index, variable] of list.entries()) {
        const found = problemOf(variable);
        if (found !== undefined)
          yield { at: { in: "field", object: cluster.object, path: [...path, index] }, ...found };
      }
    }
  },
} as const satisfies ClusterRule;

function problemOf({ name, value, valueFrom }: EnvVar): Pick<RuleDiagnostic, "problem" | "fix"> | undefined {
  if (!isEnvName(name) && !isValueFilledInLater(name))
    return {
      problem: `\`${quotableName(name)}\` is not a variable name that every release of Kubernetes accepts.`,
      fix: "Use letters, digits, `_`, `-` and `.`, and begin with a letter or `_`.",
    };
  if (valueFrom === undefined) return undefined;
  if (value !== undefined && value !== "")
    return {
      problem: `\`${quotableName(name)}\` has both \`value\` and \`valueFrom\`, which Kubernetes refuses.`,
      fix: "Remove `value` or `valueFrom`.",
    };
  if (sourcesOf(valueFrom) !== 1)
    return {
      problem: `\`valueFrom\` of \`${quotableName(name)}\` does not have exactly one source, as Kubernetes requires.`,
      fix: "Write exactly one of `fieldRef`, `resourceFieldRef`, `configMapKeyRef` and `secretKeyRef`.",
    };
  return undefined;
}

/** How many sources there are of those that the operator knows; others it loses. */
const sourcesOf = ({ fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef }: NonNullable<EnvVar["valueFrom"]>) =>
  [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef].filter((source) => source !== undefined).length;
