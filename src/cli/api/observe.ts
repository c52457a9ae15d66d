import type { Asked, ObservedCluster, SeenCronJob, SeenStatefulSet, Unknown } from "../../status/observed.ts";
import { readCertificate } from "../../status/read-certificate.ts";
import { readCronJob } from "../../status/read-cron-job.ts";
import { readStatefulSet } from "../../status/read-stateful-set.ts";
import { isUnknown } from "../../status/unknowns.ts";
import { type LabelSettings, namesOf } from "../../status/where-to-look.ts";
import type { ApiServer } from "./api-server.ts";
import { askObject } from "./ask-object.ts";
import { certificatesIn } from "./certificates-in.ts";
import type { ClusterToSee } from "./cluster-to-see.ts";
import type { Collected } from "./collected.ts";
import { apiKinds } from "./kinds.ts";
import { lastUsed } from "./last-used.ts";
import { type NamespaceLists, namespaceLists } from "./namespace-lists.ts";
import { seenArchiver, seenInfo } from "./seen-by-exec.ts";
import { seenJobs } from "./seen-jobs.ts";
import { seenSources } from "./seen-sources.ts";

/** How clusters are looked at. */
export interface ObserveOrder {
  /** The operator's settings by which its objects are found. */
  readonly labels: LabelSettings;
  /** Whether pgBackRest and PostgreSQL are asked in their pods. */
  readonly exec: boolean;
  /** Lists all namespaces at once, instead of those of the clusters one by one. */
  readonly everywhere?: boolean;
}

/** What is kept of so many namespaces at a time: a fleet has thousands. More than are looked at side by side. */
const mostNamespaces = 16;

/**
 * Looks at clusters. What they share is asked for once, so make one for all of them, and look at those of one namespace one after the other; clusters
 * can be looked at side by side.
 */
export function observer(
  api: ApiServer,
  { labels, exec, everywhere = false }: ObserveOrder,
): (cluster: ClusterToSee) => Promise<ObservedCluster> {
  const sharedIn = lastUsed(mostNamespaces, (namespace) => ({
    lists: namespaceLists(api, labels, everywhere ? undefined : namespace),
    sourcesOf: seenSources(api),
  }));

  return async (cluster) => {
    const { lists, sourcesOf } = sharedIn(everywhere ? "" : cluster.namespace);
    const seen = await seenByLists(api, lists, cluster);
    const hasRepoHost = cluster.expected?.hasRepoHost ?? true;
    const isOfUse = hasRepoHost || (seen.repoHost !== "missing" && !isUnknown(seen.repoHost));
    const [certificate, sources, info, archiver] = await Promise.all([
      isOfUse ? seenCertificate(api, cluster) : notAsked,
      sourcesOf(cluster),
      exec ? seenInfo(api, lists, cluster) : notAsked,
      exec && !cluster.expected?.isStandby ? seenArchiver(api, lists, cluster) : notAsked,
    ]);
    const { name, namespace } = cluster;
    return { name, namespace, ...seen, certificate, sources, info, archiver };
  };
}

/** Looks at one cluster. */
export const observe = (api: ApiServer, cluster: ClusterToSee, order: ObserveOrder): Promise<ObservedCluster> =>
  observer(api, order)(cluster);

const notAsked: Unknown = { unknown: "not-asked", why: "" };

async function seenByLists(api: ApiServer, lists: NamespaceLists, cluster: ClusterToSee) {
  const { name, namespace } = cluster;
  const [resources, cronJobs, jobs, repoHosts, repoHostPods, volumes] = await Promise.all([
    lists.resources(),
    lists.cronJobs(),
    lists.jobs(),
    lists.repoHosts(),
    lists.repoHostPods(),
    lists.volumes(),
  ]);
  const recordsOf = <Record>(listed: Collected<Record> | Unknown): ReadonlyMap<string, Record> | Unknown =>
    isUnknown(listed) ? listed : listed.of(namespace, name);
  const unreadable = [resources, cronJobs, jobs, repoHosts, volumes].flatMap((listed) =>
    isUnknown(listed) ? [] : listed.unreadable(namespace, name),
  );
  const [pod] = isUnknown(repoHostPods) ? [] : repoHostPods.of(namespace, name).values();
  const volumeList = recordsOf(volumes);
  return {
    resource: onlyOne(recordsOf(resources), resources, cluster),
    cronJobs: await withUnlabeled(api, recordsOf(cronJobs), cluster),
    jobs: await seenJobs(api, recordsOf(jobs), namespace),
    repoHost: await repoHostOf(api, onlyOne(recordsOf(repoHosts), repoHosts, cluster), cluster, pod),
    volumes: isUnknown(volumeList) ? volumeList : [...volumeList.values()],
    ...(unreadable.length > 0 && { unreadable }),
  };
}

/** The object of which a cluster has one. */
function onlyOne<Record>(
  records: ReadonlyMap<string, Record> | Unknown,
  listed: Collected<Record> | Unknown,
  { namespace, name }: ClusterToSee,
): Asked<Record> {
  if (isUnknown(records)) return records;
  const [record] = records.values();
  if (record !== undefined) return record;
  const [unread] = isUnknown(listed) ? [] : listed.unreadable(namespace, name);
  return unread === undefined ? "missing" : { unknown: "unreadable", why: unread.why };
}

/** CronJobs that have lost their labels are asked for by name: they go on making Jobs. */
async function withUnlabeled(
  api: ApiServer,
  listed: ReadonlyMap<string, SeenCronJob> | Unknown,
  { namespace, expected }: ClusterToSee,
): Promise<readonly SeenCronJob[] | Unknown> {
  if (isUnknown(listed)) return listed;
  const names = (expected?.repositories ?? []).flatMap(({ jobs }) => jobs.map(({ cronJob }) => cronJob));
  const others = await Promise.all(
    names
      .filter((name) => !listed.has(name))
      .map((name) => askObject(api, apiKinds.cronJobs, namespace, name, readCronJob)),
  );
  return [...listed.values(), ...others.flatMap((other) => (other === "missing" || isUnknown(other) ? [] : [other]))];
}

async function repoHostOf(
  api: ApiServer,
  listed: Asked<Omit<SeenStatefulSet, "waiting">>,
  { namespace, name, expected }: ClusterToSee,
  pod: { readonly isReady: boolean; readonly reason?: string } | undefined,
): Promise<Asked<SeenStatefulSet>> {
  const isLookedFor = listed === "missing" && expected?.hasRepoHost === true;
  const found = isLookedFor
    ? await askObject(api, apiKinds.statefulSets, namespace, namesOf(name).repoHost, readStatefulSet)
    : listed;
  if (found === "missing" || isUnknown(found)) return found;
  return { ...found, ...(pod !== undefined && !pod.isReady && pod.reason !== undefined && { waiting: pod.reason }) };
}

const seenCertificate = (api: ApiServer, { namespace, name }: ClusterToSee) =>
  askObject(api, apiKinds.secrets, namespace, namesOf(name).certificate, (object) =>
    readCertificate(object, certificatesIn),
  );
