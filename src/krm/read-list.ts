import { isObject, type JsonValue } from "../json/json-value.ts";
import { readItem } from "../yaml/reader.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";
import { type BegunItem, beginItem } from "./begun-item.ts";
import { type ListText, type Span, spanText } from "./list-text.ts";
import { documentText, splitDocuments } from "./split-documents.ts";
import { splitList } from "./split-list.ts";

/** A list whose items and entries can be read, one by one. */
export interface ReadableList {
  readonly list: ListText;
  /** The value of the item at a position. */
  readonly item: (index: number) => JsonValue;
  /** The same; `undefined` for an item that is not valid. */
  readonly itemIfValid: (index: number) => JsonValue | undefined;
  /** The head of an item, and the rest when it is asked for; `undefined` for an item that must be read as a whole. */
  readonly begin: (index: number) => BegunItem | undefined;
  /** The value of a key of the ResourceList; `undefined` where it has no such key. */
  readonly entry: (key: string) => JsonValue | undefined;
}

type Library = typeof import("./split-with-library.ts");

/** Something needs the library, or more context than its own text: the caller has to see to it and start again. */
class NeedsLibrary extends Error {}

/**
 * Reads from the input what the caller wants of it. The small readers do it for what the hosts write; the YAML library is loaded only for
 * the rest, and then `read` is called again. Throws `UnreadableInput` with a message that says where.
 */
export async function readList<Result>(bytes: Buffer, read: (list: ReadableList) => Result): Promise<Result> {
  const list =
    splitList(bytes) ?? splitDocuments(bytes) ?? (await import("./split-other-forms.ts")).splitOtherForms(bytes);
  // What is written plainly is read once, also where a second attempt is needed for one item that is not.
  const plain = new Map<number, JsonValue>();
  const first = list && unlessLibraryNeeded(() => readWhole(list, undefined, read, plain));
  if (first !== undefined) return first.result;
  const library = await import("./split-with-library.ts");
  // An alias of another item's anchor makes the second attempt fail too: only the whole text can resolve it.
  const second = list && unlessLibraryNeeded(() => readWhole(list, library, read, plain));
  if (second !== undefined) return second.result;
  const whole = library.splitWithLibrary(bytes);
  if ("unreadable" in whole) throw new UnreadableInput(whole.unreadable);
  return readWhole(whole, library, read).result;
}

/** The same for a list that was split before, by the library. */
export async function readSplitList<Result>(list: ListText, read: (list: ReadableList) => Result): Promise<Result> {
  return readWhole(list, await import("./split-with-library.ts"), read).result;
}

/** Reads a text that is not part of a list, such as the file of a functionConfig. `what` names it in the message of `UnreadableInput`. */
export async function readText(text: string, what: string): Promise<JsonValue> {
  const value = readItem(text, 0);
  if (value !== undefined) return value;
  const { readWithLibrary } = await import("./split-with-library.ts");
  const read = readWithLibrary(text);
  if ("value" in read) return read.value;
  throw new UnreadableInput(`${what} is not valid YAML at line ${read.line}: ${read.problem}.`);
}

function unlessLibraryNeeded<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NeedsLibrary) return undefined;
    throw error;
  }
}

function readWhole<Result>(
  list: ListText,
  library: Library | undefined,
  read: (list: ReadableList) => Result,
  plain = new Map<number, JsonValue>(),
): { readonly result: Result } {
  const item = (index: number) => {
    // A value that is null was read, too.
    if (list.value !== undefined) return list.value(index);
    const known = plain.get(index);
    if (known !== undefined) return known;
    const whole = list.plainValue?.(index);
    const value = whole === undefined ? valueAt(list, list.item(index), library) : whole;
    if (library === undefined) plain.set(index, value);
    return value;
  };
  const entry = (key: string) => {
    const span = list.entries.get(key);
    if (span === undefined) return undefined;
    if (list.entryValue !== undefined) return list.entryValue(key);
    const mapping = valueAt(list, span, library);
    return isObject(mapping) ? mapping[key] : undefined;
  };
  const itemIfValid = (index: number) => {
    try {
      return item(index);
    } catch (error) {
      if (error instanceof UnreadableInput) return undefined;
      throw error;
    }
  };
  const begin = (index: number) => (list.value === undefined ? beginItem(list, index) : undefined);
  const result = read({ list, item, itemIfValid, begin, entry });
  // A list that was cut off ends in the middle of something, so its last part must be readable even if nothing asks for it. In flow style, the
  // brackets tell that it is whole.
  const last = [...list.entries.keys()].at(-1);
  if (list.value === undefined && list.form.kind !== "flow") {
    if (last === "items" || list.form.kind === "documents") passOverMissingValue(() => item(list.itemCount - 1));
    else if (last !== undefined) entry(last);
  }
  return { result };
}

/** Whole, but without a value: for example with a key twice. In an item that only passes through, that does not concern us. */
class WithoutValue extends UnreadableInput {}

function passOverMissingValue(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof WithoutValue)) throw error;
  }
}

/** The value of a span: a document, an item, or, of a block-style list, an entry of the list itself. */
function valueAt(list: ListText, span: Span, library: Library | undefined): JsonValue {
  const dash = dashColumn(list, span);
  const text = list.form.kind === "documents" ? documentText(list, span) : spanText(list, span);
  // This letter is what becomes of bytes that are not UTF-8. Who reads the whole text refuses those, and takes the letter itself.
  if (text.includes("\ufffd")) throw new NeedsLibrary();
  const value = readItem(text, dash === undefined ? 0 : dash + 2);
  if (value !== undefined) return value;
  if (library === undefined) throw new NeedsLibrary();
  // To the library the dash is a blank.
  const read = library.readWithLibrary(dash === undefined ? text : `${text.slice(0, dash)} ${text.slice(dash + 1)}`);
  if ("value" in read) return read.value;
  // Of documents and JSON, it says what is wrong; they need not be parsed one after the other.
  if (read.alias || list.form.kind !== "block") throw new NeedsLibrary();
  const line = list.bytes.subarray(0, span.start).toString("latin1").split("\n").length + read.line - 1;
  const message = `The input is not valid YAML at line ${line}: ${read.problem}.`;
  throw read.complete ? new WithoutValue(message) : new UnreadableInput(message);
}

/** Where the dash is in the text of an item of a block-style list; `undefined` for what has none. An entry of the list begins with a letter. */
function dashColumn({ bytes, form }: ListText, { start }: Span): number | undefined {
  const isItem = bytes[start] === 0x2d || bytes[start] === 0x20;
  return form.kind === "block" && isItem ? form.indent : undefined;
}
