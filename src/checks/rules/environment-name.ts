import type { EnvVar } from "../../cpo/kubernetes-types.ts";
import { isEnvName } from "../../kubernetes/names.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { quotableName } from "../../text/quotable.ts";
import { environmentLists } from "../environment-lists.ts";
import type { ClusterRule } from "../rule.ts";

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
      for (const [index, { name, value, valueFrom }] of list.entries()) {
        const at = { in: "field" as const, object: cluster.object, path: [...path, index] };
        if (!isEnvName(name) && !isValueFilledInLater(name)) {
          yield {
            at,
            problem: `\`${quotableName(name)}\` is not a variable name that every release of Kubernetes accepts.`,
            fix: "Use letters, digits, `_`, `-` and `.`, and begin with a letter or `_`.",
          };
        } else if (value !== undefined && value !== "" && valueFrom !== undefined) {
          yield {
            at,
            problem: `\`${quotableName(name)}\` has both \`value\` and \`valueFrom\`, which Kubernetes refuses.`,
            fix: "Remove `value` or `valueFrom`.",
          };
        } else if (valueFrom !== undefined && sourcesOf(valueFrom) !== 1) {
          yield {
            at,
            problem: `\`valueFrom\` of \`${quotableName(name)}\` does not have exactly one source, as Kubernetes requires.`,
            fix: "Write exactly one of `fieldRef`, `resourceFieldRef`, `configMapKeyRef` and `secretKeyRef`.",
          };
        }
      }
    }
  },
} as const satisfies ClusterRule;

/** How many sources there are of those that the operator knows; others it loses. */
const sourcesOf = ({ fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef }: NonNullable<EnvVar["valueFrom"]>) =>
  [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef].filter((source) => source !== undefined).length;
