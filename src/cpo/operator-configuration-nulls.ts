import type { Path } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";

/**
 * Fields of an OperatorConfiguration that are neither nullable nor have a default in its CRD, so that server-side apply refuses a null
 * (CYBERTEC-pg-operator@7569843c:charts/postgres-operator/crds/operatorconfigurations.yaml). A `*` is any entry of a map.
 */
const refused: ReadonlySet<string> = new Set([
  "aws_or_gcp",
  "aws_or_gcp.additional_secret_mount",
  "aws_or_gcp.gcp_credentials",
  "aws_or_gcp.kube_iam_role",
  "aws_or_gcp.log_s3_bucket",
  "aws_or_gcp.wal_s3_bucket",
  "connection_pooler",
  "connection_pooler.connection_pooler_image",
  "debug",
  "docker_image",
  "ignore_instance_limits_annotation_key",
  "kubernetes",
  "kubernetes.additional_pod_capabilities",
  "kubernetes.cluster_labels.*",
  "kubernetes.custom_pod_annotations",
  "kubernetes.custom_pod_annotations.*",
  "kubernetes.delete_annotation_date_key",
  "kubernetes.delete_annotation_name_key",
  "kubernetes.downscaler_annotations",
  "kubernetes.ignored_annotations",
  "kubernetes.infrastructure_roles_secret_name",
  "kubernetes.inherited_annotations",
  "kubernetes.inherited_labels",
  "kubernetes.node_readiness_label",
  "kubernetes.node_readiness_label.*",
  "kubernetes.node_readiness_label_merge",
  "kubernetes.persistent_volume_claim_retention_policy",
  "kubernetes.persistent_volume_claim_retention_policy.when_deleted",
  "kubernetes.persistent_volume_claim_retention_policy.when_scaled",
  "kubernetes.pod_environment_configmap",
  "kubernetes.pod_environment_secret",
  "kubernetes.pod_priority_class_name",
  "kubernetes.spilo_fsgroup",
  "kubernetes.spilo_runasgroup",
  "kubernetes.spilo_runasuser",
  "kubernetes.toleration",
  "kubernetes.toleration.*",
  "kubernetes.watched_namespace",
  "load_balancer",
  "load_balancer.custom_service_annotations",
  "load_balancer.custom_service_annotations.*",
  "logging_rest_api",
  "logical_backup",
  "logical_backup.logical_backup_cpu_limit",
  "logical_backup.logical_backup_cpu_request",
  "logical_backup.logical_backup_docker_image",
  "logical_backup.logical_backup_memory_limit",
  "logical_backup.logical_backup_memory_request",
  "major_version_upgrade",
  "major_version_upgrade.major_version_upgrade_team_allow_list",
  "postgres_pod_resources",
  "postgres_pod_resources.max_cpu_request",
  "postgres_pod_resources.max_memory_request",
  "scalyr",
  "sidecar_docker_images",
  "sidecar_docker_images.*",
  "teams_api",
  "teams_api.postgres_superuser_teams",
  "timeouts",
  "users",
]);

/** Maps with keys of the user's own. */
const maps: ReadonlySet<string> = new Set(
  [...refused].filter((pattern) => pattern.endsWith(".*")).map((pattern) => pattern.slice(0, -2)),
);

/** The paths of nulls for which server-side apply refuses an OperatorConfiguration, in the order of the manifest. */
export function nullsInOperatorConfiguration(value: JsonValue): readonly Path[] {
  const found: Path[] = [];
  if (isObject(value) && value.configuration !== undefined) collect(value.configuration, ["configuration"], "", found);
  return found;
}

function collect(value: JsonValue, path: Path, pattern: string, found: Path[]): void {
  if (!isObject(value)) return;
  for (const [name, field] of Object.entries(value)) {
    const own = `${pattern === "" ? "" : `${pattern}.`}${maps.has(pattern) ? "*" : name}`;
    if (field !== null) collect(field, [...path, name], own, found);
    else if (refused.has(own)) found.push([...path, name]);
  }
}
