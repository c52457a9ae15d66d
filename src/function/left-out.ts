import { type Cluster, pvcRepositories } from "../cpo/cluster.ts";
import { repoHostName } from "../cpo/names.ts";
import { repoHostMaker } from "../cpo/repo-host-maker.ts";
import type { Settings } from "../cpo/settings.ts";
import type { StaleObject } from "../krm/stale-object.ts";

/** The same, where a repo host of an earlier run is unwanted because it is left to the operator: with that as the reason. */
export function withReasons(
  stale: readonly StaleObject[],
  clusters: ReadonlyArray<{ readonly cluster: Cluster }>,
  settings: Settings,
): readonly StaleObject[] {
  if (!stale.some(isUnwantedHost)) return stale;
  const leftOut = new Set(
    clusters
      .filter(({ cluster }) => repoHostMaker(cluster, settings) === "operator" && pvcRepositories(cluster).length > 0)
      .map(({ cluster: { name, namespace = "" } }) => `${namespace}/${repoHostName(name)}`),
  );
  return stale.map((each) => {
    const { name = "", namespace = "" } = each.object;
    if (!isUnwantedHost(each) || !leftOut.has(`${namespace}/${name}`)) return each;
    return {
      ...each,
      because: {
        problem: `StatefulSet \`${name}\` was created by this function, but \`operator\` is set for the repo host of its cluster, which leaves the StatefulSet to the operator.`,
        fix: 'Run the function again, so that it removes the StatefulSet from the manifests. If it was applied, read docs/operator.md first ("Who makes the repo host"): a deployer that prunes must not delete it together with its pod.',
      },
    };
  });
}

const isUnwantedHost = (stale: StaleObject): stale is StaleObject & { readonly is: "unwanted" } =>
  stale.is === "unwanted" && stale.object.kind === "StatefulSet";
