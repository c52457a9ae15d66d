import type { ItemText, ListText, SeenKind, Span } from "./list-text.ts";

const [newline, space, hash, dash, colon, lowerA, lowerD, lowerK, closingBrace] = [
  10, 32, 35, 45, 58, 97, 100, 107, 125,
] as const;

/**
 * Splits the text of a ResourceList in the shape that kustomize and kpt write: block style, items at column 0, one document, ending
 * in a line break. It looks at the first bytes of each line and decodes nothing. Returns `undefined` for anything else, which the
 * library splits (`split-with-library.ts`); a property test holds the two to agree.
 */
export function splitList(bytes: Buffer): ListText | undefined {
  const first = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if (bytes[bytes.length - 1] !== newline || bytes.includes(13, first) || bytes.includes(0)) return undefined;
  const entries = new Map<string, Span>();
  const items = new ItemIndex();
  let key = "";
  let keyStart = first;
  let hasValue = false;
  const next = (start: number) => (key === "" ? bytes.indexOf(newline, start) + 1 : nextShallowLine(bytes, start));
  for (let start = first; start < bytes.length; start = next(start)) {
    const head = bytes[start];
    if (head === space) {
      if (key === "items") {
        if (items.count === 0) return undefined;
        if (bytes[start + 1] === space) items.look(bytes, start + 2);
      } else if (key === "") return undefined;
    } else if (head === dash) {
      if (key === "" || hasValue || (bytes[start + 1] !== space && bytes[start + 1] !== newline)) return undefined;
      if (key === "items") {
        items.open(start);
        if (bytes[start + 1] === space) items.look(bytes, start + 2);
      }
    } else if (head !== newline && head !== hash) {
      if (key !== "") entries.set(key, { start: keyStart, end: start });
      const end = bytes.indexOf(newline, start);
      key = keyAt(bytes, start, end);
      if (key === "" || entries.has(key)) return undefined;
      keyStart = start;
      hasValue = end > start + key.length + 1;
      if (key === "items" && end !== start + "items:".length) return undefined;
    }
  }
  if (key !== "") entries.set(key, { start: keyStart, end: bytes.length });
  const itemsEntry = entries.get("items");
  if (!isResourceList(bytes, entries) || itemsEntry === undefined || items.count === 0) return undefined;
  const itemsEnd = contentEnd(bytes, { start: items.start(items.count - 1), end: itemsEntry.end });
  const item = (index: number): ItemText => {
    const start = items.start(index);
    return { start, end: index + 1 < items.count ? items.start(index + 1) : itemsEntry.end, kind: items.kind(index) };
  };
  return {
    bytes,
    form: { kind: "block", indent: 0 },
    newline: "\n",
    itemCount: items.count,
    item,
    ofKind: (isWanted) => items.ofKind(isWanted),
    itemsEnd,
    entries,
    root: { kind: "block", end: bytes.length },
  };
}

/** Where the next line begins that is indented by less than three blanks; nine of ten lines are indented more, inside items. */
function nextShallowLine(bytes: Buffer, from: number): number {
  for (let end = bytes.indexOf(newline, from); end >= 0; end = bytes.indexOf(newline, end + 1)) {
    if (bytes[end + 1] !== space || bytes[end + 2] !== space || bytes[end + 3] !== space) return end + 1;
  }
  return bytes.length;
}

/** A span without the comment lines that end it: those belong to what follows. Blank lines stay, for a block scalar may own them. */
export function contentEnd(bytes: Buffer, { start, end }: Span): number {
  let last = end;
  for (let lineEnd = end; lineEnd > start; ) {
    const lineStart = bytes.lastIndexOf(newline, lineEnd - 2) + 1;
    if (lineStart <= start) break;
    const head = bytes[lineStart];
    if (head === hash) last = lineStart;
    else if (head !== newline) break;
    lineEnd = lineStart;
  }
  return last;
}

/** Where the blank lines behind an offset end. They must not be left to what is before: a block scalar may take them for its own. */
export function blankLinesEnd(bytes: Buffer, offset: number): number {
  let end = offset;
  for (let at = offset; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === newline) end = at + 1;
    else if (byte !== space && byte !== 9 && byte !== 13) return end;
  }
  return bytes.length;
}

/** Numbers of kinds that are in every table. */
const [noKind, unseenKind] = [0, 1] as const;

