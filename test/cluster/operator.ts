import Type, { type Static, type TSchema } from "typebox";
import { parseAllDocuments } from "yaml";
import { checked } from "./checked.ts";
import type { Cluster } from "./cluster.ts";

/*
 * The operator's part: what v0.9.2 writes into objects beside a deployer, as the audit log of an API server showed it, with the operator's own
 * identity and field manager.
 */

const strings = Type.Record(Type.String(), Type.String());
const manifest = Type.Object({
  kind: Type.String(),
  metadata: Type.Object({
    name: Type.String(),
    namespace: Type.String(),
    labels: Type.Optional(Type.Union([strings, Type.Null()])),
    annotations: Type.Optional(Type.Union([strings, Type.Null()])),
  }),
  data: Type.Optional(strings),
});
/** An object with the fields that are looked at here, and all its others. */
export type Manifest = Static<typeof manifest>;

const identified = Type.Object({ metadata: Type.Object({ name: Type.String(), uid: Type.String() }) });
const list = <Item extends TSchema>(item: Item) => Type.Object({ items: Type.Array(item) });

const configuration = "pgbackrest_instance.conf";
const ownerLabel = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner";
const manager = "--field-manager=postgres-operator";

export const manifestsOf = (text: string): readonly Manifest[] =>
  parseAllDocuments(text)
    .map((document): unknown => document.toJS())
    .filter((value) => value !== null)
    .map((value) => checked(manifest, value));

/** The operator knows nothing of the label that marks our objects. */
function unmarked<Object extends Manifest>(object: Object): Object {
  const { [ownerLabel]: _, ...labels } = object.metadata.labels ?? {};
  return { ...object, metadata: { ...object.metadata, labels } };
}

/** What the operator leaves of labels and annotations when it replaces an object: its own. */
function withOwnMetadata({ metadata: { annotations: _, labels, ...metadata }, ...object }: Manifest): object {
  const own = Object.entries(labels ?? {}).filter(([key]) => /^(application|team)$|^(cluster|member)\.cpo\./.test(key));
  return { ...object, metadata: { ...metadata, labels: Object.fromEntries(own) } };
}

/** A configuration whose options from `global` come in another order, as they do with the operator from sync to sync: in tutorials/pvc, two. */
export function reordered(object: Manifest): Manifest {
  const text = object.data?.[configuration];
  if (text === undefined) return object;
  const other = text.replace(
    /(repo1-(?:cipher-type|retention-full) = .*)\n(repo1-(?:cipher-type|retention-full) = .*)/,
    "$2\n$1",
  );
  if (other === text) throw new Error(`${object.metadata.name}: there are not two options to reorder`);
  return { ...object, data: { ...object.data, [configuration]: other } };
}

/** Makes the objects of a cluster that was applied without them. */
export function createByOperator(cluster: Cluster, manifests: readonly Manifest[]): void {
  const items = manifests.map((object) => unmarked(reordered(object)));
  asOperator(cluster, ["create", manager, "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items }));
}

/** One sync: A and B patched with their lines in another order, E replaced without the labels of others, D given its owner. */
export function sync(cluster: Cluster, namespace: string): void {
  const inNamespace = ["--namespace", namespace];
  const get = (kind: string): unknown => JSON.parse(cluster.kubectl([...inNamespace, "get", kind, "--output=json"]));
  const read = (kind: string): readonly Manifest[] => checked(list(manifest), get(kind)).items;
  for (const object of read("configmaps")) {
    if (!(configuration in (object.data ?? {}))) continue;
    const patch = JSON.stringify({ data: reordered(object).data });
    asOperator(cluster, [
      ...inNamespace,
      "patch",
      "configmap",
      object.metadata.name,
      manager,
      "--type=merge",
      `--patch=${patch}`,
    ]);
  }
  for (const object of read("cronjobs"))
    asOperator(cluster, ["replace", manager, "-f", "-"], JSON.stringify(withOwnMetadata(object)));
  const owners = checked(list(identified), get("postgresqls")).items;
  for (const { metadata } of read("statefulsets")) {
    const owner = owners.find(({ metadata: { name } }) => metadata.name === `${name}-pgbackrest-repo-host`);
    const reference = {
      apiVersion: "cpo.opensource.cybertec.at/v1",
      kind: "postgresql",
      name: owner?.metadata.name,
      uid: owner?.metadata.uid,
      controller: true,
      blockOwnerDeletion: false,
    };
    const patch = JSON.stringify({ metadata: { ownerReferences: [reference] } });
    asOperator(cluster, [
      ...inNamespace,
      "patch",
      "statefulset",
      metadata.name,
      manager,
      "--type=merge",
      `--patch=${patch}`,
    ]);
  }
}

function asOperator(cluster: Cluster, args: readonly string[], input = ""): void {
  const { status, stderr } = cluster.tryKubectl(args, { as: "operator", input });
  if (status !== 0) throw new Error(`the operator may not: kubectl ${args.join(" ")}\n${stderr}`);
}
