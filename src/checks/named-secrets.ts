import type { Cluster } from "../cpo/cluster.ts";
import type { SecretFiles } from "../secret/secret-files.ts";
import type { Subject } from "./rule.ts";

/** The Secrets of the input that clusters name for their backups or their clone's source: each once, with the first cluster that names it. */
export function* namedSecrets({ cloned, clusters, secret }: Subject): Iterable<{
  readonly cluster: Cluster;
  readonly secret: SecretFiles;
}> {
  const seen = new Set<string>();
  const names = function* () {
    for (const cluster of clusters) yield { cluster, name: cluster.secretName };
    for (const cluster of cloned)
      yield { cluster, name: cluster.resource.spec.clone?.pgbackrest?.configuration?.secret ?? "" };
  };
  for (const { cluster, name } of names()) {
    const key = `${cluster.namespace ?? ""}/${name}`;
    if (name === "" || seen.has(key)) continue;
    seen.add(key);
    const found = secret(name, cluster.namespace);
    if (found !== undefined) yield { cluster, secret: found };
  }
}
