import { blanksEnd, collectionEnd, readJson, textEnd, valueEnd } from "../json/json-text.ts";
import type { JsonValue } from "../json/json-value.ts";
import { ItemIndex } from "./item-index.ts";
import type { ItemText, ListText, Span } from "./list-text.ts";
import { isResourceListVersion } from "./resource-list-version.ts";
import { isText } from "./split-documents.ts";
import { hasNone } from "./split-list.ts";

const [newline, return_, quote, less, openBracket, backslash, openBrace] = [10, 13, 34, 60, 91, 92, 123] as const;

/**
 * Splits a ResourceList in JSON, on one line or on many. Of its items it sees where they begin and end, and their kinds. Returns `undefined` for
 * anything else, also for what is YAML but not JSON, and for items without a kind. The library splits that (`split-with-library.ts`); a property
 * test holds the two to agree.
 */
export function splitJson(bytes: Buffer): ListText | undefined {
  const items = new ItemIndex();
  const ends: number[] = [];
  const starts = new Map<string, number>();
  const values = new Map<string, JsonValue>();
  let itemsEnd = 0;
  const field = (at: number, keyAt: number) => {
    const end = valueEnd(bytes, at, 3);
    const isKind = isKindKey(bytes, keyAt);
    if (isKind !== false) items.see(isKind === undefined ? "" : kindIn(bytes, { start: at, end }));
    return end;
  };
  const item = (at: number) => {
    items.open(at);
    const end = bytes[at] === openBrace ? collectionEnd(bytes, at, 2, field) : valueEnd(bytes, at, 2);
    ends.push(end);
    return end;
  };
  const entry = (at: number, keyAt: number) => {
    const key = bytes.toString("latin1", keyAt + 1, textEnd(bytes, keyAt) - 1);
    if (!/^[A-Za-z]+$/.test(key) || starts.has(key)) return -1;
    starts.set(key, keyAt);
    if (key === "items") {
      if (bytes[at] !== openBracket) return -1;
      itemsEnd = collectionEnd(bytes, at, 1, item) - 1;
      return itemsEnd + 1;
    }
    const end = valueEnd(bytes, at, 1);
    const value = end < 0 ? undefined : readJson(bytes, { start: at, end });
    if (value === undefined) return -1;
    values.set(key, value);
    return end;
  };
  const start = blanksEnd(bytes, 0);
  if (bytes[start] !== openBrace || !isText(bytes)) return undefined;
  const end = collectionEnd(bytes, start, 0, entry);
  if (end < 0 || blanksEnd(bytes, end) < bytes.length || items.count === 0) return undefined;
  if (items.ofKind(hasNone).length > 0) return undefined;
  if (values.get("kind") !== "ResourceList" || !isVersion(values.get("apiVersion"))) return undefined;
  const nextStarts = [...starts.values(), end - 1].slice(1);
  const entries = new Map(
    [...starts].map(([key, from], index): [string, Span] => [key, { start: from, end: nextStarts[index] ?? end }]),
  );
  return {
    bytes,
    form: { kind: "flow" },
    // As `nodesAsList` has it.
    newline: bytes[bytes.lastIndexOf(newline) - 1] === return_ ? "\r\n" : "\n",
    itemCount: items.count,
    item: (index): ItemText => ({ start: items.start(index), end: ends[index] ?? 0, kind: items.kind(index) }),
    ofKind: (isWanted) => items.ofKind(isWanted),
    itemsEnd,
    entries,
    root: { kind: "flow", end: end - 1 },
    plainValue: (index) => readJson(bytes, { start: items.start(index), end: ends[index] ?? 0 }),
    entryValue: (key) => values.get(key),
  };
}

const isVersion = (value: JsonValue | undefined) => typeof value === "string" && isResourceListVersion(value);

/** Whether a key is `kind`; `undefined` where an escape hides that, or where it could be a merge key. */
function isKindKey(bytes: Buffer, keyAt: number): boolean | undefined {
  for (let at = keyAt + 1; at <= keyAt + kindKey.length; at += 1) {
    const byte = bytes[at];
    if (byte === backslash || byte === less) return undefined;
    if (byte !== kindKey[at - keyAt - 1]) return false;
  }
  return true;
}

const kindKey = Buffer.from('kind"');

/** The text that a value is, for `ItemIndex`; empty where that is not a plain word. */
function kindIn(bytes: Buffer, { start, end }: Span): string {
  const text = bytes.toString("latin1", start + 1, end - 1);
  return bytes[start] === quote && !text.includes(" ") ? text : "";
}
