import type { OperatorConfiguration } from "./operator-configuration.ts";

/** What the operator names objects of a cluster by, and where each is written; the path is empty where it is not. */
export interface OperatorNames {
  /** Of the Secrets with the passwords: a template. Empty where nothing gives one. */
  readonly secretNameTemplate: string;
  /** Of the PodDisruptionBudget: a template. Empty where nothing gives one. */
  readonly pdbNameFormat: string;
  /** The users that every cluster has, each with a Secret. */
  readonly superUsername: string;
  readonly replicationUsername: string;
}

/** A setting of this many names, by its name in both forms of the configuration. */
export const nameSettings = {
  secretNameTemplate: "secret_name_template",
  pdbNameFormat: "pdb_name_format",
  superUsername: "super_username",
  replicationUsername: "replication_username",
} as const;

const defaults = {
  secretNameTemplate: "{username}.{cluster}.credentials.{tprkind}.{tprgroup}",
  pdbNameFormat: "postgres-{cluster}-pdb",
  superUsername: "postgres",
  replicationUsername: "standby",
};

/**
 * The names by an OperatorConfiguration. The two templates have a default in its CRD alone, below `kubernetes`: without that section, or with
 * an empty text, they are empty (CYBERTEC-pg-operator@b25f3ab5:pkg/controller/operator_config.go).
 */
export function namesByResource({ kubernetes, users }: OperatorConfiguration["configuration"]): OperatorNames {
  const template = (given: string | undefined, otherwise: string) =>
    kubernetes === undefined ? "" : (given ?? otherwise);
  return {
    secretNameTemplate: template(kubernetes?.secret_name_template, defaults.secretNameTemplate),
    pdbNameFormat: template(kubernetes?.pdb_name_format, defaults.pdbNameFormat),
    superUsername: users?.super_username || defaults.superUsername,
    replicationUsername:
      users === undefined
        ? defaults.replicationUsername
        : (users.replication_username ?? "cpo_replication") || defaults.replicationUsername,
  };
}

/** The names by the operator's ConfigMap: a key that is missing has a default, one that is empty does not (pkg/util/config/config.go). */
export const namesByConfigMap = (data: Readonly<Record<string, string>>): OperatorNames => ({
  secretNameTemplate: data[nameSettings.secretNameTemplate] ?? defaults.secretNameTemplate,
  pdbNameFormat: data[nameSettings.pdbNameFormat] ?? defaults.pdbNameFormat,
  superUsername: data[nameSettings.superUsername] ?? defaults.superUsername,
  replicationUsername: data[nameSettings.replicationUsername] ?? defaults.replicationUsername,
});

/** The name that the operator makes of a template: placeholders that it does not know stay. */
export const nameByTemplate = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);

/** The name of the Secret of a user (pkg/cluster/util.go, `credentialSecretNameForCluster`). */
export const credentialSecretName = (template: string, username: string, cluster: string): string =>
  nameByTemplate(template, {
    username: username.replaceAll("_", "-"),
    cluster,
    tprkind: "postgresql",
    tprgroup: "cpo.opensource.cybertec.at",
  });
