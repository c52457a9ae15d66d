import { metadataOf } from "../kubernetes/metadata.ts";
import { goneClusters } from "../status/gone-clusters.ts";
import type { StatusProblem } from "../status/status-schema.ts";
import { type LabelSettings, selectorsOf } from "../status/where-to-look.ts";
import { visible } from "../text/visible.ts";
import type { ApiServer } from "./api/api-server.ts";
import { apiKinds } from "./api/kinds.ts";
import type { WantedCluster } from "./expected-clusters.ts";
import type { LivingScope } from "./living-clusters.ts";

/** CronJobs of clusters that are not there any more. The operator's settings say which label names the cluster. */
export async function leftOfGoneClusters(
  api: ApiServer,
  { namespace }: LivingScope,
  known: ReadonlySet<string>,
  labels: LabelSettings,
): Promise<readonly StatusProblem[]> {
  const gone = goneClusters((inNamespace, name) => known.has(`${inNamespace}/${name}`), labels.clusterNameLabel);
  const labelSelector = selectorsOf(labels).backupJobs;
  for await (const page of api.list(apiKinds.cronJobs, {
    labelSelector,
    ...(namespace !== undefined && { namespace }),
  }))
    if (page.is === "found") gone.add(page.value);
  return gone.problems();
}

/** So many clusters are named. */
const named = 3;

/**
 * A note for each namespace of the manifests that has clusters which these do not have. It is no problem: whoever names one file of a folder, or one
 * team's kustomization, asks about that alone, and a check that always warns is turned off. One that was taken out of the manifests on purpose is
 * in the note all the same.
 */
export async function othersInNamespaces(api: ApiServer, wanted: readonly WantedCluster[]): Promise<readonly string[]> {
  const known = new Set(wanted.map(({ expected: { name, namespace } }) => `${namespace}/${name}`));
  const notes: string[] = [];
  for (const namespace of new Set(wanted.map(({ expected }) => expected.namespace))) {
    const others = new Set<string>();
    for await (const page of api.list(apiKinds.postgresqls, { namespace })) {
      if (page.is !== "found") break;
      for (const { name } of page.value.map(metadataOf)) if (!known.has(`${namespace}/${name}`)) others.add(name);
    }
    const names = [...others].slice(0, named).map(visible);
    const more = others.size - names.length;
    if (names.length > 0)
      notes.push(
        `In namespace ${visible(namespace)} there are other clusters, which the manifests do not have, and which were not looked at: ${names.join(", ")}${more > 0 ? `, and ${more} more` : ""}.`,
      );
  }
  return notes;
}
