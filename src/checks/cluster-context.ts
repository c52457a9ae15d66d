import { type ClusterConfiguration, clusterConfiguration } from "../configuration/cluster-configuration.ts";
import { type EnvironmentOption, environmentOptions } from "../configuration/environment.ts";
import { type ScheduledJob, scheduledJobs } from "../configuration/scheduled-jobs.ts";
import { type WrittenConfiguration, writtenConfiguration } from "../configuration/written-configuration.ts";
import type { Cluster } from "../cpo/cluster.ts";
import type { PgBackRestSection } from "../cpo/postgresql.ts";
import { type ScheduledBackup, schedulesOf } from "../cpo/schedules.ts";
import type { Settings } from "../cpo/settings.ts";
import type { PolicyJudge } from "../recovery/policy.ts";
import type { CheckInput, LaterNamespace } from "./input.ts";

/**
 * What a rule about one cluster may look at: that cluster, what pgBackRest reads of it, and what holds for the whole installation. There is
 * no way from here to another cluster. What has to be computed is computed when it is first asked for, and kept as long as the context is.
 */
export interface ClusterContext {
  readonly cluster: Cluster;
  /** The operator's settings. */
  readonly settings: Settings;
  /** The pgBackRest release that the user states; undefined where none is stated. */
  readonly release: string | undefined;
  /** The restore that the cluster asks for; undefined also without an id, for then nothing is restored. */
  readonly restore: Restore | undefined;
  /** The part of the configuration that the cluster's author wrote, for a rule that needs no more. */
  readonly writtenConfiguration: WrittenConfiguration;
  /** All that pgBackRest reads of the cluster. */
  readonly configuration: ClusterConfiguration;
  /** The variables that pgBackRest reads as options. */
  readonly environment: readonly EnvironmentOption[];
  /** The scheduled backups of all repositories, in the order of the CR. */
  readonly schedules: readonly ScheduledBackup[];
  /** The same, with what their CronJobs say of when and how often they run. */
  readonly jobs: readonly ScheduledJob[];
  /** The names of time zones; they are there only where the input names one. */
  readonly timeZones: ReadonlySet<string>;
  /** Judges clusters by the CustomResourceDefinition in the input; undefined where there is none. */
  readonly listedCrd: CheckInput["listedCrd"];
  /** Whether a kustomization that was not built gives the cluster a namespace. */
  readonly laterNamespace: LaterNamespace | undefined;
  /** Judges the cluster by the policy of the functionConfig; undefined without one. */
  readonly policy: PolicyJudge | undefined;
}

/** The context of a cluster that asks for a restore. */
export type RestoreContext = ClusterContext & { readonly restore: Restore };

/** `restore` of the backup section, with the id that starts it. */
export type Restore = NonNullable<PgBackRestSection["restore"]> & { readonly id: string };

/** What is the same for every cluster, and the way to a cluster's own Secret. */
export type ClusterSources = Pick<
  CheckInput,
  "existingJob" | "jobPlace" | "listedCrd" | "release" | "secret" | "settings" | "timeZones"
> &
  Partial<Pick<CheckInput, "laterNamespace" | "policy">>;

/** The context of one cluster, with nothing computed yet. */
export const clusterContext = (cluster: Cluster, sources: ClusterSources): ClusterContext =>
  new LazyContext(cluster, sources);

/** A class, because its getters are made once. An object literal makes them for every cluster, and is slower to read. */
class LazyContext implements ClusterContext {
  readonly cluster: Cluster;
  readonly settings: Settings;
  readonly release: string | undefined;
  readonly restore: Restore | undefined;
  readonly listedCrd: CheckInput["listedCrd"];
  readonly timeZones: ReadonlySet<string>;
  readonly #sources: ClusterSources;
  #writtenConfiguration: WrittenConfiguration | undefined;
  #configuration: ClusterConfiguration | undefined;
  #environment: readonly EnvironmentOption[] | undefined;
  #schedules: readonly ScheduledBackup[] | undefined;
  #jobs: readonly ScheduledJob[] | undefined;

  constructor(cluster: Cluster, sources: ClusterSources) {
    const { listedCrd, release, settings, timeZones } = sources;
    this.cluster = cluster;
    this.settings = settings;
    this.release = release;
    this.restore = restoreOf(cluster);
    this.listedCrd = listedCrd;
    this.timeZones = timeZones;
    this.#sources = sources;
  }

  get writtenConfiguration() {
    const { namespace, secretName } = this.cluster;
    this.#writtenConfiguration ??= writtenConfiguration(
      this.cluster,
      secretName === "" ? undefined : this.#sources.secret(secretName, namespace),
    );
    return this.#writtenConfiguration;
  }

  get configuration() {
    this.#configuration ??= clusterConfiguration(this.cluster, this.writtenConfiguration, this);
    return this.#configuration;
  }

  get environment() {
    this.#environment ??= environmentOptions(this.cluster, this.settings);
    return this.#environment;
  }

  get schedules() {
    this.#schedules ??= schedulesOf(this.cluster);
    return this.#schedules;
  }

  get laterNamespace() {
    return this.#sources.laterNamespace?.(this.cluster.object);
  }

  get policy() {
    return this.#sources.policy;
  }

  get jobs() {
    const { existingJob, jobPlace } = this.#sources;
    this.#jobs ??= scheduledJobs(this.cluster, this.schedules, {
      jobs: this.settings.jobs,
      placeOf: jobPlace,
      existing: existingJob,
    });
    return this.#jobs;
  }
}

function restoreOf({ resource }: Cluster): Restore | undefined {
  const restore = resource.spec.backup?.pgbackrest?.restore;
  return restore?.id === undefined || restore.id === "" ? undefined : { ...restore, id: restore.id };
}
