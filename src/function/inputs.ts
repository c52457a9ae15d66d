import { isObject, type JsonValue } from "../json/json-value.ts";
import type { ItemHint, ListText } from "../krm/list-text.ts";
import { headOf, type ResourceHead } from "../krm/resource.ts";

/** An item that was read: its value, and its position in the list. Members of a `List` share its position and cannot be changed. */
export interface Item {
  readonly index: number;
  readonly head: ResourceHead;
  readonly value: JsonValue;
  readonly member: boolean;
}

/** Everything of the list that the function looks at. */
export interface Inputs {
  readonly postgresqls: readonly Item[];
  readonly operatorConfigurations: readonly Item[];
  /** ConfigMaps that may hold the operator's settings. */
  readonly configMaps: readonly Item[];
  /** Secrets with one of the wanted names; see `secretsNamed`. */
  readonly secrets: readonly Item[];
  /** ConfigMaps, StatefulSets and CronJobs that mention pgbackrest: ours, or in our way. */
  readonly candidates: readonly Item[];
  /** Positions of all items that mention pgbackrest, of whatever kind. */
  readonly mentions: readonly number[];
}

/** Reads one item. Throws `NeedsLibrary` where the small reader declines and the library is not there yet. */
export type ReadItem = (index: number) => JsonValue;

/** An item needs the library, or more context than its own text; the caller sees to it and starts again. */
export class NeedsLibrary extends Error {}

const group = "cpo.opensource.cybertec.at";

/**
 * Reads the items that matter, each once. What an item is, its value decides; hints and a search for a word in its bytes only save
 * reading the others. `wantedSecrets` is told the clusters' resources and gives the Secret names to read.
 */
export function readInputs(
  list: ListText,
  read: ReadItem,
  wantedSecrets: (postgresqls: readonly Item[]) => ReadonlySet<string>,
): Inputs {
  const items = (indexes: readonly number[]) => indexes.flatMap((index) => itemsAt(list, read, index));
  const unclear = items(list.withHint("unclear", "List").filter((index) => mayMatter(list, index)));
  const hinted = (kind: ItemHint & string, apiVersion: string, indexes: readonly number[]) =>
    [...items(indexes), ...unclear]
      .filter(({ head }) => head.kind === kind && head.apiVersion === apiVersion)
      .sort(byIndex);
  // Clusters with backups mention it, and so do our own objects. Where nobody does, there is nothing to expand, update or remove.
  const mentions = itemsWith(list, "pgbackrest");
  const relevant = mentions.filter((index) => relevantHints.has(list.item(index).hint));
  const clusters = list.withHint("postgresql");
  const idle = relevant.length === 0 && unclear.length === 0 && !clusters.some((index) => mayBeWrong(list, index));
  const postgresqls = hinted("postgresql", `${group}/v1`, idle ? [] : clusters);
  const names = wantedSecrets(postgresqls);
  return {
    postgresqls,
    operatorConfigurations: hinted("OperatorConfiguration", `${group}/v1`, list.withHint("OperatorConfiguration")),
    configMaps: hinted(
      "ConfigMap",
      "v1",
      idle ? [] : list.withHint("ConfigMap").filter((index) => mayHoldSettings(list, index)),
    ),
    secrets: hinted(
      "Secret",
      "v1",
      list.withHint("Secret").filter((index) => mayBeNamed(list, index, names)),
    ),
    candidates: [
      ...items(relevant.filter((index) => generatedKinds.has(list.item(index).hint))),
      ...unclear.filter(({ head, member }) => !member && generatedKinds.has(head.kind)),
    ].sort(byIndex),
    mentions,
  };
}

const generatedKinds: ReadonlySet<string> = new Set(["ConfigMap", "StatefulSet", "CronJob"]);
const relevantHints: ReadonlySet<ItemHint> = new Set([
  "postgresql",
  "ConfigMap",
  "StatefulSet",
  "CronJob",
  "unclear",
  "List",
]);

const byIndex = (left: Item, right: Item) => left.index - right.index;

function itemsAt(list: ListText, read: ReadItem, index: number): readonly Item[] {
  const value = read(index);
  const origin = list.origin?.(index);
  const head = { ...headOf(value), ...(origin !== undefined && { file: { path: origin.path, index: origin.index } }) };
  const own: Item = { index, head, value, member: false };
  if (!head.kind.endsWith("List") || !isObject(value) || !Array.isArray(value.items)) return [own];
  return value.items.map((member: JsonValue) => ({ index, head: headOf(member), value: member, member: true }));
}

/** An item whose kind the scan could not see is worth reading when it may be one of ours; an escape or alias could hide that. */
function mayMatter(list: ListText, index: number): boolean {
  const { start, end } = list.item(index);
  return /cpo\.opensource|pgbackrest|Secret|ConfigMap|[\\*&!]/.test(list.bytes.toString("latin1", start, end));
}

/** True where a ConfigMap may be the operator's own: its manifests always give some of these settings. */
function mayHoldSettings({ bytes, item }: ListText, index: number): boolean {
  const { start, end } = item(index);
  const text = bytes.toString("latin1", start, end);
  return /cluster_name_label|pod_service_account_name|pod_role_label/.test(text);
}

/**
 * A cluster that does not mention pgbackrest but has a section where it belongs, perhaps misspelled, or no `spec` of the usual shape, or a
 * backslash, behind which a key may be spelled in another way.
 */
function mayBeWrong({ bytes, item }: ListText, index: number): boolean {
  const { start, end } = item(index);
  const text = bytes.toString("latin1", start, end);
  return /\\|\bbackup\b|\bclone\b/.test(text) || !text.includes("\n  spec:\n");
}

/** Positions of the items that contain the word, in order. Searches the whole text once. */
function itemsWith(list: ListText, word: string): readonly number[] {
  const found: number[] = [];
  for (let at = list.bytes.indexOf(word, 0, "latin1"); at >= 0; ) {
    const index = itemAt(list, at);
    const { start, end } = list.item(index);
    // The rest of the list (results, functionConfig) may mention it, too.
    if (start <= at && at < end) found.push(index);
    at = list.bytes.indexOf(word, Math.max(end, at + word.length), "latin1");
  }
  return found;
}

/** The position of the last item that begins at or before an offset. */
function itemAt({ item, itemCount }: ListText, offset: number): number {
  let [low, high] = [0, itemCount - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (item(middle).start <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(low, 0);
}

/** True where a Secret has one of the names, or a history of names; its text alone tells, so that others are not read. */
function mayBeNamed(list: ListText, index: number, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  const { start, end } = list.item(index);
  const text = list.bytes.toString("latin1", start, end);
  if (text.includes("previousNames") || !text.includes(nameKey)) return true;
  for (let at = text.indexOf(nameKey); at >= 0; at = text.indexOf(nameKey, at + 1))
    if (names.has(wordAt(text, at + nameKey.length))) return true;
  return false;
}

const nameKey = "\n    name: ";

/** The text from a position on, in quotes or not, to the first blank or quote. */
function wordAt(text: string, from: number): string {
  const isQuoted = text[from] === '"' || text[from] === "'";
  const start = isQuoted ? from + 1 : from;
  let end = start;
  while (end < text.length && !" \t\r\n\"'".includes(text.charAt(end))) end += 1;
  return text.slice(start, end);
}
