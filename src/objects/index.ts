import { backupJobs, keptInBackupJobs } from "./backup-jobs.ts";
import { cloneConfigMap, instanceConfigMap, repoHostConfigMap } from "./config-maps.ts";
import { type Builder, builder } from "./kinds.ts";
import { isRepoHostLeftOut, repoHost } from "./repo-host.ts";

/**
 * All that the function makes, in the order in which people read it: configuration, the host that serves it, the jobs that use it. It is
 * also the only list of kinds: what it holds decides how an object of an earlier run is recognized.
 */
export const builders: readonly Builder[] = [
  builder({ of: "backup", apiVersion: "v1", kind: "ConfigMap", build: instanceConfigMap }),
  builder({ of: "backup", apiVersion: "v1", kind: "ConfigMap", build: repoHostConfigMap }),
  builder({ of: "backup", apiVersion: "apps/v1", kind: "StatefulSet", isLeftOut: isRepoHostLeftOut, build: repoHost }),
  builder({ of: "backup", apiVersion: "batch/v1", kind: "CronJob", keeps: keptInBackupJobs, build: backupJobs }),
  builder({ of: "clone", apiVersion: "v1", kind: "ConfigMap", build: cloneConfigMap }),
];
