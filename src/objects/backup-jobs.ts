import type { V1CronJob, V1PodTemplateSpec } from "@kubernetes/client-node";
import { inheritedAnnotations, podAnnotations } from "../cpo/annotations.ts";
import type { ClusterSource } from "../cpo/cluster.ts";
import { jobSettingNames, pathInCronJob } from "../cpo/job-settings.ts";
import { jobSettingsOf } from "../cpo/jobs-annotation.ts";
import { objectLabels, podLabels, selectorLabels, selectorText } from "../cpo/labels.ts";
import { cronJobName, instanceConfigMapName } from "../cpo/names.ts";
import type { Repository, Schedule } from "../cpo/repository.ts";
import type { Settings } from "../cpo/settings.ts";
import type { Copied } from "../text/copied.ts";
import { container, securityContext } from "./container.ts";
import type { OfKind } from "./kinds.ts";
import type { Labels, Manifest } from "./manifest.ts";
import { metadata, templateMetadata } from "./metadata.ts";
import { additionalSecretVolume, configurationVolume, podVolumes, temporaryVolume } from "./pod-volumes.ts";

type CronJob = OfKind<"batch/v1", "CronJob", V1CronJob>;

/** What the operator leaves as it is in a CronJob that is there, so that it can be set, or edited by hand. */
export const keptInBackupJobs = jobSettingNames.map(pathInCronJob);

/** The CronJobs that take backups: one per repository and backup type that the CR schedules (object E, contract 2.6). */
export function backupJobs(cluster: ClusterSource, settings: Settings): readonly CronJob[] {
  const { activeDeadlineSeconds, backoffLimit, ttlSecondsAfterFinished, ...ofCronJob } = jobSettingsOf(
    cluster,
    settings,
  );
  const { timeZone, startingDeadlineSeconds, suspend, successfulJobsHistoryLimit, failedJobsHistoryLimit } = ofCronJob;
  return cluster.repositories.flatMap((repository) =>
    repository.schedules.map((schedule) => ({
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: metadata(cluster, cronJobName(cluster.name, repository.name, schedule.type), {
        labels: objectLabels(cluster, settings, "backup-job"),
        annotations: inheritedAnnotations(cluster, settings),
      }),
      spec: {
        schedule: schedule.cron || settings.logicalBackupSchedule, // the operator takes "" for "not set"
        ...(timeZone !== undefined && { timeZone }),
        ...(startingDeadlineSeconds !== undefined && { startingDeadlineSeconds }),
        concurrencyPolicy: "Forbid",
        ...(suspend !== undefined && { suspend }),
        ...(successfulJobsHistoryLimit !== undefined && { successfulJobsHistoryLimit }),
        ...(failedJobsHistoryLimit !== undefined && { failedJobsHistoryLimit }),
        jobTemplate: {
          spec: {
            ...(activeDeadlineSeconds !== undefined && { activeDeadlineSeconds }),
            ...(backoffLimit !== undefined && { backoffLimit }),
            ...(ttlSecondsAfterFinished !== undefined && { ttlSecondsAfterFinished }),
            template: backupPod(cluster, settings, repository, schedule),
          },
        },
      },
    })),
  );
}

function backupPod(
  cluster: ClusterSource,
  settings: Settings,
  repository: Repository<Copied>,
  schedule: Schedule,
): Manifest<V1PodTemplateSpec> {
  const { volumes, mounts } = podVolumes(
    temporaryVolume(settings),
    additionalSecretVolume(settings),
    configurationVolume(cluster, instanceConfigMapName(cluster.name)),
  );
  return {
    metadata: templateMetadata(cluster, podLabels(cluster, settings, "backup-job"), podAnnotations(cluster, settings)),
    spec: {
      restartPolicy: "Never",
      serviceAccountName: settings.podServiceAccountName,
      terminationGracePeriodSeconds: settings.podTerminateGracePeriod,
      securityContext: {},
      affinity: nearPostgres(cluster, settings),
      containers: [
        {
          ...container("pgbackrest-backup", cluster, [
            { name: "USE_PGBACKREST", value: "true" },
            { name: "MODE", value: "backup" },
            { name: "COMMAND_OPTS", value: `--stanza=db --repo=${repository.number} --type=${schedule.type}` },
            { name: "CONTAINER", value: repository.storage === "pvc" ? "pgbackrest" : "postgres" },
            { name: "SELECTOR", value: selectorText(targetLabels(cluster, settings, repository)) },
          ]),
          resources: {},
          // Regardless of container_readonly_root_filesystem, with which alone there is a /tmp for the image to write to (contract 5.20).
          securityContext: securityContext(settings, settings.release.backupJobReadOnlyRoot),
          volumeMounts: mounts,
        },
      ],
      volumes,
    },
  };
}

/** The pod in which the backup runs: the repo host for a volume, else the primary. */
function targetLabels(cluster: ClusterSource, settings: Settings, repository: Repository<Copied>): Labels {
  return repository.storage === "pvc"
    ? selectorLabels(cluster, settings, "repo-host")
    : { ...selectorLabels(cluster, settings), [settings.podRoleLabel]: "master" };
}

/** Any Postgres pod of the cluster, not only the primary (contract 5.18). */
function nearPostgres(cluster: ClusterSource, settings: Settings) {
  return {
    podAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 1,
          podAffinityTerm: {
            labelSelector: { matchLabels: selectorLabels(cluster, settings, "postgresql") },
            topologyKey: "kubernetes.io/hostname",
          },
        },
      ],
    },
  };
}
