/** How a release of the operator differs from others in what this program makes or says. A difference is one field here. */
export interface OperatorRelease {
  /** As in its tag, without `v`. */
  readonly name: string;
  /** The name in the host names by which the repo host reaches the Postgres pods, behind the pod's own: of the cluster's main Service, or of its Service for pods. */
  readonly postgresHosts: "main service" | "pods service";
  /** Whether backup jobs run with a read-only root, whatever the operator's settings say. */
  readonly backupJobReadOnlyRoot: boolean;
  /** Whether the values of its Helm chart turn on `container_readonly_root_filesystem`. That of v0.9.1 has a name for it that nothing reads. */
  readonly chartReadOnlyRoot: boolean;
  /** Whether the API server keeps `container_readonly_root_filesystem` in an OperatorConfiguration. */
  readonly configurationHasReadOnlyRoot: boolean;
  /** The pods that heed this setting. Where it is not the jobs, they get other volumes, which no container mounts. */
  readonly readOnlyRootPods: "none" | "repo host" | "repo host and jobs";
  /** Whether the API server keeps `spec.labels`, and `env` and `labels` of the backup section. */
  readonly hasPodFields: boolean;
  /** The pods that get the variables of `spec.env`. */
  readonly clusterVariables: "Postgres" | "all";
  /** What a cluster with `monitor` has its label for monitoring on, of the repo host: its pods, or the StatefulSet, too. */
  readonly monitoringLabel: "pods" | "StatefulSet and pods";
  /** Whether `monitor` gives repo host and jobs a volume, which no container mounts. */
  readonly exporterVolume: boolean;
  /** How options of a restore reach the shell that runs it. */
  readonly restoreOptions: "as they are" | "in quotes";
  /** What is taken for the wish to restore: a `restore.id` other than that of the last restore, or even none. */
  readonly restoreStarts: "another id" | "another id, or none";
}

const v092 = {
  name: "0.9.2",
  postgresHosts: "pods service",
  backupJobReadOnlyRoot: true,
  chartReadOnlyRoot: true,
  configurationHasReadOnlyRoot: true,
  readOnlyRootPods: "repo host and jobs",
  hasPodFields: true,
  clusterVariables: "all",
  monitoringLabel: "pods",
  exporterVolume: false,
  restoreOptions: "in quotes",
  restoreStarts: "another id",
} as const satisfies OperatorRelease;

const v091 = {
  ...v092,
  name: "0.9.1",
  chartReadOnlyRoot: false,
  hasPodFields: false,
  clusterVariables: "Postgres",
  monitoringLabel: "StatefulSet and pods",
} as const satisfies OperatorRelease;

const v090 = {
  ...v091,
  name: "0.9.0",
  postgresHosts: "main service",
  configurationHasReadOnlyRoot: false,
  readOnlyRootPods: "repo host",
  exporterVolume: true,
  restoreOptions: "as they are",
  restoreStarts: "another id, or none",
} as const satisfies OperatorRelease;

const v083 = {
  ...v090,
  name: "0.8.3",
  backupJobReadOnlyRoot: false,
  readOnlyRootPods: "none",
  exporterVolume: false,
} as const satisfies OperatorRelease;

/** The releases that were run side by side (contract section 6), the oldest first. */
export const operatorReleases = {
  "0.8.3": v083,
  "0.9.0": v090,
  "0.9.1": v091,
  "0.9.2": v092,
} as const satisfies Readonly<Record<string, OperatorRelease>>;

/** The newest of them, whose objects are made where nothing says another. */
export const newestRelease: OperatorRelease = v092;

/** The oldest. */
export const oldestRelease: OperatorRelease = v083;

/** What a text says of a release. One that is newer than all that are known is taken for the newest of these. */
export type NamedRelease =
  | { readonly is: "known"; readonly release: OperatorRelease }
  | { readonly is: "newer"; readonly release: OperatorRelease; readonly name: string }
  /** A release that is older than these, or between two of them. */
  | { readonly is: "unknown"; readonly name: string }
  | { readonly is: "not a release" };

/**
 * Reads the name of a release: `0.9.2`, also as tags of images and versions of charts have it: `v0.9.2-1`, where `-1` counts the builds of
 * one release.
 */
export function releaseNamed(text: string): NamedRelease {
  const [, name] = /^v?((?:0|[1-9]\d{0,3})(?:\.(?:0|[1-9]\d{0,3})){2})(?:[-+][\w.+-]*)?$/.exec(text.trim()) ?? [];
  if (name === undefined) return { is: "not a release" };
  const release = Object.values<OperatorRelease>(operatorReleases).find((known) => known.name === name);
  if (release !== undefined) return { is: "known", release };
  return isNewer(name, newestRelease.name) ? { is: "newer", release: newestRelease, name } : { is: "unknown", name };
}

/** True where the first of two releases is the newer one. */
export function isNewer(left: string, right: string): boolean {
  const [a, b] = [left, right].map((name) => name.split(".").map(Number));
  const at = a?.findIndex((part, index) => part !== b?.[index]) ?? -1;
  return at >= 0 && (a?.[at] ?? 0) > (b?.[at] ?? 0);
}

const choicesOf = (names: readonly string[]) =>
  names
    .map((name) => `\`${name}\``)
    .join(", ")
    .replace(/, (?=[^,]*$)/, " or ");

/** The names of the releases that are known, for a sentence. */
export const releaseChoices = (): string => choicesOf(Object.keys(operatorReleases));

/** Those of them that an operator can be upgraded to from a release that is not known. */
export const upgradeChoices = (name: string): string =>
  choicesOf(Object.keys(operatorReleases).filter((known) => isNewer(known, name)));
