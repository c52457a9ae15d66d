import { type Copied, concatenated, joined } from "../text/copied.ts";
import type { ClusterSource } from "./cluster.ts";
import type { Settings } from "./settings.ts";

type Labels<Text extends Copied> = Record<string, Text>;
type MemberType = "postgresql" | "repo-host" | "backup-job";

/** The operator's fixed key for the kind of pod; unlike the others it cannot be configured. */
const memberType = "member.cpo.opensource.cybertec.at/type";

/** SEL of contract 2.0: what selectors match by. */
export function selectorLabels<Text extends Copied>(
  cluster: ClusterSource<Text>,
  settings: Settings,
  type?: MemberType,
): Labels<Text | string> {
  const labels: Labels<Text | string> = { ...settings.clusterLabels };
  labels[settings.clusterNameLabel] = cluster.name;
  if (type !== undefined) labels[memberType] = type;
  return labels;
}

/** META of contract 2.0: labels of an object itself. Without a type: those of a volume claim. */
export function objectLabels<Text extends Copied>(
  cluster: ClusterSource<Text>,
  settings: Settings,
  type?: MemberType,
): Labels<Text | string> {
  const labels = selectorLabels(cluster, settings, type);
  labels.team = cluster.resource.spec.teamId;
  for (const key of settings.inheritedLabels) {
    const value = cluster.labels[key];
    if (value !== undefined) labels[key] = value;
  }
  return labels;
}

/** POD of contract 2.0: labels of a pod template; the user's own come last and win, then the mark for monitoring. */
export function podLabels<Text extends Copied>(
  cluster: ClusterSource<Text>,
  settings: Settings,
  type: MemberType,
): Labels<Text | string> {
  return {
    ...objectLabels(cluster, settings, type),
    ...cluster.resource.spec.labels,
    ...cluster.resource.spec.backup?.pgbackrest?.labels,
    ...(cluster.resource.spec.monitor !== undefined && { cpo_monitoring_stack: "true" }),
  };
}

/** The `SELECTOR` by which a backup job finds the pod to run in: `key=value`, sorted by bytes, joined by commas. Keys alone decide the order. */
export function selectorText<Text extends Copied>(labels: Readonly<Record<string, Text>>): Text | string {
  const sorted = Object.entries(labels).sort(([left], [right]) => (`${left}=` < `${right}=` ? -1 : 1));
  return concatenated(
    sorted.map(([key, value]) => joined`${key}=${value}`),
    ",",
  );
}