/** Starts and kinds of items, in arrays that grow: objects would cost ten times the memory. */
class ItemIndex {
  count = 0;
  #starts = new Uint32Array(1024);
  /** The number of each item's kind. */
  #kinds = new Uint32Array(1024);
  #kindSeen = false;
  /** Kinds by their numbers. A list has many items and few kinds. */
  readonly #kindsByNumber: SeenKind[] = ["", undefined];
  /** Numbers by what follows `kind:`. */
  readonly #numbers = new Map<string, number>();

  open(start: number): void {
    if (this.count === this.#starts.length) {
      const [starts, kinds] = [this.#starts, this.#kinds];
      this.#starts = new Uint32Array(starts.length * 4);
      this.#kinds = new Uint32Array(starts.length * 4);
      this.#starts.set(starts);
      this.#kinds.set(kinds);
    }
    this.#starts[this.count] = start;
    this.#kinds[this.count] = noKind;
    this.count += 1;
    this.#kindSeen = false;
  }

  /** Looks at a line of the newest item, from the column of the item's keys on. */
  look(bytes: Buffer, at: number): void {
    const head = bytes[at];
    if (head === space) {
      // Right after a dash: an item whose keys are further to the right.
      this.#set(unseenKind);
    } else if (head === lowerK) {
      if (bytes[at + 4] !== colon || bytes[at + 3] !== lowerD) {
        // `kind : X` is a key, too, though no host writes it.
        if (bytes[at + 3] === lowerD && bytes[at + 4] === space) this.#set(unseenKind);
        return;
      }
      this.#set(this.#numberOf(bytes.toString("latin1", at + 5, bytes.indexOf(newline, at))));
      this.#kindSeen = true;
    } else if (head === lowerA || head === dash || head === hash || head === newline) {
      return;
    } else if (head === undefined || !isWord(head)) {
      // A key in quotes, a flow mapping, an anchor: the kind may be anywhere.
      if (!(bytes[at + 1] === closingBrace && bytes[at + 2] === newline)) this.#set(unseenKind);
    }
  }

  start(index: number): number {
    return this.#starts[index] ?? 0;
  }

  kind(index: number): SeenKind {
    return this.#kindsByNumber[this.#kinds[index] ?? noKind];
  }

  ofKind(isWanted: (kind: SeenKind) => boolean): readonly number[] {
    const wanted = this.#kindsByNumber.map(isWanted);
    const found: number[] = [];
    for (let index = 0; index < this.count; index += 1) if (wanted[this.#kinds[index] ?? noKind]) found.push(index);
    return found;
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#kindsByNumber.push(kindIn(text)) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  #set(kind: number): void {
    if (!this.#kindSeen) this.#kinds[this.count - 1] = kind;
  }
}

const isWord = (byte: number) => isLetter(byte) || byte === 95;

/** The kind, from what follows `kind:`; quotes, comments and the like are left to the reader. */
function kindIn(text: string): SeenKind {
  const kind = text.trim();
  return /^[A-Za-z][A-Za-z0-9]*$/.test(kind) ? kind : undefined;
}

/** The key of a line `key:` or `key: value`; empty for any other line. */
function keyAt(bytes: Buffer, start: number, end: number): string {
  let at = start;
  while (at < end && isLetter(bytes[at] ?? 0)) at += 1;
  const isKey = at > start && bytes[at] === colon && (at + 1 === end || bytes[at + 1] === space);
  return isKey ? bytes.toString("latin1", start, at) : "";
}

const isLetter = (byte: number) => (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90);

const apiVersions: ReadonlySet<string> = new Set(
  ["v1", "v1beta1", "v1alpha1"].map((version) => `apiVersion: config.kubernetes.io/${version}`),
);

function isResourceList(bytes: Buffer, entries: ReadonlyMap<string, Span>): boolean {
  /** Empty where another line may belong to the value: the library reads such a list. */
  const line = (key: string) => {
    const span = entries.get(key);
    if (span === undefined) return "";
    const [first = "", ...others] = bytes.toString("latin1", span.start, span.end).split("\n");
    return others.every((other) => /^\s*(?:#|$)/.test(other)) ? first : "";
  };
  return line("kind") === "kind: ResourceList" && apiVersions.has(line("apiVersion"));
}
