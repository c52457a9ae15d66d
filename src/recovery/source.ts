import type { ClusterConfiguration } from "../configuration/cluster-configuration.ts";
import type { EnvironmentOption } from "../configuration/environment.ts";
import type { ScheduledJob } from "../configuration/scheduled-jobs.ts";
import type { Cluster } from "../cpo/cluster.ts";
import type { Settings } from "../cpo/settings.ts";

/** A cluster with a backup section, and all that says what becomes of its backups. The context of the checks is one. */
export interface RecoverySource {
  readonly cluster: Cluster;
  readonly configuration: ClusterConfiguration;
  readonly environment: readonly EnvironmentOption[];
  readonly jobs: readonly ScheduledJob[];
  readonly settings: Pick<Settings, "logicalBackupSchedule" | "minInstances">;
}
