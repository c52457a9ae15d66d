import type { Path } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import type { ListText, SeenKind } from "../krm/list-text.ts";
import { headOf, type ResourceHead } from "../krm/resource.ts";

/** An item that was read: its value, and its position in the list. Members of a `List` share its position and cannot be changed. */
export interface Item {
  readonly index: number;
  readonly head: ResourceHead;
  readonly value: JsonValue;
  readonly member: boolean;
  /** The folder of the kustomization that it belongs to, where files were read and there is one. */
  readonly root?: string;
  /** Where files were read: true for one that a kustomization lists under `resources`, or that is standard input. */
  readonly isListed?: boolean;
  /** Of a begun item, which is read when it is asked for: see `BegunItem`. */
  readonly restStart?: number;
}

/** The value of the item at a position. */
export type ReadItem = (index: number) => JsonValue;

/** Reads an item; a `List` counts as its members. */
export function itemsAt(list: ListText, read: ReadItem, index: number): readonly Item[] {
  const value = read(index);
  const origin = list.origin?.(index);
  const file = origin && { file: { path: origin.path, index: origin.index } };
  return membersOf(value).map(({ head, value: of, path }) => ({
    index,
    head: file === undefined ? head : { ...head, ...file },
    value: of,
    member: path.length > 0,
    ...(origin?.root !== undefined && { root: origin.root }),
    ...(origin?.isListed !== undefined && { isListed: origin.isListed }),
  }));
}

export const isBegun = ({ restStart }: Pick<Item, "restStart">): boolean => restStart !== undefined;

/** Reads the rest of begun items, so that it is known to be valid. Throws `NotPlain` where it may not be. */
export function readRest(items: ReadonlyArray<Pick<Item, "value">>): void {
  for (const item of items) void item.value;
}

/** A resource of a document, and where it is in it; the path is empty for the document itself. */
interface Member {
  readonly head: ResourceHead;
  readonly value: JsonValue;
  readonly path: Path;
}

/**
 * The resources of a document: those of a `List`, however deep, or the one that it is. A member that has neither kind nor version gets
 * both from a list such as `SecretList`, as kubectl reads it (apimachinery `unstructured/helpers.go`, `decodeToList`).
 */
export const membersOf = (value: JsonValue): readonly Member[] => membersBelow(value, undefined);

/** The position of a member in its list, and that list's in the one around it. A path of its own is made of it for each resource only. */
interface Nesting {
  readonly around: Nesting | undefined;
  readonly position: number;
}

function membersBelow(value: JsonValue, nesting: Nesting | undefined): readonly Member[] {
  const head = headOf(value);
  if (!isListKind(head.kind) || !isObject(value) || !Array.isArray(value.items))
    return [{ head, value, path: pathOf(nesting) }];
  const kind = head.kind.replace(/List$/, "");
  return value.items.flatMap((member: JsonValue, position) => {
    const isBare = kind !== "" && isObject(member) && member.kind === undefined && member.apiVersion === undefined;
    return membersBelow(isBare ? { apiVersion: head.apiVersion, kind, ...member } : member, {
      around: nesting,
      position,
    });
  });
}

function pathOf(nesting: Nesting | undefined): Path {
  const path: Array<string | number> = [];
  for (let at = nesting; at !== undefined; at = at.around) path.push(at.position, "items");
  return path.reverse();
}

/** True for an item whose kind does not tell what is in it: the kind was not seen, or it is a `List` of others. */
export const isUnclear = (kind: SeenKind): boolean => kind === undefined || isListKind(kind);

/** True for the kind of a list of resources: `List`, `ConfigMapList`. */
const isListKind = (kind: string): boolean => kind.endsWith("List");
