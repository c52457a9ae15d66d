import type { SeenKind } from "./list-text.ts";

const [newline, space, hash, dash, colon, lowerA, lowerD, lowerK, closingBrace] = [
  10, 32, 35, 45, 58, 97, 100, 107, 125,
] as const;

/** Numbers of kinds that are in every table. */
const [noKind, unseenKind] = [0, 1] as const;

/** Starts and kinds of items, in arrays that grow: objects would cost ten times the memory. */
export class ItemIndex {
  count = 0;
  #starts = new Uint32Array(16);
  /** The number of each item's kind. */
  #kinds = new Uint32Array(16);
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
      this.see(bytes.toString("latin1", at + 5, bytes.indexOf(newline, at)));
    } else if (head === lowerA || head === dash || head === hash || head === newline) {
      return;
    } else if (head === undefined || !isWord(head)) {
      // A key in quotes, a flow mapping, an anchor: the kind may be anywhere.
      if (!(bytes[at + 1] === closingBrace && bytes[at + 2] === newline)) this.#set(unseenKind);
    }
  }

  /** Takes what follows `kind:` for the kind of the newest item, unless one was seen before. */
  see(text: string): SeenKind {
    this.#set(this.#numberOf(text));
    this.#kindSeen = true;
    return this.kind(this.count - 1);
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
    if (!wanted.includes(true)) return found;
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

export const isLetter = (byte: number): boolean => (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90);

const isWord = (byte: number) => isLetter(byte) || byte === 95;

/** The kind, from what follows `kind:`; quotes, comments and the like are left to the reader. */
function kindIn(text: string): SeenKind {
  const kind = text.trim();
  return /^[A-Za-z][A-Za-z0-9]*$/.test(kind) ? kind : undefined;
}
