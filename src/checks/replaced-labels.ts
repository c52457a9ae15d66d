import type { Cluster } from "../cpo/cluster.ts";
import { podLabels, selectorLabels } from "../cpo/labels.ts";
import type { Settings } from "../cpo/settings.ts";

/** The labels by which the operator selects the pods, where the pods have another value: each with theirs. */
export function replacedLabels(cluster: Cluster, settings: Settings): ReadonlyMap<string, string> {
  if (!mayReplace(cluster, settings)) return none;
  const selector = selectorLabels(cluster, settings, "repo-host");
  const pod = podLabels(cluster, settings, "repo-host");
  const replaced = Object.keys(selector).filter((key) => pod[key] !== selector[key]);
  return new Map(replaced.map((key) => [key, pod[key] ?? ""]));
}

const none: ReadonlyMap<string, string> = new Map();

/** False where nothing is put over these labels, as in most clusters: it saves making the labels of their pods. */
function mayReplace({ resource: { spec } }: Cluster, settings: Settings): boolean {
  const keys = selectorKeys(settings);
  const isOne = (key: string) => keys.has(key);
  return (
    keys.has("team") ||
    keys.has("cpo_monitoring_stack") ||
    settings.inheritedLabels.some(isOne) ||
    (spec.labels !== undefined && Object.keys(spec.labels).some(isOne)) ||
    (spec.backup?.pgbackrest?.labels !== undefined && Object.keys(spec.backup.pgbackrest.labels).some(isOne))
  );
}

const keysOfSettings = new WeakMap<Settings, ReadonlySet<string>>();

/** The keys of the labels by which pods are selected: the same for every cluster. */
function selectorKeys(settings: Settings): ReadonlySet<string> {
  const known = keysOfSettings.get(settings);
  if (known !== undefined) return known;
  const keys = new Set(Object.keys(selectorLabels({ name: "" }, settings, "repo-host")));
  keysOfSettings.set(settings, keys);
  return keys;
}
