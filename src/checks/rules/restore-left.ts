import type { ClusterRule } from "../rule.ts";
import { restoreProblems } from "./restore-block.ts";

export const restoreLeft = {
  id: "restore-left",
  severity: "info",
  title: "Restore that a new cluster would repeat",
  why: "The operator restores a cluster when `restore.id` differs from that of the last restore, which it keeps in the cluster's status. A cluster that is created anew has no status, so it is restored at once.",
  source: "contract 4.6: sync.go:350-359",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        numberOfInstances: 1
        backup:
          pgbackrest:
            restore:
              id: a
              repo: repo1
              options:
                type: immediate
    `,
  },
  good: {
    postgresql: `
      spec:
        numberOfInstances: 1
    `,
  },
  appliesTo: "restore",
  *checkCluster(context) {
    const { cluster, restore, settings } = context;
    // A restore that cannot work has to be corrected first.
    if ([...restoreProblems(context)].length > 0) return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "backup", "pgbackrest", "restore", "id"] },
      problem: `The cluster is restored once for the id \`${restore.id}\`, and again if it is ever created anew from this manifest.`,
      fix:
        settings.release.restoreStarts === "another id"
          ? "Remove `restore` once the restore is done."
          : `Remove \`restore\` before you create the cluster anew. While it runs, leave it: without an id, every sync of the operator v${settings.release.name} fails.`,
    };
  },
} as const satisfies ClusterRule;
