import type { Cluster } from "../cpo/cluster.ts";
import type { Secret } from "../secret/secret.ts";
import { type ClusterContext, clusterContext } from "./cluster-context.ts";
import type { CheckInput } from "./input.ts";

/** What a rule may look at that compares clusters, or speaks of what they share: the whole input. */
export interface InputContext extends CheckInput {
  /**
   * The context of a cluster. Only the last one is kept, for those of a large fleet would fill the memory: a rule takes from it what it
   * needs, and does not hold on to it.
   */
  readonly contextOf: (cluster: Cluster) => ClusterContext;
  /** The cluster with a backup section that has this name; undefined where the input has none. */
  readonly clusterNamed: (name: string, namespace: string | undefined) => Cluster | undefined;
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
  let crd: { readonly hasKeyFields: boolean | undefined } | undefined;
  const crdHasKeyFields = () => {
    crd ??= { hasKeyFields: input.crdHasKeyFields() };
    return crd.hasKeyFields;
  };
  const sources = { ...input, crdHasKeyFields };
  let last: ClusterContext | undefined;
  let secrets: readonly NamedSecret[] | undefined;
  let byName: ReadonlyMap<string, Cluster> | undefined;
  return {
    ...sources,
    contextOf: (cluster) => {
      if (last?.cluster !== cluster) last = clusterContext(cluster, sources);
      return last;
    },
    clusterNamed: (name, namespace) => {
      byName ??= new Map(input.clusters.map((cluster) => [nameKey(cluster.name, cluster.namespace), cluster]));
      return byName.get(nameKey(name, namespace));
    },
    get namedSecrets() {
      secrets ??= [...namedSecrets(input)];
      return secrets;
    },
  };
}

const nameKey = (name: string, namespace = "") => `${namespace}/${name}`;

/** Each name once, in the order of the input: those of backups first. */
function* namedSecrets({ cloned, clusters, secret }: CheckInput): Iterable<NamedSecret> {
  const seen = new Set<string>();
  const names = [
    ...clusters.map((cluster) => ({ cluster, name: cluster.secretName })),
    ...cloned.map((cluster) => ({
      cluster,
      name: cluster.resource.spec.clone?.pgbackrest?.configuration?.secret ?? "",
    })),
  ];
  for (const { cluster, name } of names) {
    const key = nameKey(name, cluster.namespace);
    if (name === "" || seen.has(key)) continue;
    seen.add(key);
    const found = secret(name, cluster.namespace);
    if (found !== undefined) yield { cluster, secret: found };
  }
}
