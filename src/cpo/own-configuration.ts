import type { ObjectRef, Path } from "../findings/finding.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import type { OperatorConfiguration } from "./operator-configuration.ts";
import { nullsInOperatorConfiguration } from "./operator-configuration-nulls.ts";
import { namesByConfigMap, namesByResource, type OperatorNames } from "./operator-names.ts";

/** The operator's own configuration among the resources: what decides whether it can work at all, beside the settings of objects. */
export interface OwnConfiguration {
  readonly object: ObjectRef;
  readonly names: OperatorNames;
  /** Where a setting is written, or would be. */
  readonly pathOf: (setting: string) => Path;
  /** Nulls for which server-side apply refuses the configuration. */
  readonly nulls: readonly Path[];
  /** What the operator reads as a Go duration. */
  readonly durations: ReadonlyArray<{ readonly path: Path; readonly text: string }>;
  /** `pod_management_policy`, where the API server does not check it. */
  readonly podManagementPolicy?: string;
}

/** By section; the first stands outside of all (CYBERTEC-pg-operator: pkg/apis/cpo.opensource.cybertec.at/v1/operator_configuration_type.go). */
const durationSettings: ReadonlyArray<readonly [section: string, settings: readonly string[]]> = [
  ["", ["resync_period", "repair_period"]],
  ["kubernetes", ["master_pod_move_timeout"]],
  [
    "timeouts",
    [
      "patroni_api_check_interval",
      "patroni_api_check_timeout",
      "pod_deletion_wait_timeout",
      "pod_label_wait_timeout",
      "ready_wait_interval",
      "ready_wait_timeout",
      "resource_check_interval",
      "resource_check_timeout",
    ],
  ],
];

const sections: Readonly<Record<string, string>> = {
  secret_name_template: "kubernetes",
  pdb_name_format: "kubernetes",
  super_username: "users",
  replication_username: "users",
};

/** An OperatorConfiguration: as it is written, and as it fits its schema. */
export function ownResource(object: ObjectRef, written: JsonValue, read: OperatorConfiguration): OwnConfiguration {
  return {
    object,
    names: namesByResource(read.configuration),
    pathOf: (setting) => ["configuration", sections[setting] ?? "kubernetes", setting],
    nulls: nullsInOperatorConfiguration(written),
    durations: durationSettings.flatMap(([section, settings]) =>
      settings.flatMap((setting) => {
        const path = ["configuration", ...(section === "" ? [] : [section]), setting];
        const text = valueAt(written, path);
        return typeof text === "string" && text !== "" ? [{ path, text }] : [];
      }),
    ),
  };
}

/** The operator's ConfigMap. */
export function ownConfigMap(object: ObjectRef, data: Readonly<Record<string, string>>): OwnConfiguration {
  return {
    object,
    names: namesByConfigMap(data),
    pathOf: (setting) => ["data", setting],
    nulls: [],
    durations: durationSettings.flatMap(([, settings]) =>
      settings.flatMap((setting) => (data[setting] ? [{ path: ["data", setting], text: data[setting] }] : [])),
    ),
    ...(data.pod_management_policy && { podManagementPolicy: data.pod_management_policy }),
  };
}
