import { isDeepStrictEqual } from "node:util";
import { filter } from "../../src/function/filter.ts";
import { isObject, type JsonValue } from "../../src/json/json-value.ts";
import { foreignResults } from "../../src/krm/results.ts";
import { metadataOf } from "../../src/kubernetes/metadata.ts";
import { writeYaml, writeYamlItem } from "../../src/yaml/writer.ts";
import { type BuilderSet, builderSets } from "./builders.ts";
import type { Reading, Readings } from "./go-readers.ts";
import { isOurs } from "./items.ts";
import { itemsOfList } from "./items-of-list.ts";
import type { GeneratedList } from "./lists.ts";

/** What the function makes of a text; `exitCode` 2 where it cannot be read. */
export interface Result {
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly output: string;
  readonly message: string;
}

/** Runs the function. Throws what is thrown for other reasons than the input. */
export async function resultOf(text: string, builders: BuilderSet): Promise<Result> {
  try {
    const { parts, exitCode } = await filter(Buffer.from(text), undefined, { builders: builderSets[builders] });
    return { exitCode, output: Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8"), message: "" };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "UnreadableInput") throw error;
    return { exitCode: 2, output: "", message: error.message };
  }
}

/** What is wrong with a result. */
export interface Problem {
  readonly problem: string;
  /** True where it is none if nobody can read the input: an item that only passes through may be anything. */
  readonly onlyIfReadable: boolean;
}

/** What is wrong with a result by the text alone; `undefined` for nothing. */
export async function problemInText(
  { text: input, kept, builders }: GeneratedList,
  { exitCode, output }: Result,
): Promise<Problem | undefined> {
  if (exitCode === 2) return undefined;
  // Without `items`, what were items is a part of what comes before, for example of the results, which may be rewritten.
  const isList = !/\bResourceList\b/.test(input) || /\bitems\b["']? *:/.test(input);
  for (const text of isList ? kept : []) {
    const shown = text.trim();
    if (shown.length >= 20 && occurrences(output, shown) < occurrences(input, shown))
      return { problem: `an item is not there byte for byte: ${shown}`, onlyIfReadable: false };
  }
  if (output === input) return undefined;
  const again = await resultOf(output, builders);
  if (again.exitCode === exitCode && again.output === output) return undefined;
  // A stream that has lost all its documents: nothing is what a command prints that failed, so it is refused.
  if (exitCode === 0 && again.message.startsWith("The input is empty")) return undefined;
  const problem = `a second run gives exit code ${again.exitCode} instead of ${exitCode}: ${again.message}\n${again.output}`;
  return { problem, onlyIfReadable: again.exitCode === 2 };
}

/** How often a part occurs where an item may begin: elsewhere it is a part of another item's text, or of a comment. */
function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) {
    const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
    if (/(?:^|[[,:?-])[ \t]*$/.test(before) && !/^ {5,}$/.test(before)) count += 1;
  }
  return count;
}

const endsBehindMarker = (text: string) => /(?:^|\n)---[ \t][^\n]+$/.test(text);

/** What is wrong with a result by what the readers in Go find in it; `undefined` for nothing. */
export async function problemInValues(
  { text: input, builders }: GeneratedList,
  { exitCode }: Result,
  before: Readings,
  after: Readings,
): Promise<string | undefined> {
  for (const reader of ["kubectl", "kyaml"] as const) {
    const [earlier, later] = [before[reader], after[reader]];
    if (earlier.error !== undefined) continue;
    // kyaml refuses a document in the line of its marker, but does not see that where the text ends in this line.
    if (later.error?.startsWith("invalid document separator") && endsBehindMarker(input)) continue;
    if (later.error !== undefined) return `${reader} reads the input, but not the output: ${later.error}`;
    // It reads the first document of what it cannot split.
    if (before.kubectl.error !== undefined) continue;
    if (!isDeepStrictEqual(earlier.functionConfig, later.functionConfig))
      return `${reader} reads another functionConfig`;
    if (!isDeepStrictEqual(foreignResults(earlier.results).foreign, foreignResults(later.results).foreign))
      return `${reader} reads other results of others`;
    const others = (items: readonly JsonValue[] = []) =>
      exitCode === 0 ? items.filter((item) => !isOurs(item)) : items;
    if (!isDeepStrictEqual(others(earlier.items), others(later.items)))
      return `${reader} reads other items of others: ${difference(others(earlier.items), others(later.items))}`;
  }
  if (before.kubectl.error !== undefined) return undefined;
  // Go takes these for line breaks, or for a part of a key: what it reads is not what the function reads.
  if (/[\u0085\u2028\u2029]|.\ufeff/s.test(input)) return undefined;
  // A Secret without a name is known by the look of its text alone.
  if (before.kubectl.items?.some((item) => metadataOf(item).kind === "Secret" && metadataOf(item).name === ""))
    return undefined;
  const wanted = await wantedOf(before.kubectl, builders);
  if (wanted === undefined) return undefined;
  if (wanted.exitCode !== exitCode)
    return `exit code ${exitCode}; written plainly, the same list gives ${wanted.exitCode}`;
  for (const reader of ["kubectl", "kyaml"] as const) {
    const [earlier, later] = [before[reader], after[reader]];
    // Where the two take a value for different ones, only what others have can be compared.
    if (earlier.error !== undefined || before.kubectl.error !== undefined || later.error !== undefined) continue;
    if (!isDeepStrictEqual(earlier.items, before.kubectl.items)) continue;
    const found = inOrder(later.items ?? []);
    if (!isDeepStrictEqual(found, wanted.items))
      return `${reader} reads other items than were asked for: ${difference(wanted.items, found)}`;
  }
  return undefined;
}

interface Wanted {
  readonly exitCode: number;
  /** As texts, in the order of the alphabet: where new items go is for the form of the list to say. */
  readonly items: readonly string[];
}

const known = new Map<string, Wanted>();

/** What the function makes of the same values where they are written as the hosts write them. */
async function wantedOf(reading: Reading, builders: BuilderSet): Promise<Wanted | undefined> {
  if (reading.error !== undefined) return undefined;
  const { items = [], functionConfig } = reading;
  if (items.length === 0) return undefined;
  const text = plainList(items, functionConfig);
  const found = known.get(builders + text);
  if (found !== undefined) return found;
  const { exitCode, output } = await resultOf(text, builders);
  if (exitCode === 2) throw new Error(`A plain list cannot be read:\n${text}`);
  const all = output === text ? items : (await itemsOfList(output)).map(unwrapped);
  const wanted = { exitCode, items: inOrder(all) };
  if (known.size > 10_000) known.clear();
  known.set(builders + text, wanted);
  return wanted;
}

const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n";

const plainList = (items: readonly JsonValue[], functionConfig: JsonValue | undefined) =>
  `${head}${items.map((item) => writeYamlItem(wrapped(item), 0)).join("")}${functionConfig === undefined ? "" : writeYaml({ functionConfig }, 0)}`;

/** What cannot be written as a mapping is of no interest to the function, but it has its place in the list. */
const wrapped = (item: JsonValue) => (isObject(item) && Object.keys(item).length > 0 ? item : { wrapped: item });
const unwrapped = (item: JsonValue) => (isObject(item) && "wrapped" in item ? (item.wrapped ?? null) : item);

const inOrder = (items: readonly JsonValue[]): readonly string[] =>
  items.map((item) => JSON.stringify(sorted(item))).sort();

/** A value with its keys in order. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

function difference(wanted: readonly JsonValue[], found: readonly JsonValue[] = []): string {
  const index = [...wanted, null].findIndex((item, at) => !isDeepStrictEqual(item, found[at]));
  return `item ${index} of ${wanted.length} and ${found.length} is\n${JSON.stringify(found[index])} instead of\n${JSON.stringify(wanted[index])}`;
}
