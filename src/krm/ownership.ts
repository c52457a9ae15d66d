import type { KubernetesObject } from "@kubernetes/client-node";
import type { Diagnostic } from "../findings/finding.ts";
import { equalValues } from "../json/equal-values.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { groupOf } from "../kubernetes/api-version.ts";
import { addTo } from "../text/groups.ts";
import { differencesOf, type MayShow } from "./differences.ts";
import { namesOf, type ObjectName, type ResourceHead, refOf } from "./resource.ts";
import type { StaleObject } from "./stale-object.ts";

/**
 * The mark on everything the function makes: the name of the `postgresql` it was made from. A label, not an annotation, for the
 * operator replaces a StatefulSet that has an annotation it does not know, and leaves foreign labels alone (contract 4.4). The
 * namespace is the object's own, so that both move together when a layer above changes it.
 */
export const ownerLabel = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner";

/** A `postgresql` of the input, also one without backups or not selected. */
export interface Owner {
  readonly head: ResourceHead;
  /** True where this run expands it, or would if it had a backup section. */
  readonly selected: boolean;
}

/** An item that is, or may be in the way of, one of our objects. */
export interface Candidate {
  readonly index: number;
  readonly value: JsonValue;
  readonly head: ResourceHead;
  /** True for a member of a `List`, which is compared and cannot be changed. */
  readonly member: boolean;
  /** The folder of the kustomization that it belongs to, where that is known. */
  readonly root?: string;
  /** Of an item that is read when it is asked for: see `BegunItem`. */
  readonly restStart?: number;
}

/** What has to happen to the items that are there, as text. New ones were written. */
export interface ItemPlan {
  readonly replace: ReadonlyMap<number, string>;
  readonly remove: ReadonlySet<number>;
  readonly conflicts: readonly Diagnostic[];
  /** Ours among what is replaced and removed, and what is added to others of ours. */
  readonly stale: readonly StaleObject[];
  /** What of that is inside of a `List`: it has to be changed, and cannot be. */
  readonly unchangeable: readonly StaleObject[];
}

/** An object that the input should have, and the `postgresql` it is made from. */
export interface Wanted {
  readonly name: ObjectName;
  readonly owner: ResourceHead;
  /** Makes the object, without our mark. */
  readonly object: () => KubernetesObject;
  /** True where an item of this name is the object for certain, so that neither has to be looked at. */
  readonly isWrittenIn: (candidate: Candidate) => boolean;
}

/** An object that must not be in the input, because something else makes it; what to say of one that is, if it is not ours. */
export interface Reserved extends Pick<Wanted, "name" | "owner">, Pick<Diagnostic, "problem" | "fix"> {}

/** Writes objects. They are complete: marks, and what the earlier ones carried of others, are in them. */
export interface Write {
  readonly added: (object: KubernetesObject, owner: ResourceHead) => void;
  readonly replaced: (object: KubernetesObject) => string;
}

/** Labels and annotations that the settings govern: an earlier one of these is stale when it is no longer generated. */
export interface ManagedKeys {
  readonly label: (key: string) => boolean;
  readonly annotation: (key: string) => boolean;
}

/** What of an earlier object is ours, and what others have set in it and keep. */
export interface Managed extends ManagedKeys {
  /** Paths of the fields of a kind of object that keep their value wherever none is generated. */
  readonly kept: (object: Pick<ObjectName, "apiVersion" | "kind">) => ReadonlyArray<readonly string[]>;
}

/**
 * Compares what is wanted with what earlier runs left. Objects are identified by kind, namespace and name; ours carry the mark. Ours
 * that are no longer wanted are removed if their owner is gone or was looked at by this run. An object in the way that is not ours is
 * a conflict, unless `adopt`, which also removes what is there twice. Objects are taken one by one and written at once: those of a fleet need ten times the memory of their text.
 */
