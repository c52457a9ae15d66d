import { isReservedWord } from "../yaml/words.ts";
import { documentContentEnd } from "./document-content-end.ts";
import { ItemIndex } from "./item-index.ts";
import { type ListText, type Span, spanText } from "./list-text.ts";
import { keyEnd } from "./split-list.ts";

const [tab, newline, return_, space, hash, dash] = [9, 10, 13, 32, 35, 45] as const;

/**
 * Splits a stream of resources as people and kustomize write it: block style, keys at column 0, `kind` once among them, and lines `---` between
 * the documents. It looks at the first bytes of each line and decodes nothing but the kind and the last line of a document. Returns `undefined`
 * for anything else, which the library splits (`split-with-library.ts`); a property test holds the two to agree. What is in a document nobody
 * has looked at then: it need not be YAML.
 */
export function splitDocuments(bytes: Buffer): ListText | undefined {
  if (bytes.at(-1) !== newline || bytes.includes(return_) || bytes.includes(0) || !isText(bytes)) return undefined;
  const documents = new ItemIndex();
  const ends: number[] = [];
  /** Of the document that the scan is in; no key yet where it is between two. */
  let [hasKey, hasKind, takesDash] = [false, false, false];
  const close = (start: number): boolean => {
    if (!hasKey) return true;
    const end = documentContentEnd(bytes, documents.start(documents.count - 1), start);
    if (!hasKind || end === undefined) return false;
    ends.push(end);
    [hasKey, hasKind] = [false, false];
    return true;
  };
  const next = (start: number) => (hasKey ? nextLeftmostLine(bytes, start) : bytes.indexOf(newline, start) + 1);
  for (let start = 0; start < bytes.length; start = next(start)) {
    const head = bytes[start];
    if (head === newline || head === hash) continue;
    if (head === dash) {
      if (isMarker(bytes, start)) {
        if (!close(start)) return undefined;
      } else if (!hasKey || !takesDash || (bytes[start + 1] !== space && bytes[start + 1] !== newline))
        return undefined;
      continue;
    }
    const end = bytes.indexOf(newline, start);
    const colon = keyEnd(bytes, start, end);
    if (colon < 0) return undefined;
    if (!hasKey) documents.open(start);
    hasKey = true;
    takesDash = end === colon + 1;
    if (bytes.toString("latin1", start, colon) !== "kind") continue;
    const kind = documents.see(bytes.toString("latin1", colon + 1, end));
    if (hasKind || !isResource(kind) || isContinued(bytes, end)) return undefined;
    hasKind = true;
  }
  if (!close(bytes.length) || documents.count === 0) return undefined;
  return {
    bytes,
    form: { kind: "documents" },
    newline: "\n",
    itemCount: documents.count,
    item: (index) => ({ start: documents.start(index), end: ends[index] ?? 0, kind: documents.kind(index) }),
    ofKind: (isWanted) => documents.ofKind(isWanted),
    itemsEnd: bytes.length,
    entries: new Map(),
    root: { kind: "block", end: bytes.length },
  };
}

/** The text of a document with its last line break. Documents that are found here and end before it end in a key or a dash without a value. */
export function documentText(list: Pick<ListText, "bytes" | "newline">, { start, end }: Span): string {
  const { bytes } = list;
  return spanText(list, { start, end: bytes[end - 1] === newline ? end : bytes.indexOf(newline, end) + 1 });
}

/** False for bytes that are not UTF-8, and for more than a text can hold. */
export function isText(bytes: Buffer): boolean {
  try {
    // Made when it is asked for: what hosts write needs none, and every start would pay for it.
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Where the next line begins that is not indented. */
function nextLeftmostLine(bytes: Buffer, from: number): number {
  for (let end = bytes.indexOf(newline, from); end >= 0; end = bytes.indexOf(newline, end + 1))
    if (bytes[end + 1] !== space) return end + 1;
  return bytes.length;
}

/** True for a line that is `---` and nothing else, which begins a document wherever it stands. */
const isMarker = (bytes: Buffer, start: number) =>
  bytes[start + 1] === dash && bytes[start + 2] === dash && bytes[start + 3] === newline;

/** True for a kind that is text to every reader, and not that of a list around the resources. */
const isResource = (kind: string | undefined) => kind !== undefined && !isReservedWord(kind) && kind !== "ResourceList";

/** True where the value in a line goes on in the next one. */
function isContinued(bytes: Buffer, lineEnd: number): boolean {
  let at = lineEnd;
  while (bytes[at] === newline) at += 1;
  return bytes[at] === space || bytes[at] === tab;
}
