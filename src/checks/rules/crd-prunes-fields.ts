import type { Cluster } from "../../cpo/cluster.ts";
import { type CrdName, staticCrdProblems } from "../../cpo/static-crds.ts";
import type { Path } from "../../findings/finding.ts";
import type { ClusterContext } from "../cluster-context.ts";
import type { ClusterRule, RuleDiagnostic } from "../rule.ts";

export const crdPrunesFields = {
  id: "crd-prunes-fields",
  severity: "warning",
  otherSeverities: ["error"],
  title: "Fields that the installed CRD does not take",
  why: "The CRD of the tutorials' chart lacks `account`, `key` and `keyType`, and that in the operator's `manifests` lacks more and requires `resource`. The API server drops fields that the CRD lacks, and refuses a cluster without those that it requires. The operator replaces it with its own CRD when it starts, unless `enable_crd_registration` is false or a deployer puts the other CRD back. A CRD among the items is judged by its own schema; `spec.operator.crd` of the functionConfig names the one in force: `registered`, `chart` or `manifests`.",
  source: "contract 1.2; https://github.com/zalando/postgres-operator/issues/1868",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: gcs
              resource: backups
              key: gcs.json
              keyType: auto
              schedule:
                full: 30 2 * * *
    `,
    functionConfig: `
      spec:
        operator:
          enable_crd_registration: false
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: gcs
              resource: backups
              key: gcs.json
              keyType: auto
              schedule:
                full: 30 2 * * *
    `,
    functionConfig: `
      spec:
        operator:
          enable_crd_registration: true
    `,
  },
  checkCluster: problems,
  *checkClone(context) {
    // With a backup section, the cluster is asked about as a whole.
    if (context.cluster.resource.spec.backup?.pgbackrest === undefined) yield* problems(context);
  },
} as const satisfies ClusterRule;

function* problems({
  cluster,
  listedCrd,
  settings,
}: Pick<ClusterContext, "cluster" | "listedCrd" | "settings">): Iterable<RuleDiagnostic> {
  const found = listedCrd === undefined ? staticCrdProblems(settings.crd, cluster) : listedCrd(cluster);
  const seen = new Set<string>();
  for (const { path, is } of found) {
    // The first of a repository, of the section, of the spec.
    const parent = path.slice(0, -1);
    const key = JSON.stringify([is, parent]);
    if (seen.has(key)) continue;
    seen.add(key);
    const field = String(path.at(-1));
    const crd =
      listedCrd === undefined
        ? `By the operator's settings, ${names[settings.crd]} is in force, which`
        : "The CustomResourceDefinition in the input";
    const at = { in: "field" as const, object: cluster.object, path };
    if (is === "unknown") {
      const loss = lossOf(cluster, parent, field);
      yield {
        at,
        problem: `${crd} has no field \`${field}\`, so the API server drops it and ${loss}.`,
        fix: `Set ${cure}`,
      };
    } else {
      const isVolume = field === "resource" && parent.at(-2) === "repos";
      yield {
        // Among the items, it may be older than what the operator has put in its place.
        ...(listedCrd === undefined && { severity: "error" as const }),
        at,
        problem: `${crd} requires \`${field}\`, so the API server refuses the cluster.`,
        fix: `${isVolume ? `Add \`${field}\`, which may be any text for a volume; or set` : `Add \`${field}\`, or set`} ${cure}`,
      };
    }
  }
}

/** What makes the operator's own CRD the one in force. */
const cure =
  "`enable_crd_registration: true` and deploy no CRD after the operator, or install the operator's own CRD yourself.";

const names = {
  registered: "the operator's own CRD",
  chart: "the chart's CRD",
  manifests: "the CRD of the operator's `manifests`",
} as const satisfies Record<CrdName, string>;

function lossOf({ repositories }: Cluster, parent: Path, field: string): string {
  const key = field === "account" || field === "key" || field === "keyType";
  if (!key) return "it has no effect";
  if (parent[1] === "clone") return "the clone cannot sign in";
  return `${repositories.find(({ path }) => path.at(-1) === parent.at(-1))?.name ?? "the repository"} cannot sign in`;
}
