import { metadataOf } from "../kubernetes/metadata.ts";
import { goneClusters } from "../status/gone-clusters.ts";
import { problemOf } from "../status/problem.ts";
import type { StatusProblem } from "../status/status-schema.ts";
import { selectorsOf } from "../status/where-to-look.ts";
import { visible } from "../text/visible.ts";
import type { ApiServer } from "./api/api-server.ts";
import { apiKinds } from "./api/kinds.ts";
import type { WantedCluster } from "./expected-clusters.ts";
import type { LivingScope } from "./living-clusters.ts";

/** CronJobs of clusters that are not there any more. The label that names the cluster is the one of the operator's chart. */
export async function leftOfGoneClusters(api: ApiServer, { namespace }: LivingScope, known: ReadonlySet<string>) {
  const gone = goneClusters((inNamespace, name) => known.has(`${inNamespace}/${name}`), chartLabels.clusterNameLabel);
  const labelSelector = selectorsOf(chartLabels).backupJobs;
  for await (const page of api.list(apiKinds.cronJobs, {
    labelSelector,
    ...(namespace !== undefined && { namespace }),
  }))
    if (page.is === "found") gone.add(page.value);
  return gone.problems();
}

const chartLabels = {
  clusterLabels: { application: "cpo" },
  clusterNameLabel: "cluster.cpo.opensource.cybertec.at/name",
  podRoleLabel: "role",
} as const;

/** Clusters in the namespaces of the manifests that these do not have. */
export async function othersInNamespaces(
  api: ApiServer,
  wanted: readonly WantedCluster[],
): Promise<readonly StatusProblem[]> {
  const known = new Set(wanted.map(({ expected: { name, namespace } }) => `${namespace}/${name}`));
  const problems: StatusProblem[] = [];
  for (const namespace of new Set(wanted.map(({ expected }) => expected.namespace))) {
    for await (const page of api.list(apiKinds.postgresqls, { namespace })) {
      if (page.is !== "found") break;
      for (const { name } of page.value.map(metadataOf))
        if (!known.has(`${namespace}/${name}`))
          problems.push(
            problemOf(
              "not-in-manifests",
              `postgresql/${visible(name)} of namespace ${visible(namespace)} is not in the manifests.`,
              {
                object: `postgresql/${visible(name)}`,
                fix: "Add it to the manifests, name the manifests that have it, or look at one cluster alone with `--cluster`.",
              },
            ),
          );
    }
  }
  return problems;
}
