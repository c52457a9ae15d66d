import type { JobSettings } from "./job-settings.ts";
import type { FlatSettings, OperatorConfiguration } from "./operator-configuration.ts";
import { newestRelease, type OperatorRelease } from "./releases.ts";
import type { RepoHostMaker } from "./repo-host-maker.ts";
import type { CrdName } from "./static-crds.ts";

/** The operator's settings that reach the pgBackRest objects (contract 1.3), resolved: nothing is left to default. */
export interface Settings {
  /** What the operator's release does in its own way. */
  readonly release: OperatorRelease;
  readonly clusterDomain: string;
  readonly clusterLabels: Readonly<Record<string, string>>;
  readonly clusterNameLabel: string;
  readonly podRoleLabel: string;
  readonly inheritedLabels: readonly string[];
  readonly inheritedAnnotations: readonly string[];
  readonly downscalerAnnotations: readonly string[];
  /** Undefined if nothing in the input says; the operator itself then ignores none. */
  readonly ignoredAnnotations?: readonly string[];
  readonly customPodAnnotations: Readonly<Record<string, string>>;
  readonly podServiceAccountName: string;
  /** Seconds. */
  readonly podTerminateGracePeriod: number;
  readonly spiloRunAsUser?: number;
  readonly spiloRunAsGroup?: number;
  readonly spiloFsGroup?: number;
  readonly spiloPrivileged: boolean;
  readonly spiloAllowPrivilegeEscalation: boolean;
  readonly additionalPodCapabilities: readonly string[];
  /** False also where the release does not know the setting. */
  readonly containerReadonlyRootFilesystem: boolean;
  readonly nodeReadinessLabel: Readonly<Record<string, string>>;
  /** `AND`, `OR`, or anything else: then the label is dropped where the CR has terms of its own (contract 2.5). */
  readonly nodeReadinessLabelMerge: string;
  readonly toleration: Readonly<Record<string, string>>;
  readonly podPriorityClassName: string;
  readonly enablePodAntiaffinity: boolean;
  readonly podAntiaffinityTopologyKey: string;
  readonly podAntiaffinityPreferred: boolean;
  readonly additionalSecretMount: string;
  readonly additionalSecretMountPath: string;
  readonly kubeIamRole: string;
  readonly sharePgsocketWithSidecars: boolean;
  readonly pvcRetention: { readonly whenDeleted: string; readonly whenScaled: string };
  readonly defaultResources: {
    readonly cpuRequest: string;
    readonly memoryRequest: string;
    readonly cpuLimit: string;
    readonly memoryLimit: string;
  };
  /** Of the Postgres container alone: the least of its limits, and the most of its requests; empty where there is none. */
  readonly postgresBounds: {
    readonly minCpuLimit: string;
    readonly minMemoryLimit: string;
    readonly maxCpuRequest: string;
    readonly maxMemoryRequest: string;
  };
  readonly setMemoryRequestToLimit: boolean;
  /** Least number of instances of every cluster; below 1: none. */
  readonly minInstances: number;
  readonly logicalBackupSchedule: string;
  /** The CustomResourceDefinition of `postgresql` that is in force, where the input has none. */
  readonly crd: CrdName;
  /** False leaves the repo host without DNS records (contract 5.19). */
  readonly kubernetesUseConfigmaps: boolean;
  /** The operator's Postgres image, for clusters without `dockerImage`; empty where unknown. */
  readonly dockerImage: string;
  /** What the functionConfig sets for the CronJobs of all clusters. The operator has no such settings, and leaves these fields alone. */
  readonly jobs: JobSettings;
  /** Who makes the repo hosts of clusters that do not say so themselves. The operator has no such setting. */
  readonly repoHost: RepoHostMaker;
}

/** Settings that the operator does not have, or does not say. */
export type OwnSettings = { readonly [Name in "crd" | "jobs" | "repoHost"]?: Settings[Name] | undefined };

/** What the settings start from, before what the user gives: whose defaults count, and where they differ (contract 8.1). */
export type Origin =
  /** Nothing in the input says: the values of the release's Helm chart. */
  | { readonly from: "chart" }
  /** An OperatorConfiguration: its schema's defaults, then the operator's. Defaults of `kubernetes` need that section to be there. */
  | { readonly from: "OperatorConfiguration"; readonly kubernetesSection: boolean }
  /** The operator's ConfigMap form: the operator's own defaults. */
  | { readonly from: "ConfigMap" };

/** Returns `undefined` for a Go duration that cannot be read; the schema of the configuration has refused it by then. */
type Seconds = (duration: string) => number | undefined;

/**
 * Resolves the settings of a release: the defaults of their origin, the operator's own configuration, then the functionConfig. Empty
 * strings, maps and lists and a zero duration count as not given, as the operator counts them (contract 8.1).
 */
