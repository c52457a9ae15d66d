import { isObject, type JsonValue } from "../json/json-value.ts";
import type { ListText, Span } from "../krm/list-text.ts";
import { splitList } from "../krm/split-list.ts";
import { readItem } from "../yaml/reader.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";
import { type Inputs, type Item, NeedsLibrary, readInputs } from "./inputs.ts";

/** The list with everything read that the function looks at. */
export interface ReadList {
  readonly list: ListText;
  readonly functionConfig: JsonValue | undefined;
  /** The `results` that the list came with. */
  readonly results: JsonValue | undefined;
  readonly inputs: Inputs;
}

/** Tells from the clusters' resources which Secrets are worth reading, by name. */
export type WantedSecrets = (postgresqls: readonly Item[]) => ReadonlySet<string>;

type Library = typeof import("../krm/split-with-library.ts");

/**
 * Reads the input. The small readers do it for what the hosts write; the YAML library is loaded only for the rest. Throws
 * `UnreadableInput` with a message that says where.
 */
export async function readList(bytes: Buffer, wantedSecrets: WantedSecrets): Promise<ReadList> {
  const list = splitList(bytes);
  const read = list && unlessLibraryNeeded(() => readAll(list, undefined, wantedSecrets));
  if (read !== undefined) return read;
  const library = await import("../krm/split-with-library.ts");
  // An alias of another item's anchor makes the second attempt fail too: only the whole text can resolve it.
  const readAgain = list && unlessLibraryNeeded(() => readAll(list, library, wantedSecrets));
  if (readAgain !== undefined) return readAgain;
  const whole = library.splitWithLibrary(bytes);
  if ("unreadable" in whole) throw new UnreadableInput(whole.unreadable);
  return readAll(whole, library, wantedSecrets);
}

/** Reads a list that was split before, by the library. */
export async function readSplitList(list: ListText, wantedSecrets: WantedSecrets): Promise<ReadList> {
  return readAll(list, await import("../krm/split-with-library.ts"), wantedSecrets);
}

/** Reads the documents or items of a text of its own, such as the file of a functionConfig. */
export async function readText(text: string, what: string): Promise<JsonValue> {
  const value = readItem(text, 0);
  if (value !== undefined) return value;
  const { readWithLibrary } = await import("../krm/split-with-library.ts");
  const read = readWithLibrary(text);
  if ("value" in read) return read.value;
  throw new UnreadableInput(`${what} is not valid YAML at line ${read.line}: ${read.problem}.`);
}

function unlessLibraryNeeded(read: () => ReadList): ReadList | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NeedsLibrary) return undefined;
    throw error;
  }
}

function readAll(list: ListText, library: Library | undefined, wantedSecrets: WantedSecrets): ReadList {
  const item = (index: number) => list.value?.(index) ?? valueAt(list, list.item(index), library);
  const entry = (key: string) => {
    const span = list.entries.get(key);
    if (span === undefined) return undefined;
    const value = list.entryValue?.(key);
    if (value !== undefined) return value;
    const mapping = valueAt(list, span, library);
    return isObject(mapping) ? mapping[key] : undefined;
  };
  const inputs = readInputs(list, item, wantedSecrets);
  // A list that was cut off ends in the middle of something: what stands last must be readable, even when nobody asks for it.
  const last = [...list.entries.keys()].at(-1);
  if (list.value === undefined) {
    if (last === "items") passOverRepeatedKeys(() => item(list.itemCount - 1));
    else if (last !== undefined) entry(last);
  }
  return { list, functionConfig: entry("functionConfig"), results: entry("results"), inputs };
}

/** Complete, but with a key twice. In an item that only passes through that is not our business. */
class RepeatedKeys extends UnreadableInput {}

function passOverRepeatedKeys(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof RepeatedKeys)) throw error;
  }
}

/** The value of a span of a block-style list: an item, whose dash counts as a blank, or an entry of the list itself. */
function valueAt({ bytes }: ListText, { start, end }: Span, library: Library | undefined): JsonValue {
  const isItem = bytes[start] === 0x2d;
  const text = bytes.toString("utf8", start, end);
  const value = readItem(text, isItem ? 2 : 0);
  if (value !== undefined) return value;
  if (library === undefined) throw new NeedsLibrary();
  // To the library the dash is a blank.
  const read = library.readWithLibrary(isItem ? ` ${text.slice(1)}` : text);
  if ("value" in read) return read.value;
  if (read.alias) throw new NeedsLibrary();
  const line = bytes.subarray(0, start).toString("latin1").split("\n").length + read.line - 1;
  const message = `The input is not valid YAML at line ${line}: ${read.problem}.`;
  throw read.repeatedKey ? new RepeatedKeys(message) : new UnreadableInput(message);
}
