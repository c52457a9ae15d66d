import type { Cluster } from "../cpo/cluster.ts";
import type { Settings } from "../cpo/settings.ts";
import type { Secret } from "../secret/secret.ts";
import { type ClusterContext, type ClusterSources, clusterContext } from "./cluster-context.ts";
import type { CheckInput } from "./input.ts";

/** What a rule may look at that compares clusters. */
export interface ComparisonContext extends Pick<CheckInput, "allClusters" | "cloned" | "clusters"> {
  /** The Secret that a cluster names, by the name as the cluster spells it; undefined where it is not in the input. */
  readonly secretOf: (cluster: Cluster, name: string) => Secret | undefined;
  /**
   * The context of a cluster. Only the last one is kept, for those of a large fleet would fill the memory: a rule takes from it what it
   * needs, and does not hold on to it.
   */
  readonly contextOf: (cluster: Cluster) => ClusterContext;
  /** The operator's settings for a cluster. */
  readonly settingsOf: (cluster: Cluster) => Settings;
  /** Equal for clusters in which a later step fills in the same: those of one input and, where files were read, of one folder. */
  readonly filledInTogether: (cluster: Cluster) => string;
  /** The cluster with a backup section that has this name; undefined where the input has none. */
  readonly clusterNamed: (name: string, namespace: string | undefined) => Cluster | undefined;
}

/** What a rule may look at that speaks of what clusters share: the whole input. */
export interface InputContext extends CheckInput, ComparisonContext {
  /** The Secrets of the input that clusters name for their backups or for the source of a clone. */
  readonly namedSecrets: readonly NamedSecret[];
}

/** A Secret, and the first cluster that names it. */
export interface NamedSecret {
  readonly cluster: Cluster;
  readonly secret: Secret;
}

/** The context of the input, with nothing computed yet. */
export function inputContext(input: CheckInput): InputContext {
  let secrets: readonly NamedSecret[] | undefined;
  return {
    ...input,
    secretOf: (cluster, name) => input.secret(name, cluster.namespace),
    contextOf: lastContext(() => input),
    settingsOf: () => input.settings,
    filledInTogether: ({ object: { file: { path } = { path: "" } } }) => path.slice(0, path.lastIndexOf("/") + 1),
    clusterNamed: clustersByName(input.clusters),
    get namedSecrets() {
      secrets ??= namedSecrets(input);
      return secrets;
    },
  };
}

/** Finds a cluster by its name and namespace. The names are sorted when the first is asked for. */
export function clustersByName(clusters: readonly Cluster[]): ComparisonContext["clusterNamed"] {
  let byName: ReadonlyMap<string, Cluster> | undefined;
  return (name, namespace) => {
    byName ??= new Map(clusters.map((cluster) => [nameKey(cluster.name, cluster.namespace), cluster]));
    return byName.get(nameKey(name, namespace));
  };
}

const nameKey = (name: string, namespace = "") => `${namespace}/${name}`;

/** Makes the context of a cluster, and keeps the last one. */
export function lastContext(sourcesOf: (cluster: Cluster) => ClusterSources): ComparisonContext["contextOf"] {
  let last: ClusterContext | undefined;
  return (cluster) => {
    if (last?.cluster !== cluster) last = clusterContext(cluster, sourcesOf(cluster));
    return last;
  };
}

/** Each name once, in the order of the input: those of backups first. */
function namedSecrets({ cloned, clusters, secret }: CheckInput): readonly NamedSecret[] {
  const seen = new Set<string>();
  const named: NamedSecret[] = [];
  const add = (cluster: Cluster, name = "") => {
    const key = nameKey(name, cluster.namespace);
    if (name === "" || seen.has(key)) return;
    seen.add(key);
    const found = secret(name, cluster.namespace);
    if (found !== undefined) named.push({ cluster, secret: found });
  };
  for (const cluster of clusters) add(cluster, cluster.secretName);
  for (const cluster of cloned) add(cluster, cluster.resource.spec.clone?.pgbackrest?.configuration?.secret);
  return named;
}