export function planItems(
  wanted: Iterable<Wanted>,
  candidates: readonly Candidate[],
  owners: readonly Owner[],
  {
    managed,
    mayShow,
    adopt,
    reserved,
    write,
  }: {
    readonly managed: Managed;
    /** Which texts of an object may stand in messages. */
    readonly mayShow: (object: Pick<ObjectName, "kind">) => MayShow;
    readonly adopt: boolean;
    readonly reserved: readonly Reserved[];
    readonly write: Write;
  },
): ItemPlan {
  const present = new Map<string, Candidate[]>();
  for (const candidate of candidates) addTo(present, keyOf(candidate.head), candidate);
  let expandedBefore: ReadonlySet<string> | undefined;
  const replace = new Map<number, string>();
  const remove = new Set<number>();
  const conflicts: Diagnostic[] = [];
  const stale: StaleObject[] = [];
  const unchangeable: StaleObject[] = [];
  const found = ({ member }: Candidate, what: StaleObject) => (member ? unchangeable : stale).push(what);
  for (const { name: wantedName, owner, object, isWrittenIn } of wanted) {
    const key = keyOf(wantedName);
    const namesakes = present.get(key) ?? noCandidates;
    present.delete(key);
    const [first] = namesakes;
    if (first !== undefined && namesakes.length === 1 && isWrittenIn(first)) continue;
    const copies = namesakes.slice(1);
    const marked = withOwner(object(), owner.name);
    if (first === undefined) {
      write.added(marked, owner);
      expandedBefore ??= new Set(candidates.flatMap(({ head }) => ownersOf(head)));
      if (expandedBefore.has(`${wantedName.namespace}/${owner.name}`))
        stale.push({ is: "missing", object: wantedName, cluster: refOf(owner) });
      continue;
    }
    const { head } = first;
    if (!adopt) {
      // Wherever it stands: what applies the manifests takes the last of two, or refuses both.
      const others = namesakes.filter((namesake) => !isOurs(namesake.head));
      conflicts.push(...others.map((other) => conflict(other.head, owner)));
      if (others.length > 0) continue;
    }
    const { value } = first;
    const merged = withKept(withForeign(marked, head, managed), value, managed.kept(wantedName));
    if (!equalValues(merged, value)) {
      if (!first.member) replace.set(first.index, write.replaced(merged));
      if (isOurs(head) || first.member)
        found(first, {
          is: "different",
          object: refOf(head),
          differences: differencesOf(merged, value, mayShow(wantedName)),
        });
    }
    for (const copy of copies) {
      if (!copy.member) remove.add(copy.index);
      if (copy.member || (copy.root === first.root && isOurs(copy.head)))
        found(copy, { is: "copy", object: refOf(copy.head), earlier: refOf(head) });
    }
  }
  for (const { name, owner, problem, fix } of reserved) {
    for (const other of (present.get(keyOf(name)) ?? []).filter(({ head }) => !isOurs(head))) {
      if (!adopt) conflicts.push({ ...conflict(other.head, owner), problem, fix });
      else {
        if (!other.member) remove.add(other.index);
        found(other, { is: "unwanted", object: refOf(other.head) });
      }
    }
  }
  const unselected = new Set(owners.filter(({ selected }) => !selected).flatMap(({ head }) => ownerKeys(head)));
  for (const candidate of [...present.values()].flat()) {
    const { index, head, member } = candidate;
    const name = head.labels[ownerLabel];
    if (name === undefined || unselected.has(`${head.namespace}/${name}`)) continue;
    if (!member) remove.add(index);
    found(candidate, { is: "unwanted", object: refOf(head) });
  }
  return { replace, remove, conflicts, stale, unchangeable };
}

const noCandidates: readonly Candidate[] = [];

const ownersOf = ({ namespace, labels }: ResourceHead) =>
  labels[ownerLabel] === undefined ? [] : [`${namespace}/${labels[ownerLabel]}`];

const isOurs = ({ labels }: ResourceHead) => labels[ownerLabel] !== undefined;

const ownerKeys = (head: ResourceHead) => namesOf(head).map((name) => `${head.namespace}/${name}`);

const keyOf = ({ apiVersion, kind, namespace, name }: ObjectName) =>
  `${groupOf(apiVersion)}|${kind}|${namespace}|${name}`;

/** The object with our mark. */
export function withOwner(object: KubernetesObject, owner: string): KubernetesObject {
  const { name, namespace, labels, annotations } = object.metadata ?? {};
  return {
    ...object,
    metadata: {
      ...(name !== undefined && { name }),
      ...(namespace !== undefined && { namespace }),
      labels: { ...labels, [ownerLabel]: owner },
      ...(annotations !== undefined && { annotations }),
    },
  };
}

/** The object with the labels and annotations that others put on the earlier one. */
function withForeign(object: KubernetesObject, earlier: ResourceHead, managed: ManagedKeys): KubernetesObject {
  const metadata = object.metadata ?? {};
  const foreign = (texts: Readonly<Record<string, string>>, ours: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(texts).filter(([key]) => !ours(key)));
  const annotations = { ...foreign(earlier.annotations, managed.annotation), ...metadata.annotations };
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...foreign(earlier.labels, managed.label), ...metadata.labels },
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
  };
}

/** The object with the fields that the earlier one has, that are left to others, and that it does not set itself. */
function withKept(
  object: KubernetesObject,
  earlier: JsonValue,
  paths: ReadonlyArray<readonly string[]>,
): KubernetesObject {
  return paths.reduce<KubernetesObject>((kept, path) => {
    const value = valueAt(earlier, path);
    return value === undefined ? kept : withField(kept, path, value);
  }, object);
}

/** A copy with a field where there is none. */
function withField<Part extends object>(part: Part, [key, ...rest]: readonly string[], value: JsonValue): Part {
  if (key === undefined) return part;
  const below: unknown = Reflect.get(part, key);
  if (rest.length === 0) return below === undefined ? { ...part, [key]: value } : part;
  return typeof below === "object" && below !== null ? { ...part, [key]: withField(below, rest, value) } : part;
}

function conflict(head: ResourceHead, owner: ResourceHead): Diagnostic {
  return {
    at: { in: "field", object: refOf(head), path: ["metadata", "name"] },
    also: [{ in: "field", object: refOf(owner), path: ["metadata", "name"] }],
    problem: `${head.kind} \`${head.name}\` is already in the input and was not created by this function, but it has the name of an object that the operator creates for postgresql \`${owner.name}\`.`,
    fix: "Remove it from the manifests, rename it, or set `spec.adopt: true` in the functionConfig to let the function take it over.",
  };
}
