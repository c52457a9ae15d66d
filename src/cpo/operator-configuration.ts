import Type, { type Static } from "typebox";
import { durationPattern } from "../go/duration.ts";
import { cpuPattern, memoryPattern } from "./kubernetes-types.ts";

/*
 * The settings of the operator that reach the pgBackRest objects, by the names and in the sections that its `OperatorConfiguration`
 * uses (contract 1.3). One definition serves that resource, the functionConfig's `spec.operator`, and its `v1` ConfigMap form.
 */

const strings = (description: string) => Type.Optional(Type.Array(Type.String(), { description }));
const map = (description: string) => Type.Optional(Type.Record(Type.String(), Type.String(), { description }));
const text = (description: string, otherwise?: string) =>
  Type.Optional(Type.String({ description, ...(otherwise !== undefined && { default: otherwise }) }));
const flag = (description: string, otherwise?: boolean) =>
  Type.Optional(Type.Boolean({ description, ...(otherwise !== undefined && { default: otherwise }) }));
const id = (description: string) => Type.Optional(Type.Integer({ description }));
const retention = (when: string) =>
  Type.Optional(
    Type.Enum(["delete", "retain"], { default: "retain", description: `What happens to them when ${when}.` }),
  );
const retentionPolicy = (options: { additionalProperties?: false }) =>
  Type.Optional(
    Type.Object(
      {
        when_deleted: retention("the StatefulSet is deleted"),
        when_scaled: retention("it has fewer pods than before"),
      },
      { ...options, description: "What happens to the claims of the repo host's StatefulSet." },
    ),
  );

const kubernetes = {
  additional_pod_capabilities: strings("Capabilities added to the repo host's container."),
  cluster_domain: text("DNS domain of the Kubernetes cluster, part of every host name.", "cluster.local"),
  cluster_labels: map("Labels of all objects of a cluster."),
  cluster_name_label: text(
    "Key of the label that holds the cluster's name.",
    "cluster.cpo.opensource.cybertec.at/name",
  ),
  container_readonly_root_filesystem: flag("Read-only root file system, with a volume at /tmp."),
  custom_pod_annotations: map("Annotations of all pods."),
  downscaler_annotations: strings(
    "Regular expressions of annotation keys that the repo host's StatefulSet takes from the cluster.",
  ),
  enable_pod_antiaffinity: flag("Anti-affinity of the repo host.", false),
  ignored_annotations: strings("Annotations that the operator does not compare."),
  inherited_annotations: strings("Annotation keys that objects take from the cluster."),
  inherited_labels: strings("Label keys that objects take from the cluster."),
  node_readiness_label: map("Labels that a node must have."),
  node_readiness_label_merge: Type.Optional(
    Type.Enum(["AND", "OR"], { description: "How node_readiness_label joins the cluster's own node affinity." }),
  ),
  persistent_volume_claim_retention_policy: retentionPolicy({ additionalProperties: false }),
  pod_antiaffinity_preferred_during_scheduling: flag("Anti-affinity preferred, not required.", false),
  pod_antiaffinity_topology_key: text("Topology key of the anti-affinity.", "kubernetes.io/hostname"),
  pod_priority_class_name: text("Priority class of the repo host, if the cluster names none."),
  pod_role_label: text(
    "Key of the label that holds a pod's role; backup jobs find the primary by it.",
    "member.cpo.opensource.cybertec.at/role",
  ),
  pod_service_account_name: text("Service account of the repo host and of the backup jobs."),
  pod_terminate_grace_period: Type.Optional(
    Type.String({
      pattern: durationPattern,
      description: "Termination grace period as a Go duration, for example 5m.",
      default: "5m",
    }),
  ),
  share_pgsocket_with_sidecars: flag("Adds the socket volume to the repo host.", false),
  spilo_allow_privilege_escalation: flag("allowPrivilegeEscalation of all containers.", true),
  spilo_fsgroup: id("fsGroup of the repo host."),
  spilo_privileged: flag("privileged of all containers.", false),
  spilo_runasgroup: id("runAsGroup of the repo host."),
  spilo_runasuser: id("runAsUser of the repo host."),
  toleration: map("The one toleration of the repo host, if the cluster lists none: key, operator, value, effect."),
};

const cloud = {
  additional_secret_mount: text("Secret mounted into all containers."),
  additional_secret_mount_path: text("Where additional_secret_mount is mounted.", "/meta/credentials"),
  kube_iam_role: text("Value of the pod annotation iam.amazonaws.com/role."),
};

const quantity = (pattern: string, description: string, otherwise?: string) =>
  Type.Optional(Type.String({ pattern, description, ...(otherwise !== undefined && { default: otherwise }) }));
const podResources = {
  default_cpu_limit: quantity(cpuPattern, "CPU limit of the repo host, if the cluster sets none.", "1"),
  default_cpu_request: quantity(cpuPattern, "CPU request of the repo host, if the cluster sets none.", "100m"),
  default_memory_limit: quantity(memoryPattern, "Memory limit of the repo host, if the cluster sets none.", "500Mi"),
  default_memory_request: quantity(
    memoryPattern,
    "Memory request of the repo host, if the cluster sets none.",
    "100Mi",
  ),
  max_cpu_request: quantity(cpuPattern, "Most that the Postgres container may request of CPU."),
  max_memory_request: quantity(memoryPattern, "Most that the Postgres container may request of memory."),
  min_cpu_limit: quantity(cpuPattern, "Least CPU limit of the Postgres container.", "250m"),
  min_memory_limit: quantity(memoryPattern, "Least memory limit of the Postgres container.", "250Mi"),
};

