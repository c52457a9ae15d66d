import type { Cluster } from "./cluster.ts";
import { primaryRole } from "./pods.ts";
import type { Settings } from "./settings.ts";

type Labels = Record<string, string>;
type MemberType = "postgresql" | "repo-host" | "backup-job";

/** The operator's fixed key for the kind of pod; unlike the others it cannot be configured. */
const memberType = "member.cpo.opensource.cybertec.at/type";

/** The settings by which the operator's objects are found. */
export type LabelSettings = Pick<Settings, "clusterLabels" | "clusterNameLabel" | "podRoleLabel">;

/** SEL of contract 2.0: what selectors match by. Of the cluster it has only the name, which it copies. */
export function selectorLabels<Name>(
  cluster: { readonly name: Name },
  settings: LabelSettings,
  type?: MemberType,
): Record<string, Name | string> {
  const labels: Record<string, Name | string> = Object.assign({}, settings.clusterLabels);
  labels[settings.clusterNameLabel] = cluster.name;
  if (type !== undefined) labels[memberType] = type;
  return labels;
}

const isMonitored = ({ resource }: Cluster): boolean => resource.spec.monitor !== undefined;

/** META of contract 2.0: labels of an object itself. Without a type: those of a volume claim. */
export function objectLabels(cluster: Cluster, settings: Settings, type?: MemberType): Labels {
  const labels = selectorLabels(cluster, settings, type);
  labels.team = cluster.resource.spec.teamId;
  for (const key of settings.inheritedLabels) {
    const value = cluster.labels[key];
    if (value !== undefined) labels[key] = value;
  }
  return labels;
}

/** POD of contract 2.0: labels of a pod template; the user's own come last and win, then the mark for monitoring. */
export function podLabels(cluster: Cluster, settings: Settings, type: MemberType): Labels {
  const ofObject = objectLabels(cluster, settings, type);
  const { backup, labels: given } = cluster.resource.spec;
  const ofSection = backup?.pgbackrest?.labels;
  const isAdded = settings.release.hasPodFields && (given !== undefined || ofSection !== undefined);
  const labels = isAdded ? { ...ofObject, ...given, ...ofSection } : ofObject;
  if (isMonitored(cluster)) labels.cpo_monitoring_stack = "true";
  return labels;
}

/** Labels of the repo host's StatefulSet. Up to v0.9.1, they are one map with those of its pods (contract section 6). */
export function statefulSetLabels(cluster: Cluster, settings: Settings): Labels {
  const labels = objectLabels(cluster, settings, "repo-host");
  if (settings.release.monitoringLabel !== "pods" && isMonitored(cluster)) labels.cpo_monitoring_stack = "true";
  return labels;
}

/** A selector of what all clusters have of a type, or of all that they have. */
export const selectorOfAll = ({ clusterNameLabel }: LabelSettings, type?: MemberType): string =>
  type === undefined ? clusterNameLabel : `${clusterNameLabel},${memberType}=${type}`;

/** A selector of the primaries of all clusters. */
export const selectorOfPrimaries = ({ clusterNameLabel, podRoleLabel }: LabelSettings): string =>
  `${clusterNameLabel},${podRoleLabel}=${primaryRole}`;

/** The `SELECTOR` by which a backup job finds the pod to run in: `key=value`, sorted by bytes, joined by commas. Keys alone decide the order. */
export function selectorText(labels: Readonly<Record<string, string>>): string {
  const sorted = Object.keys(labels).sort((left, right) => (`${left}=` < `${right}=` ? -1 : 1));
  return sorted.map((key) => `${key}=${labels[key]}`).join();
}
