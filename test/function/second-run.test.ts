import { expect } from "chai";
import fc from "fast-check";
import { fleetItems } from "../../bench/fleet.ts";
import { listOf } from "../../bench/lists.ts";
import { asKptGivesBack, itemsOf } from "../../bench/second-run.ts";
import { filter } from "../../src/function/filter.ts";
import type { JsonValue } from "../../src/json/json-value.ts";

/*
 * The run after the first one: objects whose text is what would be written are not read. Whatever becomes of the items in between, the outcome
 * is that of a run which reads all of them.
 */

const ownerLabel = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner";
const isOurs = (item: string) => item.includes(`      ${ownerLabel}: `);

/** All that a run tells, or how it fails. */
async function outcome(text: string, config: JsonValue | undefined, readsWhole: boolean) {
  try {
    const { parts, findings, exitCode, clusters, stale } = await filter(Buffer.from(text), config, { readsWhole });
    return {
      text: Buffer.concat(parts.map((part) => Buffer.from(part))).toString("latin1"),
      ...{ findings, exitCode, clusters, stale },
    };
  } catch (error) {
    return `${error}`;
  }
}

/** What people and programs do to an item. */
const changes: Readonly<Record<string, (item: string) => readonly string[]>> = {
  "a comment above it": (item) => [`# c\n${item}`],
  "a comment in it": (item) => [item.replace(/^ {2}(?:spec|data):\n/m, "$&  # c\n")],
  "a comment on a line": (item) => [item.replace(/^ {2}kind: .*/m, "$& # c")],
  "a comment at its end": (item) => [`${item}  # c\n`],
  "a line break at its end": (item) => [`${item}\n`],
  "another value": (item) => [item.replace(/\d+ \d+ \* \* /, "59 23 * * ").replace("log-path = ", "log-path = /x")],
  "a label of others": (item) => [item.replace(/^ {4}labels:\n/m, "$&      tier: gold\n")],
  "a label of others, in quotes": (item) => [item.replace(/^ {4}annotations:\n/m, "      tier: 'on'\n$&")],
  "an annotation of others": (item) => [item.replace(/^ {2}(?:spec|data):\n/m, "      example.com/note: a b\n$&")],
  "an annotation of others, with a word that is not a text": (item) => [
    item.replace(/^ {4}annotations:\n/m, "$&      example.com/on: true\n"),
  ],
  "an annotation that is inherited": (item) => [item.replace(/^ {4}annotations:\n/m, "$&      note: old\n")],
  "a label that is inherited": (item) => [item.replace(/^ {4}labels:\n/m, "$&      env: old\n")],
  "a label twice": (item) => [item.replace(/^ {6}team: .*\n/m, "$&$&")],
  "another label of ours": (item) => [item.replace(/^ {6}team: .*/m, "      team: other")],
  "without its mark": (item) => [item.replace(new RegExp(`^ {6}${ownerLabel}: .*\\n`, "m"), "")],
  "the mark of another": (item) => [item.replace(new RegExp(`^ {6}${ownerLabel}: .*`, "m"), `      ${ownerLabel}: x`)],
  "without annotations": (item) => [item.replace(/^ {4}annotations:\n(?: {6}.*\n)*/m, "")],
  "without the entries of its annotations": (item) => [item.replace(/^( {4}annotations:\n)(?: {6}.*\n)*/m, "$1")],
  "annotations in another order": (item) => [
    item.replace(/^( {4}annotations:\n)((?: {6}.*\n)*)/m, (_, key: string, lines: string) =>
      [key, ...lines.split(/(?<=\n)/).reverse()].join(""),
    ),
  ],
  "annotations above labels": (item) => [
    item.replace(/^( {4}labels:\n(?: {6}.*\n)*)( {4}annotations:\n(?: {6}.*\n)*)/m, "$2$1"),
  ],
  "an annotation twice": (item) => [item.replace(/^ {6}config\.kubernetes\.io\/path: .*\n/m, "$&$&")],
  "a number as index": (item) => [item.replace(/^( {6}config\.kubernetes\.io\/index: )'(.*)'/m, "$1$2")],
  "another namespace": (item) => [item.replace(/^ {4}namespace: .*/m, "    namespace: elsewhere")],
  "no namespace": (item) => [item.replace(/^ {4}namespace: .*\n/m, "")],
  "a name that goes on": (item) => [item.replace(/^ {4}name: .*/m, "$&\n      more")],
  "another name": (item) => [item.replace(/^ {4}name: .*/m, "$&-2")],
  "its name in quotes": (item) => [item.replace(/^( {4}name: )(.*)/m, '$1"$2"')],
  "another version": (item) => [item.replace(/apiVersion: batch\/v1$/m, "apiVersion: batch/v1beta1")],
  "fields in another order": (item) => [
    item.replace(
      /^- (apiVersion: .*\n) {2}(kind: .*\n)/,
      (_, version: string, kind: string) => `- ${kind}  ${version}`,
    ),
  ],
  "metadata at its end": (item) => [
    item.replace(/^( {2}metadata:\n(?: {4}.*\n)*)((?:.*\n)*)/m, (_, metadata: string, rest: string) => rest + metadata),
  ],
  suspended: (item) => [item.replace(/^ {4}concurrencyPolicy: .*\n/m, "$&    suspend: true\n")],
  "suspended, at its end": (item) => [item.replace(/^ {4}jobTemplate:\n(?:.*\n)*/m, "$&    suspend: true\n")],
  "suspended, behind a line break that YAML knows": (item) => [
    item.replace(/^ {8}template:\n/m, "$&          # \r    suspend: true\n"),
  ],
  "suspended, behind a line break that YAML 1.1 knows": (item) => [
    item.replace(/^ {8}template:\n/m, "$&          # \u2028    suspend: true\n"),
  ],
  "suspended, in an unusual way": (item) => [
    item.replace(/^ {4}concurrencyPolicy: .*\n/m, '$&    "susp\\u0065nd": true\n'),
  ],
  "a time zone": (item) => [item.replace(/^ {4}schedule: .*\n/m, "$&    timeZone: Europe/Vienna\n")],
  "a time zone that is none": (item) => [item.replace(/^ {4}schedule: .*\n/m, "$&    timeZone: Mars\n")],
  "another backoffLimit": (item) => [item.replace(/^ {8}template:\n/m, "        backoffLimit: 9\n$&")],
  "a backoffLimit behind the template": (item) => [
    item.replace(/^ {8}template:\n(?:.*\n)*/m, "$&        backoffLimit: 0\n"),
  ],
  "an anchor": (item) => [item.replace(/^ {2}metadata:/m, "$& &m")],
  "an alias of nothing": (item) => [item.replace(/^ {4}(?:schedule|replicas): .*/m, "    x: *m")],
  "text in a flow mapping": (item) => [
    item.replace(/^ {4}labels:\n {6}(\S+): (\S+)\n/m, "    labels:\n      $1: {a: $2}\n"),
  ],
  "broken off": (item) => [item.replace(/^ {2}(?:spec|data):\n/m, "$&    a: [\n")],
  "a field twice": (item) => [`${item}  kind: CronJob\n`],
  twice: (item) => [item, item],
  "twice, and one of them different": (item) => [item, item.replace(/^ {4}labels:\n/m, "$&      team: other\n")],
  gone: () => [],
};

