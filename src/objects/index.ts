import type { KubernetesObject } from "@kubernetes/client-node";
import type { ClusterSource } from "../cpo/cluster.ts";
import type { Settings } from "../cpo/settings.ts";
import { backupJobs } from "./backup-jobs.ts";
import { instanceConfigMap, repoHostConfigMap } from "./config-maps.ts";
import type { Manifest } from "./manifest.ts";
import { repoHost } from "./repo-host.ts";

/** Makes the objects of one kind that a cluster needs; none, where it needs none. It copies texts and never looks into them. */
export type Builder = (cluster: ClusterSource, settings: Settings) => ReadonlyArray<Manifest<KubernetesObject>>;

/** What every cluster with backups gets, in the order in which people read it: configuration, the host that serves it, the jobs that use it. */
export const builders: readonly Builder[] = [instanceConfigMap, repoHostConfigMap, repoHost, backupJobs];