const logicalBackup = {
  logical_backup_schedule: text("Schedule that the operator uses in place of an empty one.", "30 00 * * *"),
};

const general = {
  docker_image: text("Postgres image of clusters that name none; its tag shows the pgBackRest release."),
  enable_crd_registration: flag(
    "Whether the operator writes its own CRD over the chart's, which lacks fields of GCS and Azure repositories.",
    true,
  ),
  kubernetes_use_configmaps: flag("Must be true for pvc repositories: without it the repo host has no DNS records."),
  min_instances: Type.Optional(
    Type.Integer({
      minimum: -1,
      default: -1,
      description: "Least number of instances of every cluster; below 1: none.",
    }),
  ),
  set_memory_request_to_limit: flag("Raises the memory request of the repo host to its limit.", false),
};

/** All settings side by side. */
export const flatSettings = { ...general, ...kubernetes, ...cloud, ...podResources, ...logicalBackup };

const sections = (options: { additionalProperties?: false }) => {
  const described = (description: string) => ({ ...options, description });
  return {
    kubernetes: Type.Optional(Type.Object(kubernetes, described("Settings of pods and of other objects."))),
    aws_or_gcp: Type.Optional(Type.Object(cloud, described("Settings of clouds."))),
    postgres_pod_resources: Type.Optional(
      Type.Object(podResources, described("CPU and memory where a cluster does not say.")),
    ),
    logical_backup: Type.Optional(Type.Object(logicalBackup, described("Settings of logical backups."))),
  };
};

/** The chart's schema has this pattern, narrower than what Kubernetes takes for a schedule; the operator's other forms have none. */
const logicalBackupSchedule = Type.Optional(
  Type.String({ pattern: "^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$" }),
);

/**
 * What reaches no object of ours, but the resource's CRD limits (CYBERTEC-pg-operator v0.9.2, crds.go): the API server refuses the whole
 * resource for one of these.
 */
const notLessThan = (minimum: number) => Type.Optional(Type.Integer({ minimum }));
const oneOf = (...values: readonly string[]) => Type.Optional(Type.Enum([...values]));
const cpu = Type.Optional(Type.String({ pattern: cpuPattern }));
const memory = Type.Optional(Type.String({ pattern: memoryPattern }));
const limited = {
  general: { max_instances: notLessThan(-1), workers: notLessThan(1) },
  kubernetes: {
    pdb_name_format: Type.Optional(Type.String()),
    pod_management_policy: oneOf("ordered_ready", "parallel"),
    secret_name_template: Type.Optional(Type.String()),
    storage_resize_mode: oneOf("ebs", "mixed", "pvc", "off"),
  },
  logicalBackup: {
    logical_backup_cpu_limit: cpu,
    logical_backup_cpu_request: cpu,
    logical_backup_memory_limit: memory,
    logical_backup_memory_request: memory,
    logical_backup_provider: oneOf("az", "gcs", "s3"),
  },
  users: { super_username: Type.Optional(Type.String()), replication_username: Type.Optional(Type.String()) },
  loadBalancer: { external_traffic_policy: oneOf("Cluster", "Local") },
  connectionPooler: {
    connection_pooler_default_cpu_limit: cpu,
    connection_pooler_default_cpu_request: cpu,
    connection_pooler_default_memory_limit: memory,
    connection_pooler_default_memory_request: memory,
    connection_pooler_mode: oneOf("session", "transaction"),
    connection_pooler_number_of_instances: notLessThan(1),
  },
};

/** The operator's own resource. It has many more fields; only those that we read, or that its CRD limits, are checked. */
export const operatorConfiguration = Type.Object({
  apiVersion: Type.Literal("cpo.opensource.cybertec.at/v1"),
  kind: Type.Literal("OperatorConfiguration"),
  configuration: Type.Object({
    ...general,
    ...limited.general,
    ...sections({}),
    kubernetes: Type.Optional(
      Type.Object({
        ...kubernetes,
        ...limited.kubernetes,
        persistent_volume_claim_retention_policy: retentionPolicy({}),
      }),
    ),
    logical_backup: Type.Optional(
      Type.Object({ ...limited.logicalBackup, logical_backup_schedule: logicalBackupSchedule }),
    ),
    users: Type.Optional(Type.Object(limited.users)),
    load_balancer: Type.Optional(Type.Object(limited.loadBalancer)),
    connection_pooler: Type.Optional(Type.Object(limited.connectionPooler)),
  }),
});
export type OperatorConfiguration = Static<typeof operatorConfiguration>;

/** `spec.operator` of the functionConfig: the settings side by side, or in the sections of an OperatorConfiguration. Nothing else. */
export const operatorSettings = Type.Object(
  { ...flatSettings, ...sections({ additionalProperties: false }) },
  { additionalProperties: false },
);

const flat = Type.Object(flatSettings);
/** Settings as read from any of the three places, side by side. */
export type FlatSettings = Static<typeof flat>;
