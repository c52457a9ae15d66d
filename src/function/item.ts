import { isObject, type JsonValue } from "../json/json-value.ts";
import type { ListText, SeenKind } from "../krm/list-text.ts";
import { headOf, type ResourceHead } from "../krm/resource.ts";

/** An item that was read: its value, and its position in the list. Members of a `List` share its position and cannot be changed. */
export interface Item {
  readonly index: number;
  readonly head: ResourceHead;
  readonly value: JsonValue;
  readonly member: boolean;
}

/** The value of the item at a position. */
export type ReadItem = (index: number) => JsonValue;

/** Reads an item; a `List` counts as its members. */
export function itemsAt(list: ListText, read: ReadItem, index: number): readonly Item[] {
  const value = read(index);
  const origin = list.origin?.(index);
  const file = origin && { file: { path: origin.path, index: origin.index } };
  const head = { ...headOf(value), ...file };
  const own: Item = { index, head, value, member: false };
  if (!isListKind(head.kind) || !isObject(value) || !Array.isArray(value.items)) return [own];
  return value.items.map((member: JsonValue) => ({
    index,
    head: { ...headOf(member), ...file },
    value: member,
    member: true,
  }));
}

/** True for an item whose kind does not tell what is in it: the kind was not seen, or it is a `List` of others. */
export const isUnclear = (kind: SeenKind): boolean => kind === undefined || isListKind(kind);

/** True for the kind of a list of resources: `List`, `ConfigMapList`. */
export const isListKind = (kind: string): boolean => kind.endsWith("List");
