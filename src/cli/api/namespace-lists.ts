import { readCronJob } from "../../status/read-cron-job.ts";
import { readJob } from "../../status/read-job.ts";
import { readPod } from "../../status/read-pod.ts";
import { readResource } from "../../status/read-resource.ts";
import { readStatefulSet } from "../../status/read-stateful-set.ts";
import { readVolume } from "../../status/read-volume.ts";
import { isVolumeOf, type LabelSettings, namesOf, selectorsOf } from "../../status/where-to-look.ts";
import type { ApiServer } from "./api-server.ts";
import { collect } from "./collected.ts";
import { apiKinds } from "./kinds.ts";

export type NamespaceLists = ReturnType<typeof namespaceLists>;

/**
 * The lists of a namespace, or of all: each is asked for when it is first needed, and once. What objects are called is as the operator does it;
 * their labels say which cluster they belong to.
 */
export function namespaceLists(api: ApiServer, labels: LabelSettings, namespace: string | undefined) {
  const selectors = selectorsOf(labels);
  const within = namespace === undefined ? {} : { namespace };
  const selected = (labelSelector: string) => ({ ...within, labelSelector });
  const byLabel = (object: { readonly labels: Readonly<Record<string, string>> }) =>
    object.labels[labels.clusterNameLabel];
  const byLabelIf =
    (belongs: (cluster: string, name: string) => boolean) =>
    (object: { readonly name: string; readonly labels: Readonly<Record<string, string>> }) => {
      const cluster = byLabel(object);
      return cluster !== undefined && belongs(cluster, object.name) ? cluster : undefined;
    };
  return {
    /** The label that says which cluster an object belongs to. */
    labelOfClusters: labels.clusterNameLabel,
    resources: once(() =>
      collect(api, apiKinds.postgresqls, within, { read: readResource, clusterOf: ({ name }) => name }),
    ),
    cronJobs: once(() =>
      collect(api, apiKinds.cronJobs, selected(selectors.backupJobs), { read: readCronJob, clusterOf: byLabel }),
    ),
    jobs: once(() =>
      collect(api, apiKinds.jobs, selected(selectors.backupJobs), { read: readJob, clusterOf: byLabel }),
    ),
    repoHosts: once(() =>
      collect(api, apiKinds.statefulSets, selected(selectors.repoHosts), {
        read: readStatefulSet,
        clusterOf: byLabelIf((cluster, name) => name === namesOf(cluster).repoHost),
      }),
    ),
    repoHostPods: once(() =>
      collect(api, apiKinds.pods, selected(selectors.repoHosts), {
        read: readPod,
        clusterOf: byLabelIf((cluster, name) => name === namesOf(cluster).repoHostPod),
      }),
    ),
    primaries: once(() =>
      collect(api, apiKinds.pods, selected(selectors.primaries), { read: readPod, clusterOf: byLabel }),
    ),
    volumes: once(() =>
      collect(api, apiKinds.volumes, selected(selectors.volumes), {
        read: readVolume,
        clusterOf: byLabelIf(isVolumeOf),
      }),
    ),
  };
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
