import { pvcRepositories } from "../../cpo/cluster.ts";
import { certSecretName, repoHostName } from "../../cpo/names.ts";
import { repoHostAnnotation, repoHostMaker } from "../../cpo/repo-host-maker.ts";
import type { ObjectRef } from "../../findings/finding.ts";
import { syncWave, syncWaveAnnotation } from "../../kubernetes/sync-wave.ts";
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

const operator = `
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: postgres-operator
        namespace: cpo
      spec:
        selector:
          matchLabels:
            name: postgres-operator
        template:
          metadata:
            labels:
              name: postgres-operator
          spec:
            containers:
            - name: postgres-operator
              image: docker.io/cybertecpostgresql/cybertec-pg-operator:v0.9.2-1
    `;

export const repoHostOrder = {
  id: "repo-host-order",
  severity: "warning",
  title: "Repo host applied before its certificates can be made",
  why: "The operator makes the certificates of a repo host only when it creates a cluster while it is running, or when it makes the StatefulSet itself. Where it finds a StatefulSet that was applied before, it makes none, ever: the repo host does not start, no backup is taken, and the status of the cluster is `Running`. That happens if the operator starts after the cluster was applied, and if a repository on a volume is added to a cluster that runs.",
  source: "docs/reference/control-plane.md, rows 2, 20 and 24; contract 4.2",
  bad: { postgresql: onVolume, resource: operator },
  good: { postgresql: onVolume, resource: operator, functionConfig: "spec: { repoHost: operator }" },
  *checkInput({ bringsCertificates, clusters, hadNoRepoHost, operatorBeside, settings }) {
    const said = new Set<ObjectRef>();
    for (const cluster of clusters) {
      const [repository] = pvcRepositories(cluster);
      if (repository === undefined || repoHostMaker(cluster, settings) === "operator") continue;
      const { annotations, name, object } = cluster;
      if (hadNoRepoHost(cluster) && !bringsCertificates(cluster)) {
        const secret = `Secret \`${certSecretName(name)}\``;
        yield {
          at: { in: "field", object, path: [...repository.path, "storage"] },
          problem: `The repo host is new, but other objects of the cluster are from an earlier run. If the cluster runs already and everything is applied at once, the operator finds StatefulSet \`${repoHostName(name)}\` and never makes the ${secret}, so there are no backups.`,
          fix: `${leaveIt} Or apply the \`postgresql\` alone, wait for the ${secret}, and then apply the rest.`,
        };
        continue;
      }
      const operator = operatorBeside(cluster);
      if (operator === undefined || said.has(operator.object) || bringsCertificates(cluster)) continue;
      // The operator runs before what is in a later wave.
      if (syncWave(annotations[syncWaveAnnotation]) > operator.wave) continue;
      said.add(operator.object);
      yield {
        at: { in: "field", object: operator.object, path: ["metadata", "name"] },
        problem:
          "This installs the operator from the same manifests as clusters with a repository on a volume. If the operator starts after the StatefulSet of a repo host was applied, it never makes the certificates of that repo host, so the repo host does not start and there are no backups.",
        fix: `${leaveIt} Or apply the operator first, and wait until it runs.`,
      };
    }
  },
} as const satisfies InputRule;

const leaveIt = `Leave the StatefulSet to the operator: set \`spec.repoHost: operator\` in the functionConfig, or the annotation \`${repoHostAnnotation}: operator\` on the cluster.`;
