import { problemOf } from "../status/problem.ts";
import type { StatusProblem } from "../status/status-schema.ts";
import { visible } from "../text/visible.ts";
import type { ApiServer } from "./api/api-server.ts";
import type { StatusOrder } from "./status-order.ts";

/**
 * What to say where no cluster was found, and nothing kept it from being found.
 * @param namespace The one that was asked; absent where it was all of them.
 * @param quiet Asks without saying what is forbidden.
 */
export async function nothingFound(
  { hasManifests, cluster, selector }: Pick<StatusOrder, "hasManifests" | "cluster" | "selector">,
  namespace: string | undefined,
  quiet: ApiServer,
): Promise<StatusProblem> {
  const named = cluster === undefined ? "" : ` \`${visible(cluster.name)}\``;
  if (hasManifests)
    return problemOf("no-cluster", `There is no cluster${named} in the manifests.`, {
      fix: "Name the files or kustomizations that have it.",
    });
  const seeAll = "See with `kubectl get postgresqls --all-namespaces` what there is";
  if (namespace !== undefined && (await isNamespaceMissing(namespace, quiet)))
    return problemOf("no-cluster", `There is no namespace ${visible(namespace)}.`, {
      fix: `${seeAll}, and name its namespace with \`-n\`, or another context with \`--context\`.`,
    });
  const where = namespace === undefined ? "in any namespace" : `in namespace ${visible(namespace)}`;
  const which = selector === undefined ? "" : ` that \`-l ${visible(selector)}\` selects`;
  const more = selector === undefined ? "" : ", or another `-l`";
  return problemOf("no-cluster", `There is no cluster${named}${which} ${where}.`, {
    fix: `${seeAll}, and name its namespace with \`-n\`${more}.`,
  });
}

/** True where the API server says that there is no such namespace; false also where it may not be asked. Each has its name as a label. */
export async function isNamespaceMissing(namespace: string, quiet: ApiServer): Promise<boolean> {
  let isEmpty = false;
  const labelSelector = `kubernetes.io/metadata.name=${namespace}`;
  for await (const page of quiet.list({ apiVersion: "v1", plural: "namespaces" }, { labelSelector })) {
    if (page.is !== "found" || page.value.length > 0) return false;
    isEmpty = true;
  }
  return isEmpty;
}
