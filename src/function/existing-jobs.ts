import type { CheckInput } from "../checks/input.ts";
import type { Path } from "../findings/finding.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { readLines } from "../krm/begun-item.ts";
import type { ListText } from "../krm/list-text.ts";
import { refOf } from "../krm/resource.ts";
import { remembered } from "../text/memo.ts";
import type { Item } from "./item.ts";

type ExistingJob = NonNullable<ReturnType<NonNullable<CheckInput["existingJob"]>>>;

/** The CronJobs among the items that may be objects of ours, by namespace and name; of two, the first. */
export type ExistingJobs = ReadonlyMap<string, ExistingJob>;

export const jobKey = (name: string, namespace = ""): string => `${namespace}/${name}`;

type Texts = Pick<ListText, "bytes" | "item">;

class JobItem implements ExistingJob {
  readonly #list: Texts;
  readonly #item: Item;
  #fields: JsonValue | undefined;

  constructor(list: Texts, item: Item) {
    this.#list = list;
    this.#item = item;
  }

  get object() {
    return refOf(this.#item.head);
  }

  valueAt(path: Path) {
    this.#fields ??= fieldsAboveTemplate(this.#list, this.#item) ?? this.#item.value;
    return valueAt(this.#fields, path);
  }
}

export function existingJobs(list: Texts, candidates: readonly Item[]): ExistingJobs {
  const jobs = new Map<string, ExistingJob>();
  for (const candidate of candidates) {
    const { name, namespace, kind } = candidate.head;
    const key = jobKey(name, namespace);
    if (kind === "CronJob" && !jobs.has(key)) jobs.set(key, new JobItem(list, candidate));
  }
  return jobs;
}

/**
 * The lines of a CronJob above the Jobs' `template`, where its fields stand line by line. A field cannot be hidden in them: one that went on in
 * the next line would not be plain.
 */
const lineByLine =
  /^ {2}spec:\n(?: {4}(?!jobTemplate:)\w+: .*\n)* {4}jobTemplate:\n {6}spec:\n(?: {8}(?!template:)\w+: .*\n)*$/;

/** The fields in such lines. Many jobs have the same, but for their schedules. */
const fieldsIn = remembered((lines) => (lineByLine.test(lines) ? readLines(lines) : undefined));

/** A line that every reader reads alike, and that nobody asks for. */
const scheduleLine = /^ {4}schedule: (?:\d[\d*/, -]*|'[\d*/, -]+'|"[\d*/, -]+")\n/m;

const template = "\n        template:\n";
/** More than is between `spec` and `template`. */
const longestAbove = 1024;
/** The beginning of a line that is not below `template`. */
const shallowLine = /\n {0,8}[^ ]/;

/** The fields of a CronJob without its template, where that is the last of them; `undefined` where the whole job must be read. */
function fieldsAboveTemplate({ bytes, item }: Texts, { restStart, index }: Item): JsonValue | undefined {
  if (restStart === undefined) return undefined;
  const rest = bytes.toString("latin1", restStart, item(index).end);
  const length = rest.indexOf(template) + 1;
  if (length === 0 || length > longestAbove || shallowLine.test(rest.slice(length + template.length - 2)))
    return undefined;
  return fieldsIn(bytes.toString("utf8", restStart, restStart + length).replace(scheduleLine, ""));
}