const config = (spec: JsonValue): JsonValue => ({
  apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
  kind: "ExpandPgBackRest",
  spec,
});
const inherits = { operator: { inherited_annotations: ["note"], inherited_labels: ["env", "app.kubernetes.io/name"] } };
const configs: readonly (JsonValue | undefined)[] = [
  undefined,
  config(inherits),
  config({ ...inherits, adopt: true }),
  config({ jobs: { timeZone: "Europe/Vienna", backoffLimit: 3 } }),
  config({ selector: { matchLabels: { env: "prod" } } }),
  config({ nonsense: 1 }),
];

const change = fc.record({
  what: fc.constantFrom(...Object.keys(changes)),
  /** Which item; those of others, too, now and then. */
  at: fc.nat(999),
  ours: fc.boolean(),
});

describe("a second run", function () {
  this.timeout(240_000);

  const written = configs.map(async (functionConfig) => {
    const list = listOf(fleetItems(60, { seed: 7 }));
    const { parts } = await filter(Buffer.from(list), functionConfig);
    return asKptGivesBack(itemsOf(Buffer.concat(parts.map((part) => Buffer.from(part))).toString()));
  });

  it("has the outcome of one that reads every object, whatever became of them", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(configs.length - 1),
        fc.nat(configs.length - 1),
        fc.array(change, { maxLength: 4 }),
        fc.constantFrom("LF", "LF", "LF", "CRLF"),
        async (before, now, some, newline) => {
          const items = [...((await written[before]) ?? [])];
          for (const { what, at, ours } of some) {
            const places = items.flatMap((item, index) => ((ours ? isOurs(item) : true) ? [index] : []));
            const index = places[at % places.length] ?? 0;
            items[index] = (changes[what]?.(items[index] ?? "") ?? []).join("");
          }
          const list = newline === "LF" ? listOf(items) : listOf(items).replaceAll("\n", "\r\n");
          const [fast, whole] = [await outcome(list, configs[now], false), await outcome(list, configs[now], true)];
          expect(fast).to.deep.equal(whole);
        },
      ),
      { numRuns: Number(process.env.SECOND_RUNS ?? 150) },
    );
  });

  for (const [what, of] of Object.entries(changes))
    it(`has the outcome of one that reads every object: ${what}`, async () => {
      const items = (await written[1]) ?? [];
      for (const kind of ["ConfigMap", "StatefulSet", "CronJob"]) {
        const at = items.findIndex((item) => isOurs(item) && item.includes(`\n  kind: ${kind}\n`));
        expect(at).to.be.greaterThan(-1);
        const list = listOf(items.toSpliced(at, 1, of(items[at] ?? "").join("")));
        expect(await outcome(list, configs[1], false), kind).to.deep.equal(await outcome(list, configs[1], true));
      }
    });
});
