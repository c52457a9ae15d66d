import type { Path } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { lazily } from "../text/memo.ts";

/**
 * Fields of an OperatorConfiguration that are neither nullable nor have a default in its CRD, so that server-side apply refuses a null
 * (CYBERTEC-pg-operator@7569843c:charts/postgres-operator/crds/operatorconfigurations.yaml). A `*` is any entry of a list or map.
 */
const refused = lazily(
  (): ReadonlySet<string> =>
    new Set([
      "aws_or_gcp",
      "aws_or_gcp.additional_secret_mount",
      "aws_or_gcp.gcp_credentials",
      "aws_or_gcp.kube_iam_role",
      "aws_or_gcp.log_s3_bucket",
      "aws_or_gcp.wal_az_storage_account",
      "aws_or_gcp.wal_gs_bucket",
      "aws_or_gcp.wal_s3_bucket",
      "connection_pooler",
      "connection_pooler.connection_pooler_image",
      "crd_categories.*",
      "debug",
      "docker_image",
      "ignore_instance_limits_annotation_key",
      "kubernetes",
      "kubernetes.additional_pod_capabilities",
      "kubernetes.additional_pod_capabilities.*",
      "kubernetes.cluster_labels.*",
      "kubernetes.custom_pod_annotations",
      "kubernetes.custom_pod_annotations.*",
      "kubernetes.delete_annotation_date_key",
      "kubernetes.delete_annotation_name_key",
      "kubernetes.downscaler_annotations",
      "kubernetes.downscaler_annotations.*",
      "kubernetes.ignored_annotations",
      "kubernetes.ignored_annotations.*",
      "kubernetes.infrastructure_roles_secret_name",
      "kubernetes.infrastructure_roles_secrets.*",
      "kubernetes.infrastructure_roles_secrets.*.defaultrolevalue",
      "kubernetes.infrastructure_roles_secrets.*.defaultuservalue",
      "kubernetes.infrastructure_roles_secrets.*.details",
      "kubernetes.infrastructure_roles_secrets.*.passwordkey",
      "kubernetes.infrastructure_roles_secrets.*.rolekey",
      "kubernetes.infrastructure_roles_secrets.*.secretname",
      "kubernetes.infrastructure_roles_secrets.*.template",
      "kubernetes.infrastructure_roles_secrets.*.userkey",
      "kubernetes.inherited_annotations",
      "kubernetes.inherited_annotations.*",
      "kubernetes.inherited_labels",
      "kubernetes.inherited_labels.*",
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
      "logical_backup.logical_backup_azure_storage_account_key",
      "logical_backup.logical_backup_azure_storage_account_name",
      "logical_backup.logical_backup_azure_storage_container",
      "logical_backup.logical_backup_cpu_limit",
      "logical_backup.logical_backup_cpu_request",
      "logical_backup.logical_backup_docker_image",
      "logical_backup.logical_backup_google_application_credentials",
      "logical_backup.logical_backup_memory_limit",
      "logical_backup.logical_backup_memory_request",
      "logical_backup.logical_backup_s3_access_key_id",
      "logical_backup.logical_backup_s3_bucket",
      "logical_backup.logical_backup_s3_endpoint",
      "logical_backup.logical_backup_s3_region",
      "logical_backup.logical_backup_s3_retention_time",
      "logical_backup.logical_backup_s3_secret_access_key",
      "logical_backup.logical_backup_s3_sse",
      "major_version_upgrade",
      "major_version_upgrade.major_version_upgrade_team_allow_list",
      "major_version_upgrade.major_version_upgrade_team_allow_list.*",
      "multisite",
      "multisite.enable",
      "multisite.etcd",
      "multisite.etcd.certSecretName",
      "multisite.etcd.hosts",
      "multisite.etcd.password",
      "multisite.etcd.protocol",
      "multisite.etcd.user",
      "multisite.retry_timeout",
      "multisite.site",
      "multisite.ttl",
      "patroni",
      "postgres_pod_resources",
      "postgres_pod_resources.max_cpu_request",
      "postgres_pod_resources.max_memory_request",
      "scalyr",
      "scalyr.scalyr_api_key",
      "scalyr.scalyr_image",
      "sidecar_docker_images",
      "sidecar_docker_images.*",
      "sidecars.*",
      "teams_api",
      "teams_api.postgres_superuser_teams",
      "teams_api.postgres_superuser_teams.*",
      "teams_api.protected_role_names.*",
      "teams_api.team_api_role_configuration.*",
      "timeouts",
      "users",
      "users.additional_owner_roles.*",
    ]),
);

/** Maps with keys of the user's own, and lists. */
const open = lazily(
  (): ReadonlySet<string> =>
    new Set([...refused()].filter((pattern) => pattern.endsWith(".*")).map((pattern) => pattern.slice(0, -2))),
);

/** The paths of nulls for which server-side apply refuses an OperatorConfiguration, in the order of the manifest. */
export function nullsInOperatorConfiguration(value: JsonValue): readonly Path[] {
  const found: Path[] = [];
  if (isObject(value) && value.configuration !== undefined) collect(value.configuration, ["configuration"], "", found);
  return found;
}

function collect(value: JsonValue, path: Path, pattern: string, found: Path[]): void {
  const entries: Iterable<readonly [name: string | number, field: JsonValue]> = Array.isArray(value)
    ? value.entries()
    : isObject(value)
      ? Object.entries(value)
      : [];
  for (const [name, field] of entries) {
    const own = `${pattern === "" ? "" : `${pattern}.`}${open().has(pattern) ? "*" : name}`;
    if (field !== null) collect(field, [...path, name], own, found);
    else if (refused().has(own)) found.push([...path, name]);
  }
}
