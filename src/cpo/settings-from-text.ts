import { durationPattern } from "../go/duration.ts";
import { lazily } from "../text/memo.ts";
import { whatIs } from "../text/quotable.ts";
import type { FlatSettings } from "./operator-configuration.ts";

type FieldType = "text" | "duration" | "boolean" | "integer" | "list" | "map" | "retention";

/** The type of every setting. Spelled out, for the schema would bring its library along; a test holds the two together. */
export const settingTypes = lazily(
  (): Readonly<Record<keyof FlatSettings, FieldType>> => ({
    additional_pod_capabilities: "list",
    additional_secret_mount: "text",
    additional_secret_mount_path: "text",
    cluster_domain: "text",
    cluster_labels: "map",
    cluster_name_label: "text",
    container_readonly_root_filesystem: "boolean",
    custom_pod_annotations: "map",
    default_cpu_limit: "text",
    default_cpu_request: "text",
    default_memory_limit: "text",
    default_memory_request: "text",
    docker_image: "text",
    downscaler_annotations: "list",
    enable_pod_antiaffinity: "boolean",
    ignored_annotations: "list",
    inherited_annotations: "list",
    inherited_labels: "list",
    kube_iam_role: "text",
    enable_crd_registration: "boolean",
    kubernetes_use_configmaps: "boolean",
    logical_backup_schedule: "text",
    max_cpu_request: "text",
    max_memory_request: "text",
    min_cpu_limit: "text",
    min_instances: "integer",
    min_memory_limit: "text",
    node_readiness_label: "map",
    node_readiness_label_merge: "text",
    persistent_volume_claim_retention_policy: "retention",
    pod_antiaffinity_preferred_during_scheduling: "boolean",
    pod_antiaffinity_topology_key: "text",
    pod_priority_class_name: "text",
    pod_role_label: "text",
    pod_service_account_name: "text",
    pod_terminate_grace_period: "duration",
    set_memory_request_to_limit: "boolean",
    share_pgsocket_with_sidecars: "boolean",
    spilo_allow_privilege_escalation: "boolean",
    spilo_fsgroup: "integer",
    spilo_privileged: "boolean",
    spilo_runasgroup: "integer",
    spilo_runasuser: "integer",
    toleration: "map",
  }),
);

/** What a text cannot be read as, by the setting. */
export interface SettingProblem {
  readonly setting: string;
  readonly problem: string;
  readonly fix: string;
}

/**
 * Reads settings written as text, as in the data of a ConfigMap: the operator's own form (`key1:value1,key2:value2` for maps, commas in
 * lists) and the functionConfig's `v1` ConfigMap form. Keys that are not settings are ignored. The result still has to fit the schema.
 */
export function settingsFromText(data: Readonly<Record<string, string>>): {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly problems: readonly SettingProblem[];
} {
  const settings: Record<string, unknown> = {};
  const problems: SettingProblem[] = [];
  for (const [setting, type] of Object.entries(settingTypes())) {
    const text = data[setting];
    if (text === undefined) continue;
    const value = read[type](text.trim());
    if (value === undefined)
      problems.push({
        setting,
        problem: `\`${setting}\` is ${whatIs(text)}, which is not ${expected[type]}.`,
        fix: example[type],
      });
    else settings[setting] = value;
  }
  return { settings, problems };
}

const pairs = (text: string): Record<string, string> | undefined => {
  const entries = text === "" ? [] : text.split(",").map((pair) => /^\s*([^:]+?)\s*:\s*(.*?)\s*$/.exec(pair));
  if (entries.includes(null)) return undefined;
  return Object.fromEntries(entries.map((match) => [match?.[1] ?? "", match?.[2] ?? ""]));
};

/** Booleans as Go's `strconv.ParseBool` reads them. */
function goBoolean(text: string): boolean | undefined {
  if (["1", "t", "T", "true", "TRUE", "True"].includes(text)) return true;
  return ["0", "f", "F", "false", "FALSE", "False"].includes(text) ? false : undefined;
}

const read: Readonly<Record<FieldType, (text: string) => unknown>> = {
  text: (text) => text,
  duration: (text) => (new RegExp(durationPattern).test(text) ? text : undefined),
  boolean: goBoolean,
  integer: (text) => (/^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined),
  list: (text) => (text === "" ? [] : text.split(",").map((item) => item.trim())),
  map: pairs,
  retention: pairs,
};

const expected: Readonly<Record<FieldType, string>> = {
  text: "text",
  duration: "a Go duration",
  boolean: "a boolean",
  integer: "a whole number",
  list: "a list",
  map: "a list of `key:value` pairs",
  retention: "a list of `key:value` pairs",
};

const example: Readonly<Record<FieldType, string>> = {
  text: "Write a string.",
  duration: "Write a duration such as `5m` or `1h30m`; the longest unit is hours.",
  boolean: "Write `true` or `false`.",
  integer: "Write a whole number, digits only.",
  list: "Separate the entries with commas.",
  map: "Write `key1:value1,key2:value2`.",
  retention: "Write `when_deleted:retain,when_scaled:retain`.",
};
