import { hasRepoHost } from "../cpo/cluster.ts";
import { repoHostName } from "../cpo/names.ts";
import { repoHostMaker } from "../cpo/repo-host-maker.ts";
import type { Settings } from "../cpo/settings.ts";
import type { Reserved } from "../krm/ownership.ts";
import type { StaleObject } from "../krm/stale-object.ts";
import type { Expansion } from "./expand.ts";

/** The same, where a repo host of an earlier run is unwanted because it is left to the operator: with that as the reason. */
export function withReasons(
  stale: readonly StaleObject[],
  clusters: Expansion["clusters"],
  settings: Settings,
): readonly StaleObject[] {
  if (!stale.some(isUnwantedHost)) return stale;
  const leftOut = new Set(
    reservedHosts(clusters, settings).map(({ name: { namespace, name } }) => `${namespace}/${name}`),
  );
  return stale.map((each) => {
    const { name = "", namespace = "" } = each.object;
    if (!isUnwantedHost(each) || !leftOut.has(`${namespace}/${name}`)) return each;
    return {
      ...each,
      because: {
        problem: `StatefulSet \`${name}\` is among the manifests, but \`operator\` is set for the repo host of its cluster, which leaves the StatefulSet to the operator.`,
        fix: 'Run the function again, so that it removes the StatefulSet from the manifests. If it was applied, read docs/operator.md first ("Who makes the repo host"): a deployer that prunes must not delete it together with its pod.',
      },
    };
  });
}

/** The StatefulSets that the operator shall make. Applied before that, one keeps it from making the certificates. */
export function reservedHosts(clusters: Expansion["clusters"], settings: Settings): readonly Reserved[] {
  return clusters
    .filter(({ cluster }) => repoHostMaker(cluster, settings) === "operator" && hasRepoHost(cluster))
    .map(({ cluster: { name, namespace = "" }, head }) => ({
      name: { apiVersion: "apps/v1", kind: "StatefulSet", namespace, name: repoHostName(name) },
      owner: head,
      problem: `StatefulSet \`${repoHostName(name)}\` is in the input and was not created by this function, but the repo host of postgresql \`${name}\` is left to the operator. If it is applied before the operator has made the certificates, the operator never makes them, and no backup is taken.`,
      fix: 'Remove it from the manifests, or set `spec.adopt: true` in the functionConfig to let the function do it. If it was applied, read docs/operator.md first ("Who makes the repo host").',
    }));
}

const isUnwantedHost = (stale: StaleObject): stale is StaleObject & { readonly is: "unwanted" } =>
  stale.is === "unwanted" && stale.object.kind === "StatefulSet";
