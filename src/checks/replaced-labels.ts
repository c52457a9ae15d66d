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
  const { keys, mayBeReplaced } = selectionBy(settings);
  const isOne = (key: string) => keys.has(key);
  return (
    mayBeReplaced ||
    (spec.labels !== undefined && Object.keys(spec.labels).some(isOne)) ||
    (spec.backup?.pgbackrest?.labels !== undefined && Object.keys(spec.backup.pgbackrest.labels).some(isOne))
  );
}

/** What is the same for every cluster. */
interface Selection {
  /** The keys of the labels by which pods are selected. */
  readonly keys: ReadonlySet<string>;
  /** True where settings alone may put something over these labels, whatever labels a cluster gives its pods. */
  readonly mayBeReplaced: boolean;
}

const selections = new WeakMap<Settings, Selection>();

function selectionBy(settings: Settings): Selection {
  const known = selections.get(settings);
  if (known !== undefined) return known;
  const keys = new Set(Object.keys(selectorLabels({ name: "" }, settings, "repo-host")));
  const others = ["team", "cpo_monitoring_stack", ...settings.inheritedLabels];
  const selection = { keys, mayBeReplaced: others.some((key) => keys.has(key)) };
  selections.set(settings, selection);
  return selection;
}
