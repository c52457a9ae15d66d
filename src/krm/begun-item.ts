import type { JsonValue } from "../json/json-value.ts";
import { cutOut } from "../text/cut-out.ts";
import { remembered } from "../text/memo.ts";
import { readItem } from "../yaml/reader.ts";
import type { ListText } from "./list-text.ts";
import { isPlainWord } from "./plain-word.ts";
import { headOf, type ObjectName, type ResourceHead } from "./resource.ts";

/** A begun item is not plain, or not YAML: the caller has to start again, and read every item as a whole. */
export class NotPlain extends Error {}

type Texts = Pick<ListText, "bytes" | "item">;

/** The head of a begun item, of which only the name is known. To ask for the rest may throw `NotPlain`. */
class BegunHead implements ResourceHead {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly #item: BegunItem;
  #read: ResourceHead | undefined;

  constructor({ apiVersion, kind, namespace, name }: ObjectName, item: BegunItem) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.namespace = namespace;
    this.name = name;
    this.#item = item;
  }

  get labels() {
    return this.#rest.labels;
  }

  get annotations() {
    return this.#rest.annotations;
  }

  get file() {
    return this.#rest.file;
  }

  get #rest() {
    this.#read ??= headOf(plain(this.#item.headText()));
    return this.#read;
  }
}

/**
 * An item of a block-style list of which nothing was read yet but its name. To ask for more may throw `NotPlain`. It is a class because a
 * list may have tens of thousands of them: getters and functions of its own would cost each item more than all else.
 */
export class BegunItem {
  readonly index: number;
  readonly head: ResourceHead;
  readonly member = false;
  /** Where the line of its `spec` or `data` begins in the bytes of the list. */
  readonly restStart: number;
  readonly #list: Texts;
  #value: JsonValue | undefined;

  constructor(list: Texts, index: number, name: ObjectName, restStart: number) {
    this.index = index;
    this.restStart = restStart;
    this.head = new BegunHead(name, this);
    this.#list = list;
  }

  get value(): JsonValue {
    const { start, end } = this.#list.item(this.index);
    this.#value ??= plain(this.#list.bytes.toString("utf8", start, end));
    return this.#value;
  }

  /** What stands above its `spec` or `data`. */
  headText(): string {
    return this.#list.bytes.toString("utf8", this.#list.item(this.index).start, this.restStart);
  }
}

/** More than is above `spec` or `data`. */
const longestHead = 2048;

/** Such lines name an item for certain, if it is valid at all: no key comes twice, and no value goes on in the next line. */
const namingLines =
  /^- apiVersion: (\S+)\n {2}kind: (\S+)\n {2}metadata:\n {4}name: (\S+)\n(?: {4}namespace: (\S+)\n)? {4}labels:\n/;

/** Finds the name of an item whose dash is at column 0; `undefined` where that is not plain, or does not stand above all else. */
export function beginItem(list: Texts, index: number): BegunItem | undefined {
  const { start, end } = list.item(index);
  const text = list.bytes.toString("latin1", start, Math.min(end, start + longestHead));
  const match = namingLines.exec(text);
  if (match === null) return undefined;
  const apiVersion = commonWord(match[1] ?? "");
  const kind = commonWord(match[2] ?? "");
  const name = match[3] ?? "";
  const namespace = match[4] === undefined ? "" : commonWord(match[4]);
  if (apiVersion === undefined || kind === undefined || namespace === undefined || !isPlainWord(name)) return undefined;
  const headEnd = text.indexOf(kind === "ConfigMap" ? "\n  data:\n" : "\n  spec:\n", match[0].length - 1) + 1;
  if (headEnd === 0 || (namespace === "" && text.lastIndexOf("namespace", headEnd) >= 0)) return undefined;
  return new BegunItem(list, index, { apiVersion, kind, namespace, name: cutOut(name) }, start + headEnd);
}

function plain(text: string): JsonValue {
  const value = readItem(text, 2);
  if (value === undefined) throw new NotPlain();
  return value;
}

/** The fields that some lines of an item hold; `undefined` where they are not plain. */
export const readLines = (lines: string): JsonValue | undefined => readItem(lines, 2);

/** Versions, kinds and namespaces, which many items have in common; `undefined` for what is not a plain word. */
const commonWord = remembered((text) => (isPlainWord(text) ? text : undefined));
