import type { Cluster } from "../../cpo/cluster.ts";
import type { ClusterRule } from "../rule.ts";

/** The fields that came with v0.9.2, and what can be written instead before that. */
const fields: ReadonlyArray<{
  readonly path: readonly string[];
  readonly of: (spec: Cluster["resource"]["spec"]) => unknown;
  readonly instead: string;
}> = [
  {
    path: ["spec", "labels"],
    of: ({ labels }) => labels,
    instead: "remove it and label the resource itself, with keys that the operator's `inherited_labels` list",
  },
  {
    path: ["spec", "backup", "pgbackrest", "labels"],
    of: ({ backup }) => backup?.pgbackrest?.labels,
    instead: "remove it and label the resource itself, with keys that the operator's `inherited_labels` list",
  },
  {
    path: ["spec", "backup", "pgbackrest", "env"],
    of: ({ backup }) => backup?.pgbackrest?.env,
    instead: "remove it: in this release, repo host and backup jobs get no variables but the operator's own",
  },
];

export const operatorReleaseField = {
  id: "operator-release-field",
  severity: "error",
  title: "Field that the operator's release does not know",
  why: "`spec.labels`, `spec.backup.pgbackrest.labels` and `spec.backup.pgbackrest.env` came with v0.9.2 of the operator. With an earlier one, the API server refuses them (`kubectl apply`), or silently drops them for clients that do not ask for strict validation.",
  source: "contract section 6; the four releases were run side by side",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        labels:
          cost-center: "42"
    `,
    functionConfig: `
      spec:
        operator:
          release: 0.9.1
    `,
  },
  good: {
    postgresql: `
      spec:
        labels:
          cost-center: "42"
    `,
    functionConfig: `
      spec:
        operator:
          release: 0.9.2
    `,
  },
  *checkCluster({ cluster, settings: { release } }) {
    if (release.hasPodFields) return;
    for (const { path, of, instead } of fields) {
      if (of(cluster.resource.spec) === undefined) continue;
      yield {
        at: { in: "field", object: cluster.object, path },
        problem: `The operator knows \`${path.join(".")}\` from v0.9.2 on, but this is v${release.name}: \`kubectl apply\` is refused, and with other clients the field is lost.`,
        fix: `Upgrade the operator, or ${instead}. If another release runs, set \`spec.operator.release\` in the functionConfig.`,
      };
    }
  },
} as const satisfies ClusterRule;
