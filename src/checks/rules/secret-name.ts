import type { Cluster } from "../../cpo/cluster.ts";
import { isDnsSubdomain } from "../../kubernetes/names.ts";
import { isLeftBlank, isValueFilledInLater } from "../../secret/placeholder.ts";
import { quotableText } from "../../text/quotable.ts";
import type { CloneContext } from "../clone-context.ts";
import type { ClusterContext } from "../cluster-context.ts";
import type { ClusterRule, RuleDiagnostic } from "../rule.ts";

export const secretName = {
  id: "secret-name",
  severity: "error",
  title: "Name that no Secret can have",
  why: "The operator mounts the Secret as optional: with a name that Kubernetes gives to no Secret, the pods run without credentials and perhaps without encryption. The Secret of a clone is not optional: its pods do not start.",
  source:
    "contract 5.16; kubernetes@v1.34.4:pkg/apis/core/validation/validation.go, `ValidateSecretName` and `validateProjectionSources`, which does not look at the name",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            configuration:
              secret: pg/demo-s3
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            configuration:
              secret: demo-s3
    `,
  },
  checkCluster: ({ cluster }: ClusterContext) => problemsOf(cluster, "backup", cluster.secretName),
  checkClone: ({ cluster, source }: CloneContext) => problemsOf(cluster, "clone", source.configuration?.secret ?? ""),
} as const satisfies ClusterRule;

function problemsOf(cluster: Cluster, section: "backup" | "clone", name: string): readonly RuleDiagnostic[] {
  if (name === "" || isDnsSubdomain(name)) return [];
  if (isValueFilledInLater(name) && !isLeftBlank(name, cluster.annotations)) return [];
  return [
    {
      at: { in: "field", object: cluster.object, path: ["spec", section, "pgbackrest", "configuration", "secret"] },
      problem: `${name.length > 253 ? `A name of ${name.length} characters` : `\`${quotableText(name)}\``} cannot be the name of a Secret, so the pods ${section === "backup" ? "run without one" : "wait for it and never start"}.`,
      fix: fixOf(name),
    },
  ];
}

function fixOf(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== name && isDnsSubdomain(trimmed))
    return isShown(trimmed)
      ? `Write \`secret: ${trimmed}\`, without blanks around it.`
      : "Remove the blanks around it.";
  const [, below = ""] = /^[^/]+\/([^/]+)$/.exec(trimmed) ?? [];
  if (isDnsSubdomain(below))
    return `${isShown(below) ? `Write \`secret: ${below}\`` : "Write only what follows the `/`"}; pods see the Secrets of their own namespace only.`;
  return "Write the Secret's own name, which has at most 253 lower-case letters, digits, `-` and `.`, with a letter or digit at both ends.";
}

/** Advice that quotes a name in part would be wrong, and one that does not look like words may be a secret. */
const isShown = (name: string) => quotableText(name) === name;
