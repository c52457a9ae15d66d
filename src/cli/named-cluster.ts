import { resolve } from "node:path";
import { type Item, isUnclear, itemsAt } from "../function/item.ts";
import { isOf, readKinds } from "../function/kinds.ts";
import { equalValues } from "../json/equal-values.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { refOf } from "../krm/resource.ts";
import { nearestOf } from "../text/nearest.ts";
import { quotableName } from "../text/quotable.ts";
import { visible } from "../text/visible.ts";
import { UsageError } from "./command.ts";
import { kustomizationIn } from "./kustomization-files.ts";
import type { Located } from "./located.ts";
import type { Unit } from "./unit.ts";

/** A cluster in manifests, as its author wrote it. */
export interface NamedCluster {
  readonly unit: Unit;
  readonly item: Item;
  /** The namespace that it is in: that of the manifest, else the one that the user named. */
  readonly namespace: string | undefined;
}

/** How many names a message lists. */
const listed = 10;

/**
 * Finds a cluster by `NAME` or `NAMESPACE/NAME`. A manifest without a namespace may get any later. Throws `UsageError` with the nearest names
 * where there is none, and with the choices where there are several. `unread` is what could not be read.
 */
export function namedCluster(units: readonly Unit[], given: string, unread: readonly Located[] = []): NamedCluster {
  const all = units.flatMap(clustersIn);
  const missing = unreadText(unread);
  if (all.length === 0)
    throw new UsageError(
      `There is no postgresql in the manifests, so none is named \`${shown(given)}\`. Name its file or folder with -f, or its kustomization with -k.${missing}`,
    );
  const { namespace, name } = parsed(given);
  const ofName = all.filter(({ item }) => item.head.name === name);
  const exact = ofName.filter(({ item }) => namespace === undefined || item.head.namespace === namespace);
  const found = meant(exact.length > 0 ? exact : ofName.filter(({ item }) => item.head.namespace === ""));
  const [first] = found;
  if (first === undefined) throw new UsageError(`${noneOf(given, all)}${missing}`);
  const names = [...new Set(found.map(({ item }) => fullName(item)))];
  if (names.length > 1)
    throw new UsageError(
      `\`${shown(given)}\` is the name of ${names.length} clusters: ${listOf(names, "and")}. Write the namespace in front.`,
    );
  if (found.some(({ item }) => !equalValues(item.value, first.item.value)))
    throw new UsageError(
      `\`${shown(given)}\` is there ${found.length} times, with different content: ${placesOf(found)}. Name one of them with -f or -k.`,
    );
  return { ...first, namespace: first.item.head.namespace || namespace };
}

/** True where there is a cluster of this name in the manifests. */
export const isInManifests = (
  units: readonly Unit[],
  { name, namespace = "" }: { readonly name: string; readonly namespace: string | undefined },
): boolean =>
  units.flatMap(clustersIn).some(({ item: { head } }) => head.name === name && head.namespace === namespace);

/** What could not be read, where the cluster may be in it. */
function unreadText(unread: readonly Located[]): string {
  const [first, ...others] = unread.filter(({ finding }) => finding.severity !== "info");
  if (first === undefined) return "";
  const more = others.length === 0 ? "" : ` (and ${others.length} more that could not be read)`;
  return ` It may be in ${visible(first.file ?? "-")}:${first.line}, which could not be read: ${first.finding.problem}${more}`;
}

const clustersIn = (unit: Unit): readonly Omit<NamedCluster, "namespace">[] => {
  const { list } = unit;
  const read = (index: number) => list.value?.(index) ?? null;
  return list
    .ofKind((kind) => kind === readKinds.postgresql.kind || isUnclear(kind))
    .flatMap((index) => itemsAt(list, read, index))
    .filter(({ head }) => isOf(readKinds.postgresql, head) && head.name !== "")
    .map((item) => ({ unit, item }));
};

function parsed(given: string) {
  const slash = given.indexOf("/");
  return slash < 0
    ? { namespace: undefined, name: given }
    : { namespace: given.slice(0, slash), name: given.slice(slash + 1) };
}

/**
 * Without what only looks like the cluster: patches that nothing lists yet, such as the one that this program printed before, and files that
 * lie beside those that a kustomization lists, such as its output.
 */
function meant<Found extends { readonly item: Item }>(found: readonly Found[]): readonly Found[] {
  const whole = someOf(found, ({ item }) => valueAt(item.value, ["spec", "postgresql"]) !== undefined);
  return someOf(whole, ({ item }) => isListed(item));
}

/** True for a resource whose file the kustomization above it lists. */
function isListed({ head: { file }, root }: Item): boolean {
  const resources = root === undefined ? undefined : kustomizationIn(root)?.fields.resources;
  if (root === undefined || file === undefined || !Array.isArray(resources)) return false;
  return resources.some((path: JsonValue) => typeof path === "string" && resolve(root, path) === resolve(file.path));
}

/** The values that are wanted, or all of them where none is. */
function someOf<Value>(values: readonly Value[], isWanted: (value: Value) => boolean): readonly Value[] {
  const wanted = values.filter(isWanted);
  return wanted.length === 0 ? values : wanted;
}

function noneOf(given: string, all: readonly Omit<NamedCluster, "namespace">[]): string {
  const names = [...new Set(all.map(({ item }) => fullName(item)))];
  const { name } = parsed(given);
  const near = new Set([
    ...names.filter((full) => parsed(full).name === name || full === name),
    ...nearestOf(given, names),
    ...(given.includes("/") ? [] : nearNames(name, names)),
  ]);
  const problem = `There is no cluster \`${shown(given)}\` in the manifests.`;
  if (near.size > 0) return `${problem} Did you mean ${listOf([...near], "or")}?`;
  return `${problem} ${names.length === 1 ? "There is" : "There are"} ${listOf(names, "and")}.`;
}

const nearNames = (name: string, names: readonly string[]) => {
  const near = new Set(
    nearestOf(
      name,
      names.map((full) => parsed(full).name),
    ),
  );
  return names.filter((full) => near.has(parsed(full).name));
};

const fullName = ({ head: { namespace, name } }: Item) => (namespace === "" ? name : `${namespace}/${name}`);

function listOf(names: readonly string[], word: "and" | "or"): string {
  const quoted = names.slice(0, listed).map((name) => `\`${shown(name)}\``);
  if (names.length > listed) return `${quoted.join(", ")} and ${names.length - listed} more`;
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} ${word} ${last}`;
}

function placesOf(found: readonly Omit<NamedCluster, "namespace">[]): string {
  const more = found.length > listed ? [`and ${found.length - listed} more`] : [];
  return [...found.slice(0, listed).map(placeOf), ...more].join(", ");
}

function placeOf({ unit, item }: Omit<NamedCluster, "namespace">): string {
  const place = { in: "field", object: refOf(item.head), path: [] } as const;
  const { file, line } = unit.locate([place])(place);
  const own = file === undefined ? "standard input" : `${visible(file)}:${line}`;
  return unit.built === undefined ? own : `${own} in the kustomization ${visible(unit.built.folder)}`;
}

const shown = (name: string) => visible(quotableName(name));
