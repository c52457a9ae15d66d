import type { CheckInput } from "../checks/input.ts";
import { settingsInCronJob } from "../cpo/job-settings.ts";
import type { Path } from "../findings/finding.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { NotPlain, readLines } from "../krm/begun-item.ts";
import type { ListText } from "../krm/list-text.ts";
import { refOf } from "../krm/resource.ts";
import { grouped } from "../text/groups.ts";
import { remembered } from "../text/memo.ts";
import type { Item } from "./item.ts";

type ExistingJob = NonNullable<ReturnType<NonNullable<CheckInput["existingJob"]>>>;

type Texts = Pick<ListText, "bytes" | "item">;

/** What is known of a CronJob, at least above its template. */
interface Fields {
  readonly value: JsonValue;
  readonly settings: ExistingJob["settings"];
}

const fieldsOf = (value: JsonValue): Fields => ({ value, settings: settingsInCronJob(value) });

/** A CronJob among the items that may be an object of ours. */
class JobItem implements ExistingJob {
  readonly item: Item;
  readonly #list: Texts;
  #fields: Fields | undefined;
  #isAssumed = false;

  constructor(list: Texts, item: Item) {
    this.#list = list;
    this.item = item;
  }

  get object() {
    return refOf(this.item.head);
  }

  get settings() {
    return this.#known.settings;
  }

  /** What is at a path of a setting; undefined where nothing is. */
  valueAt(path: Path) {
    return valueAt(this.#known.value, path);
  }

  /** Throws `NotPlain` where the answers may have been wrong: for a job that is not, letter by letter, what the function writes. */
  confirm() {
    if (this.#isAssumed && !endsWithTemplate(this.#list, this.item)) throw new NotPlain();
  }

  get #known(): Fields {
    if (this.#fields === undefined) {
      const above = fieldsAboveTemplate(this.#list, this.item);
      this.#isAssumed = above !== undefined;
      this.#fields = above ?? fieldsOf(this.item.value);
    }
    return this.#fields;
  }
}

/** The CronJobs among the items that may be objects of ours. */
export class ExistingJobs {
  readonly all: readonly JobItem[];
  readonly #byName: ReadonlyMap<string, readonly JobItem[]>;

  constructor(list: Texts, candidates: readonly Item[]) {
    this.all = candidates.filter(({ head }) => head.kind === "CronJob").map((item) => new JobItem(list, item));
    this.#byName = grouped(this.all, ({ item }) => item.head.name);
  }

  /** Finds a job; of two, the first. */
  find(name: string, namespace = ""): JobItem | undefined {
    return this.#byName.get(name)?.find(({ item }) => item.head.namespace === namespace);
  }
}

/**
 * The lines of a CronJob above the Jobs' `template`, where its fields stand line by line. A field cannot be hidden in them: one that went on in
 * the next line would not be plain.
 */
const lineByLine =
  /^ {2}spec:\n(?: {4}(?!jobTemplate:)\w+: .*\n)* {4}jobTemplate:\n {6}spec:\n(?: {8}(?!template:)\w+: .*\n)*$/;

/** The fields in such lines. Many jobs have the same, but for their schedules. */
const fieldsIn = remembered((lines) => {
  const value = lineByLine.test(lines) ? readLines(lines) : undefined;
  return value === undefined ? undefined : fieldsOf(value);
});

/** A line that every reader reads alike, and that nobody asks for. */
const scheduleLine = /^ {4}schedule: (?:\d[\d*/, -]*|'[\d*/, -]+'|"[\d*/, -]+")\n/m;

const template = "\n        template:\n";
/** More than is between `spec` and `template`. */
const longestAbove = 1024;

/**
 * The fields of a CronJob above its template; `undefined` where these are not plain. That there are no others below it is assumed: it is so in
 * what the function writes.
 */
function fieldsAboveTemplate({ bytes, item }: Texts, { restStart, index }: Item): Fields | undefined {
  if (restStart === undefined) return undefined;
  const most = restStart + longestAbove + template.length;
  const length = bytes.toString("latin1", restStart, Math.min(item(index).end, most)).indexOf(template) + 1;
  if (length === 0) return undefined;
  return fieldsIn(bytes.toString("utf8", restStart, restStart + length).replace(scheduleLine, ""));
}

/** The beginning of a line that is not below `template`. */
const shallowLine = /\n {0,8}[^ ]/;

/** True where a CronJob with plain fields above its template has none below it. */
function endsWithTemplate({ bytes, item }: Texts, { restStart, index }: Item): boolean {
  const rest = bytes.toString("latin1", restStart, item(index).end);
  return !shallowLine.test(rest.slice(rest.indexOf(template) + template.length - 1));
}
