import type { V1Affinity, V1CronJob, V1CronJobSpec, V1EnvVar, V1ObjectMeta, V1PodSpec } from "@kubernetes/client-node";
import { inheritedAnnotations, podAnnotations } from "../cpo/annotations.ts";
import type { Cluster } from "../cpo/cluster.ts";
import { type JobSettings, jobSettingNames, pathInCronJob } from "../cpo/job-settings.ts";
import { jobSettingsOf } from "../cpo/jobs-annotation.ts";
import { objectLabels, podLabels, selectorLabels, selectorText } from "../cpo/labels.ts";
import { cronJobName, instanceConfigMapName } from "../cpo/names.ts";
import { postgresContainer, primaryRole, repoHostContainer, stanza } from "../cpo/pods.ts";
import type { Repository } from "../cpo/repository.ts";
import type { Settings } from "../cpo/settings.ts";
import { type Copied, type Copies, madePart } from "../text/copied.ts";
import { addedVariables, container, securityContext } from "./container.ts";
import type { OfKind } from "./kinds.ts";
import type { Labels, Manifest } from "./manifest.ts";
import { metadata, templateMetadata } from "./metadata.ts";
import {
  additionalSecretVolume,
  configurationVolume,
  exporterVolume,
  exporterVolumeName,
  jobTemporaryVolume,
  podVolumes,
} from "./pod-volumes.ts";

type CronJob = OfKind<"batch/v1", "CronJob", V1CronJob>;

/** What the operator leaves as it is in a CronJob that is there, so that it can be set, or edited by hand. */
export const keptInBackupJobs = jobSettingNames.map(pathInCronJob);

/** The CronJobs that take backups: one per repository and backup type that the CR schedules (object E, contract 2.6). */
export function backupJobs(cluster: Cluster, settings: Settings, part = madePart): readonly CronJob[] {
  const labels = objectLabels(cluster, settings, "backup-job");
  const annotations = inheritedAnnotations(cluster, settings);
  const common = ofCluster(cluster, settings);
  return cluster.repositories.flatMap((repository) => {
    const ofRepository = { ...targetOf(cluster, settings, repository), ...common };
    return repository.schedules.map((schedule) => ({
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: metadata(cluster, cronJobName(cluster.name, repository.name, schedule.type), { labels, annotations }),
      spec: part(
        jobSpec,
        ofRepository,
        {
          schedule: schedule.cron || settings.logicalBackupSchedule, // the operator takes "" for "not set"
          command: `--stanza=${stanza} --repo=${repository.number} --type=${schedule.type}`,
        },
        settings,
      ),
    }));
  });
}

/** What a job is made of. */
interface JobValues extends JobSettings {
  readonly podMetadata: V1ObjectMeta;
  readonly cluster: string;
  readonly exporter?: string;
  readonly image: string;
  readonly variables: readonly V1EnvVar[];
  readonly configMap: string;
  readonly secret?: string;
  readonly schedule: string;
  readonly command: string;
  readonly container: string;
  readonly selector: string;
}

/** The names of the variables that the operator sets. */
const ownVariables = ["USE_PGBACKREST", "MODE", "COMMAND_OPTS", "CONTAINER", "SELECTOR"] as const;

/** What all jobs of a cluster have in common. */
function ofCluster(cluster: Cluster, settings: Settings) {
  return {
    podMetadata: templateMetadata(
      cluster,
      podLabels(cluster, settings, "backup-job"),
      podAnnotations(cluster, settings),
    ),
    cluster: cluster.name,
    image: cluster.image,
    variables: addedVariables(cluster, ownVariables, settings),
    configMap: instanceConfigMapName(cluster.name),
    ...exporterVolumeName(cluster, settings),
    ...(cluster.secretName !== "" && { secret: cluster.secretName }),
    ...jobSettingsOf(cluster, settings),
  };
}

/** The pod in which the backup runs: the repo host for a volume, else the primary. */
function targetOf(cluster: Cluster, settings: Settings, { storage }: Repository) {
  return storage === "pvc"
    ? { container: repoHostContainer, selector: selectorText(selectorLabels(cluster, settings, "repo-host")) }
    : {
        container: postgresContainer,
        selector: selectorText(
          Object.assign(selectorLabels(cluster, settings), { [settings.podRoleLabel]: primaryRole }),
        ),
      };
}

function jobSpec(job: Copies<JobValues>, settings: Settings): Manifest<V1CronJobSpec> {
  const { timeZone, startingDeadlineSeconds, suspend, successfulJobsHistoryLimit, failedJobsHistoryLimit } = job;
  const { activeDeadlineSeconds, backoffLimit, ttlSecondsAfterFinished } = job;
  return {
    schedule: job.schedule,
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
        template: { metadata: job.podMetadata, spec: podSpec(job, settings) },
      },
    },
  };
}

function podSpec(job: Copies<JobValues>, settings: Settings): Manifest<V1PodSpec> {
  const { volumes, mounts } = podVolumes(
    jobTemporaryVolume(settings),
    exporterVolume(job.exporter),
    additionalSecretVolume(settings),
    configurationVolume(job.configMap, job.secret),
  );
  const own: Record<(typeof ownVariables)[number], Copied<string>> = {
    USE_PGBACKREST: "true",
    MODE: "backup",
    COMMAND_OPTS: job.command,
    CONTAINER: job.container,
    SELECTOR: job.selector,
  };
  return {
    restartPolicy: "Never",
    serviceAccountName: settings.podServiceAccountName,
    terminationGracePeriodSeconds: settings.podTerminateGracePeriod,
    securityContext: {},
    affinity: nearPostgres(selectorLabels({ name: job.cluster }, settings, "postgresql")),
    containers: [
      {
        ...container("pgbackrest-backup", own, job),
        resources: {},
        // Regardless of container_readonly_root_filesystem, with which alone there is a /tmp for the image to write to (contract 5.20).
        securityContext: securityContext(settings, settings.release.backupJobReadOnlyRoot),
        volumeMounts: mounts,
      },
    ],
    volumes,
  };
}

/** Any Postgres pod of the cluster, not only the primary (contract 5.18). */
function nearPostgres(matchLabels: Manifest<Labels>): Manifest<V1Affinity> {
  return {
    podAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 1,
          podAffinityTerm: { labelSelector: { matchLabels }, topologyKey: "kubernetes.io/hostname" },
        },
      ],
    },
  };
}