export function resolveSettings(
  origin: Origin,
  [own = {}, ...others]: readonly FlatSettings[],
  seconds: Seconds,
  release: OperatorRelease = newestRelease,
  { crd, jobs = {}, repoHost = "apply" }: OwnSettings = {},
): Settings {
  const given: FlatSettings = Object.assign({}, stored(origin, own, release), ...others);
  const text = (value: string | undefined, otherwise: string) => value || otherwise;
  const map = (
    value: Readonly<Record<string, string>> | undefined,
    otherwise: Readonly<Record<string, string>> = {},
  ) => (value !== undefined && Object.keys(value).length > 0 ? value : otherwise);
  const schemaAccount =
    origin.from === "OperatorConfiguration" && origin.kubernetesSection ? "cpo-pod" : "postgres-pod";
  return {
    release,
    clusterDomain: text(given.cluster_domain, "cluster.local"),
    clusterLabels: map(given.cluster_labels, { application: "cpo" }),
    clusterNameLabel: text(given.cluster_name_label, "cluster.cpo.opensource.cybertec.at/name"),
    podRoleLabel: text(given.pod_role_label, "member.cpo.opensource.cybertec.at/role"),
    inheritedLabels: given.inherited_labels ?? [],
    inheritedAnnotations: given.inherited_annotations ?? [],
    downscalerAnnotations: given.downscaler_annotations ?? [],
    customPodAnnotations: given.custom_pod_annotations ?? {},
    // An empty name passes the schema, so its default does not apply; the operator's own does.
    podServiceAccountName:
      given.pod_service_account_name === undefined
        ? schemaAccount
        : text(given.pod_service_account_name, "postgres-pod"),
    // A zero duration counts as not given; a fraction of a second is cut off.
    podTerminateGracePeriod: Math.trunc(
      (given.pod_terminate_grace_period && seconds(given.pod_terminate_grace_period)) || 300,
    ),
    spiloPrivileged: given.spilo_privileged ?? false,
    spiloAllowPrivilegeEscalation: given.spilo_allow_privilege_escalation ?? true,
    additionalPodCapabilities: given.additional_pod_capabilities ?? [],
    containerReadonlyRootFilesystem:
      release.readOnlyRootPods !== "none" &&
      (given.container_readonly_root_filesystem ?? (origin.from === "chart" && release.chartReadOnlyRoot)),
    nodeReadinessLabel: given.node_readiness_label ?? {},
    nodeReadinessLabelMerge: given.node_readiness_label_merge ?? (origin.from === "ConfigMap" ? "OR" : ""),
    toleration: given.toleration ?? {},
    podPriorityClassName: given.pod_priority_class_name ?? "",
    enablePodAntiaffinity: given.enable_pod_antiaffinity ?? false,
    podAntiaffinityTopologyKey: text(given.pod_antiaffinity_topology_key, "kubernetes.io/hostname"),
    podAntiaffinityPreferred: given.pod_antiaffinity_preferred_during_scheduling ?? false,
    additionalSecretMount: given.additional_secret_mount ?? "",
    additionalSecretMountPath: text(given.additional_secret_mount_path, "/meta/credentials"),
    kubeIamRole: given.kube_iam_role ?? "",
    sharePgsocketWithSidecars: given.share_pgsocket_with_sidecars ?? false,
    pvcRetention: {
      whenDeleted: given.persistent_volume_claim_retention_policy?.when_deleted ?? "retain",
      whenScaled: given.persistent_volume_claim_retention_policy?.when_scaled ?? "retain",
    },
    defaultResources: {
      cpuRequest: text(given.default_cpu_request, "100m"),
      memoryRequest: text(given.default_memory_request, "100Mi"),
      cpuLimit: text(given.default_cpu_limit, "1"),
      memoryLimit: text(given.default_memory_limit, "500Mi"),
    },
    postgresBounds: {
      minCpuLimit: text(given.min_cpu_limit, "250m"),
      minMemoryLimit: text(given.min_memory_limit, "250Mi"),
      maxCpuRequest: given.max_cpu_request ?? "",
      maxMemoryRequest: given.max_memory_request ?? "",
    },
    minInstances: given.min_instances ?? -1,
    setMemoryRequestToLimit: given.set_memory_request_to_limit ?? false,
    logicalBackupSchedule: text(given.logical_backup_schedule, "30 00 * * *"),
    crd: crd ?? ((given.enable_crd_registration ?? true) ? "registered" : "chart"),
    kubernetesUseConfigmaps: given.kubernetes_use_configmaps ?? origin.from === "chart",
    dockerImage: given.docker_image ?? "",
    jobs,
    repoHost,
    ...(given.ignored_annotations !== undefined && { ignoredAnnotations: given.ignored_annotations }),
    ...(given.spilo_runasuser !== undefined && { spiloRunAsUser: given.spilo_runasuser }),
    ...(given.spilo_runasgroup !== undefined && { spiloRunAsGroup: given.spilo_runasgroup }),
    ...(given.spilo_fsgroup !== undefined && { spiloFsGroup: given.spilo_fsgroup }),
  };
}

/** The operator's own configuration without what the API server drops of it. */
export function stored(origin: Origin, own: FlatSettings, release: OperatorRelease): FlatSettings {
  if (origin.from !== "OperatorConfiguration" || release.configurationHasReadOnlyRoot) return own;
  const { container_readonly_root_filesystem, ...others } = own;
  return others;
}

/** Merges the sections of a configuration; what is outside of them wins. */
export function flatten(configuration: OperatorConfiguration["configuration"] & FlatSettings): FlatSettings {
  const { kubernetes, aws_or_gcp, postgres_pod_resources, logical_backup, ...top } = configuration;
  return { ...kubernetes, ...aws_or_gcp, ...postgres_pod_resources, ...logical_backup, ...top };
}
