import Type, { type Static } from "typebox";
import { checked } from "./checked.ts";
import type { Cluster } from "./cluster.ts";

const item = Type.Object({
  kind: Type.String(),
  metadata: Type.Object({
    name: Type.String(),
    namespace: Type.String(),
    uid: Type.String(),
    resourceVersion: Type.String(),
    managedFields: Type.Optional(
      Type.Array(Type.Object({ manager: Type.String(), subresource: Type.Optional(Type.String()) })),
    ),
  }),
});
const list = Type.Object({ items: Type.Array(item) });

/** An object as the API server has it; it has more fields than these. */
export type Stored = Static<typeof item>;

/** The kinds that we render or that our input has. */
const kinds = "configmaps,secrets,statefulsets,cronjobs,postgresqls,operatorconfigurations";

/** All objects of these kinds of all namespaces, but for what Kubernetes puts into every namespace by itself. */
export function storedObjects(cluster: Cluster, selector: readonly string[] = ["--all-namespaces"]): readonly Stored[] {
  const { items } = checked(
    list,
    JSON.parse(cluster.kubectl(["get", kinds, ...selector, "--output=json", "--show-managed-fields"])),
  );
  return items.filter(({ metadata }) => metadata.name !== "kube-root-ca.crt");
}

const nameOf = ({ kind, metadata }: Stored) => `${kind} ${metadata.namespace}/${metadata.name}`;

/**
 * What an apply that changes nothing leaves as it is: all but the status, which controllers write at any time (of a StatefulSet with its pods,
 * of a CronJob when a backup is due), and the resourceVersion, which the API server counts on for both.
 */
function written(stored: Stored): unknown {
  const { resourceVersion: _, managedFields = [], ...metadata } = stored.metadata;
  const ofSpec = managedFields.filter(({ subresource }) => subresource === undefined);
  return { ...stored, status: undefined, metadata: { ...metadata, managedFields: ofSpec } };
}

/** What is `written` of many objects, by their names. */
export const allWritten = (objects: readonly Stored[]): ReadonlyMap<string, unknown> =>
  new Map(objects.map((stored) => [nameOf(stored), written(stored)]));
