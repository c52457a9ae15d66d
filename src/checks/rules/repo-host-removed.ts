import { repoHostName } from "../../cpo/names.ts";
import { repoHostAnnotation } from "../../cpo/repo-host-maker.ts";
import type { InputRule } from "../rule.ts";

const onVolume = `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 10Gi
              schedule:
                full: 30 2 * * *
    `;

export const repoHostRemoved = {
  id: "repo-host-removed",
  severity: "warning",
  otherSeverities: ["error"],
  title: "Repo host that leaves a package and may be pruned",
  why: "With `repoHost: operator`, the StatefulSet of the repo host leaves the manifests. If it was applied, a deployer that prunes then deletes it together with its pod: until the next sync of the operator, WAL is not archived and backups fail. With the operator's setting `when_deleted: delete`, Kubernetes deletes the volume, too, with every backup on it.",
  source: "docs/reference/control-plane.md, rows 29 to 31",
  bad: {
    postgresql: onVolume,
    functionConfig: "spec: { repoHost: operator }",
    resource: `
      apiVersion: apps/v1
      kind: StatefulSet
      metadata:
        name: demo-pgbackrest-repo-host
        namespace: pg
        labels:
          expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner: demo
        annotations:
          config.kubernetes.io/path: demo-pgbackrest.yaml
    `,
  },
  good: { postgresql: onVolume, functionConfig: "spec: { repoHost: operator }" },
  *checkInput({ removedRepoHosts, settings }) {
    const losesVolume = settings.pvcRetention.whenDeleted === "delete";
    for (const { cluster, object } of removedRepoHosts()) {
      const { name, namespace } = cluster;
      const where = namespace === undefined ? "" : ` --namespace ${namespace}`;
      const released = `\`kubectl delete statefulset ${repoHostName(name)}${where} --cascade=orphan\``;
      yield {
        ...(losesVolume && { severity: "error" }),
        cluster: cluster.object,
        at: { in: "field", object: object ?? cluster.object, path: ["metadata", "name"] },
        ...(object && { also: [{ in: "field", object: cluster.object, path: ["metadata", "name"] }] }),
        problem: losesVolume
          ? "The repo host is now left to the operator, and the StatefulSet leaves the manifests. A deployer that prunes deletes it, and, because of `when_deleted: delete`, Kubernetes then deletes its volume with every backup on it."
          : "The repo host is now left to the operator, and the StatefulSet leaves the manifests. A deployer that prunes deletes it together with its pod, so that nothing is archived or backed up until the next sync of the operator.",
        fix: losesVolume
          ? `If it was applied, suspend the deployer and run ${released}, which keeps pod and volume; the operator makes the StatefulSet anew. Then remove it from the earlier output yourself. Or keep it: set \`${repoHostAnnotation}: apply\` on the cluster.`
          : `If it was applied, suspend the deployer and run ${released} before you apply this, which keeps pod and volume; the operator makes the StatefulSet anew at its next sync.`,
      };
    }
  },
} as const satisfies InputRule;
