import type { Status } from "../../status/status-schema.ts";
import {
  clustersOf,
  flag,
  moment,
  ofCluster,
  perCluster,
  perJob,
  perRepository,
  problemSamples,
  repositoriesOf,
  type Sample,
  sampleOf,
} from "./samples.ts";

/** A metric, named by Prometheus' practice: base units, moments as seconds since 1970, `_total` for counters alone. */
export interface Metric {
  readonly name: string;
  readonly type: "gauge" | "counter";
  /** Without backslashes and line breaks. */
  readonly help: string;
  readonly samples: (status: Status) => readonly Sample[];
}

const levels = ["ok", "warning", "critical", "unknown"] as const;
const driftKinds = ["missing", "changed", "left-over", "refused", "unknown"] as const;
const backupTypes = ["full", "diff", "incr"] as const;

const gauge = (name: string, help: string, samples: Metric["samples"]): Metric => ({
  name,
  type: "gauge",
  help,
  samples,
});

/** The metrics, in the order in which they are written; those without a sample are left out. */
export const metrics: readonly Metric[] = [
  gauge("status_timestamp_seconds", "When the cluster was looked at.", ({ now }) => sampleOf(moment(now), {})),
  gauge("problems", "Problems that are about no single cluster, such as missing rights, by kind.", ({ problems }) =>
    problemSamples(problems, {}),
  ),
  gauge("cluster_level", "1 for the level that a cluster has, 0 for the others.", (status) =>
    clustersOf(status).flatMap((cluster) =>
      levels.map((level): Sample => [Number(cluster.level === level), { ...ofCluster(cluster), level }]),
    ),
  ),
  gauge("cluster_problems", "Problems of a cluster, by kind; docs/status.md has the kinds.", (status) =>
    clustersOf(status).flatMap((cluster) => problemSamples(cluster.problems, ofCluster(cluster))),
  ),
  gauge(
    "cluster_drift_objects",
    "Objects that are not as the manifests ask for; absent where drift was not asked for.",
    (status) =>
      clustersOf(status).flatMap(({ drift, ...cluster }) =>
        drift === undefined
          ? []
          : driftKinds.map(
              (is): Sample => [
                drift.filter((change) => change.is === is).length,
                { namespace: cluster.namespace, cluster: cluster.name, is },
              ],
            ),
      ),
  ),
  gauge(
    "job_last_success_timestamp_seconds",
    "When a backup of a type last succeeded, as pgbackrest says, else as kubernetes says of its Job.",
    perJob(
      ({ lastSuccess }) => moment(lastSuccess),
      ({ lastSuccessFrom }) => ({ source: lastSuccessFrom }),
    ),
  ),
  gauge(
    "job_due_seconds",
    "How old the last success may have been when the cluster was looked at, by the schedule.",
    perJob(({ dueSeconds }) => dueSeconds),
  ),
  gauge(
    "job_missed_runs",
    "Runs of the schedule since the last success.",
    perJob(({ missedRuns }) => missedRuns),
  ),
  gauge(
    "job_suspended",
    "1 where the CronJob is suspended.",
    perJob(({ suspended }) => flag(suspended)),
  ),
  gauge(
    "job_last_failure_timestamp_seconds",
    "When a Job last failed, if that is after the last success.",
    perJob(({ lastFailure }) => moment(lastFailure)),
  ),
  gauge(
    "job_running_since_timestamp_seconds",
    "When the Job that is running started.",
    perJob(({ runningSince }) => moment(runningSince)),
  ),
  gauge(
    "job_next_timestamp_seconds",
    "When the schedule runs next.",
    perJob(({ next }) => moment(next)),
  ),
  gauge(
    "repository_newest_timestamp_seconds",
    "The newest moment that can be restored.",
    perRepository(({ window }) => moment(window?.newest)),
  ),
  gauge(
    "repository_oldest_point_in_time_timestamp_seconds",
    "From here on every moment can be restored.",
    perRepository(({ window }) => moment(window?.oldestPointInTime)),
  ),
  gauge(
    "repository_oldest_backup_timestamp_seconds",
    "The end of the oldest backup that can be restored.",
    perRepository(({ window }) => moment(window?.oldestBackup)),
  ),
  gauge("repository_backups", "Backups in the repository.", (status) =>
    repositoriesOf(status).flatMap(({ labels, repository: { window } }) =>
      window === undefined ? [] : backupTypes.map((type): Sample => [window.backups[type], { ...labels, type }]),
    ),
  ),
  gauge(
    "repository_size_bytes",
    "What the backups take in the repository, without WAL.",
    perRepository(({ window }) => window?.repositoryBytes),
  ),
  gauge(
    "repository_promised_window_seconds",
    "How far back the manifests promise that every moment can be restored.",
    perRepository(({ promised }) =>
      promised === undefined ? undefined : (promised.guaranteedSeconds ?? Number.POSITIVE_INFINITY),
    ),
  ),
  gauge(
    "repository_promise_kept",
    "0 where less than that can be restored, although the cluster is old enough.",
    perRepository(({ promised }) => flag(promised?.kept)),
  ),
  gauge(
    "archiving_last_success_timestamp_seconds",
    "When WAL was last archived.",
    perCluster(({ archiving }) => moment(archiving?.lastArchived)),
  ),
  gauge(
    "archiving_failing",
    "1 where the last attempt to archive failed.",
    perCluster(({ archiving }) => flag(archiving?.failing)),
  ),
  {
    ...{ name: "archiving_failures_total", type: "counter" },
    help: "Failed attempts to archive since the statistics of PostgreSQL were reset.",
    samples: perCluster(({ archiving }) => archiving?.failures),
  },
  gauge(
    "archiving_waiting_files",
    "WAL files that wait to be archived.",
    perCluster(({ archiving }) => archiving?.waitingFiles),
  ),
  gauge(
    "repo_host_ready",
    "1 where the repo host is ready.",
    perCluster(({ repoHost }) => flag(repoHost?.ready)),
  ),
  gauge(
    "repo_host_certificate_not_after_timestamp_seconds",
    "When the first certificate of the repo host ends.",
    perCluster(({ repoHost }) => moment(repoHost?.certificateUntil)),
  ),
  ...(["warning", "critical"] as const).map((level) =>
    gauge(
      `certificate_${level}_seconds`,
      `A certificate that ends within so long is ${level === "warning" ? "a warning" : "critical"}.`,
      ({ clusters, limits }) =>
        clusters.some(({ repoHost }) => repoHost?.certificateUntil !== undefined)
          ? sampleOf(level === "warning" ? limits.certificateWarningSeconds : limits.certificateCriticalSeconds, {})
          : [],
    ),
  ),
  gauge("repo_host_volume_size_bytes", "Capacity of a volume of the repo host.", (status) =>
    clustersOf(status).flatMap((cluster) =>
      (cluster.repoHost?.volumes ?? []).flatMap(({ bytes, name }) =>
        sampleOf(bytes, { ...ofCluster(cluster), volume: name }),
      ),
    ),
  ),
];
