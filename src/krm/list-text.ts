import type { JsonValue } from "../json/json-value.ts";

/**
 * The kind of an item by the look of its first keys: empty where it has none, `undefined` where it cannot be seen. Only the item as read
 * decides.
 */
export type SeenKind = string | undefined;

/** Byte offsets into the input, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The text of a span, with LF where the list has CRLF. */
export function spanText({ bytes, newline }: Pick<ListText, "bytes" | "newline">, { start, end }: Span): string {
  const text = bytes.toString("utf8", start, end);
  return newline === "\n" ? text : text.replaceAll("\r\n", "\n");
}

/** One item of the list. Its span reaches from its dash (or its document's first byte) to where the next one may begin. */
export interface ItemText extends Span {
  readonly kind: SeenKind;
}

/** The file of an item, its place among the file's documents, and the line it begins at. */
export interface ItemOrigin {
  readonly path: string;
  readonly index: number;
  readonly line: number;
  /** The folder of the nearest kustomization above; absent where there is none. What has different roots is built on different occasions. */
  readonly root?: string;
  /** True where a kustomization lists the file under `resources`, and for standard input. */
  readonly isListed?: boolean;
}

/** How items are written, so that new ones can be written alike. */
export type ListForm =
  /** A ResourceList with a block sequence; `indent` is the column of the dashes. */
  | { readonly kind: "block"; readonly indent: number }
  /** A ResourceList with a flow sequence, as in JSON. */
  | { readonly kind: "flow" }
  /** Not a ResourceList, but one document after the other. */
  | { readonly kind: "documents" };

/**
 * The input as text: where its items are, and where new ones go. Nothing of it is parsed. Items are addressed by position; a million
 * of them are two arrays of numbers.
 */
export interface ListText {
  readonly bytes: Buffer;
  readonly form: ListForm;
  readonly newline: "\n" | "\r\n";
  readonly itemCount: number;
  readonly item: (index: number) => ItemText;
  /** Positions of the items whose kind is wanted, in order. */
  readonly ofKind: (isWanted: (kind: SeenKind) => boolean) => readonly number[];
  /** Where an item comes from, where the list was put together from files. */
  readonly origin?: (index: number) => ItemOrigin | undefined;
  /** Where new items are inserted. */
  readonly itemsEnd: number;
  /** In a flow sequence, the end of the comma behind the last item, where there is one. */
  readonly itemsComma?: number;
  /** True where the text ends inside a block scalar: a line break behind it would be one more in its value. */
  readonly endsOpen?: true;
  /** The keys of the ResourceList by name, each with the span of its whole entry; empty for documents. */
  readonly entries: ReadonlyMap<string, Span>;
  /** How the ResourceList itself is written, and where a new entry of it goes. */
  readonly root: {
    readonly kind: "block" | "flow";
    readonly end: number;
    /** The column of its keys in block style; absent for 0. */
    readonly column?: number;
    /** True where, in flow style, a comma follows the last entry. */
    readonly comma?: boolean;
  };
  /** Reads an item that is not written as a block; `undefined` where it takes the library. */
  readonly plainValue?: (index: number) => JsonValue | undefined;
  /** Values of the items, where the whole text had to be parsed anyway; anchors of other items are resolved in them. */
  readonly value?: (index: number) => JsonValue;
  /** Values of entries of the ResourceList, where they are known or the whole text had to be parsed. */
  readonly entryValue?: (key: string) => JsonValue | undefined;
}
