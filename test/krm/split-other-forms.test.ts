import { expect } from "chai";
import fc from "fast-check";
import type { ListText } from "../../src/krm/list-text.ts";
import { type ReadableList, readList, readSplitList } from "../../src/krm/read-list.ts";
import { splitCrlf } from "../../src/krm/split-crlf.ts";
import { splitJson } from "../../src/krm/split-json.ts";
import { splitList } from "../../src/krm/split-list.ts";
import { splitWithLibrary } from "../../src/krm/split-with-library.ts";
import { mutated, someList } from "../fuzz/lists.ts";
import { randomOf } from "../fuzz/random.ts";

const version = "config.kubernetes.io/v1";

/** All that a list tells of its items and entries, but for their values. */
const told = (list: ListText) => ({
  items: Array.from({ length: list.itemCount }, (_, index) => list.item(index)),
  rest: [list.form, list.newline, list.itemsEnd, list.itemsComma, list.endsOpen, [...list.entries], list.root],
});

/** The values of all items and entries. */
const values = ({ list, itemIfValid, entry }: ReadableList) => [
  Array.from({ length: list.itemCount }, (_, index) => itemIfValid(index)),
  [...list.entries.keys()].filter((key) => key !== "items").map(entry),
];

/** What a promise gives, or the name of the error. */
const settled = (promise: Promise<unknown>) => promise.catch((error: Error) => error.name);

/** Holds a list to what the library says of the same text; false where it reads none of it. */
async function agrees(fast: ListText, bytes: Buffer): Promise<boolean> {
  const slow = splitWithLibrary(bytes);
  if ("unreadable" in slow) return false;
  expect(told(fast)).to.deep.equal(told(slow));
  expect(await settled(readList(bytes, values))).to.deep.equal(await settled(readSplitList(slow, values)));
  return true;
}

const indented = (bytes: Buffer): ListText | undefined => {
  const list = splitList(bytes);
  return list?.form.kind === "block" && list.form.indent > 0 ? list : undefined;
};

const splitters = { splitCrlf, splitJson, indented };

describe("the splitters of forms that no host writes", () => {
  it("agree with the library on every list that both read", async () => {
    const both = { splitCrlf: 0, splitJson: 0, indented: 0 };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0 }), fc.boolean(), fc.nat(3), async (run, crlf, changes) => {
        const random = randomOf(1, run);
        const { text } = someList(random);
        const changed = changes === 0 ? mutated(text, random) : text;
        const bytes = Buffer.from(crlf ? changed.replace(/\r?\n/g, "\r\n") : changed);
        for (const name of ["splitCrlf", "splitJson", "indented"] as const) {
          const fast = splitters[name](bytes);
          if (fast !== undefined && (await agrees(fast, bytes))) both[name] += 1;
        }
      }),
      { numRuns: 3000 },
    );
    for (const count of Object.values(both)) expect(count, JSON.stringify(both)).to.be.greaterThan(5);
  });

  it("agree with the library on JSON of any values, however it is laid out", async () => {
    const kind = fc.constantFrom("Secret", "postgresql", "Service", "FooList");
    const item = fc.oneof(
      { weight: 20, arbitrary: fc.tuple(kind, fc.jsonValue()).map(([kind, spec]) => ({ spec, kind })) },
      { weight: 1, arbitrary: fc.jsonValue() },
      { weight: 1, arbitrary: fc.jsonValue().map((kind) => ({ kind })) },
    );
    const layout = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => `\n${text}\n`,
      (text) => text.replaceAll("\n", "\r\n"),
    );
    let read = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(item, { maxLength: 5 }),
        fc.jsonValue(),
        fc.constantFrom(0, 2, "\t"),
        layout,
        async (items, functionConfig, space, laidOut) => {
          const list = { apiVersion: version, kind: "ResourceList", items, functionConfig };
          const bytes = Buffer.from(laidOut(JSON.stringify(list, null, space)));
          const fast = splitJson(bytes);
          if (fast === undefined) return;
          expect(await agrees(fast, bytes)).to.equal(true);
          read += 1;
        },
      ),
      { numRuns: 500 },
    );
    expect(read).to.be.greaterThan(100);
  });

  const json = (items: string, more = "") =>
    `{"apiVersion": "${version}", "kind": "ResourceList"${more}, "items": [${items}]}`;

  for (const [what, value] of [
    ["escapes", '"\\/ \\u00e9 \\ud83d\\ude00 \\ud83d \\" \\\\"'],
    ["brackets and commas in texts", '["}]{[", "\\\\", ",:"]'],
    ["numbers of all kinds", "[0, -0, -0.0, 1.0, 1.5e3, 1E400, 9007199254740993, 100000000000000000000, -1, 0.1]"],
    ["a key twice", '{"a": 1, "a": 2}'],
    ["a key that is spelled in two ways", '{"a": 1, "\\u0061": 2}'],
    ["keys that objects have already", '{"__proto__": {"a": 1}, "constructor": 2}'],
    ["a merge key in quotes", '{"<<": {"a": 1}}'],
    ["an escape that only YAML has", '"\\x41"'],
    ["words", "[null, true, false]"],
    ["other letters and line breaks", '"é\u2028\u0085\u007f🐘"'],
  ] as const)
    it(`read like the library: ${what}`, async () => {
      const bytes = Buffer.from(json(`{"kind": "Secret"}, {"kind": "A", "spec": ${value}}`));
      const fast = splitJson(bytes);
      if (fast === undefined) throw new Error("it is left to the library");
      expect(await agrees(fast, bytes)).to.equal(true);
    });

  /** A list that would be read, but for what is in its only item. */
  const plain = json('{"kind": "A"}');
  const withField = (field: string) => json(`{"kind": "A", ${field}}`);

  it("read plain JSON", () => {
    for (const text of [plain, withField('"a": "b"')]) expect(splitJson(Buffer.from(text))?.itemCount).to.equal(1);
  });

  for (const [what, text] of [
    ["no items", json("")],
    ["items that are null", plain.replace('[{"kind": "A"}]', "null")],
    ["items that are a mapping", plain.replace(/\[(.*)\]/, '{"a": $1}')],
    ["text behind the list", `${plain} x`],
    ["a list that is cut off", plain.slice(0, -1)],
    ["a comma behind the last item", json('{"kind": "A"},')],
    ["a comma behind the last entry", plain.replace(/\}$/, ",}")],
    ["a comment", json('{"kind": "A"} # }\n')],
    ["a text without quotes", withField('"a": b"}"')],
    ["a key without quotes", withField("a: 1")],
    ["quotes of YAML", withField("'a': 1")],
    ["a colon before a text", withField('"a": :"]"')],
    ["a number that is none", withField('"a": 01')],
    ["an anchor", json('&a {"kind": "A"}')],
    ["a carriage return alone", json('{"kind": "A"},\r{"kind": "A"}')],
    ["a line break in a text", withField('"a": "b\n c"')],
    ["deep nesting", withField(`"a": ${"[".repeat(100)}${"]".repeat(100)}`)],
    ["an item without a kind", json('{"kind": "A"}, {"a": "b"}')],
    ["an item that is a list", json('{"kind": "A"}, [{"kind": "A"}]')],
    ["a kind that an escape hides", json('{"k\\u0069nd": "A"}')],
    ["a kind that is not text", json('{"kind": 5}')],
    ["a merge key before the kind", json('{"<<": {"kind": "B"}, "kind": "A"}')],
    ["an entry twice", plain.replace("{", '{"kind": "ResourceList", ')],
    ["an entry that readers do not agree on", plain.replace("{", '{"functionConfig": {"a": 1, "a": 2}, ')],
    ["another kind", plain.replace("ResourceList", "List")],
    ["another version", plain.replace("/v1", "/v9")],
    ["a byte order mark", `\ufeff${plain}`],
    ["bytes that are not UTF-8", Buffer.from(withField('"a": "é"'), "latin1")],
    ["nothing", ""],
  ] as const)
    it(`leave to the library what is not plain JSON: ${what}`, () => {
      expect(splitJson(Buffer.from(text))).to.equal(undefined);
    });

  const head = `apiVersion: ${version}\nkind: ResourceList\n`;

  for (const [what, text, column] of [
    ["by two", `${head}items:\n  - kind: A\n    a:\n      - b\n  - kind: B\n`, 2],
    ["by four", `${head}items:\n    - kind: A\n      a: b\n`, 4],
    ["with comments and blank lines", `${head}items:\n  - kind: A\n# a\n\n \n  # b\n    # c\n  - kind: B\n`, 2],
    ["with lists of other entries at column 0", `${head}items:\n  - kind: A\nresults:\n- message: a\n`, 2],
    ["with a text that looks like items", `${head}items:\n  - kind: A\n    a: |\n      items:\n        - kind: B\n`, 2],
    ["very deep", `${head}items:\n          - kind: A\n`, undefined],
    ["with a dash at another column", `${head}items:\n  - kind: A\n - kind: B\n`, undefined],
    ["with a dash at column 0", `${head}items:\n  - kind: A\n- kind: B\n`, undefined],
    ["with a key at the column of the dashes", `${head}items:\n  - kind: A\n  a: b\n`, undefined],
    ["with text below the dashes' column", `${head}items:\n  - kind: A\n    a: "b\n c"\n`, undefined],
    ["with a comment before the first", `${head}items:\n  # a\n  - kind: A\n`, undefined],
    ["with a comment at the end", `${head}items:\n  - kind: A\n# a\n`, undefined],
    ["with a key without a value at the end", `${head}items:\n  - kind: A\nresults:\n`, undefined],
    ["with a kind in quotes", `${head}items:\n  - kind: "A"\n`, undefined],
    ["with keys further to the right", `${head}items:\n  -   kind: A\n`, undefined],
    ["behind a byte order mark", `\ufeff${head}items:\n  - kind: A\n`, undefined],
  ] as const)
    it(`${column === undefined ? "leave to the library" : "read"} items that are indented ${what}, with LF and CRLF`, async () => {
      for (const [split, bytes] of [
        [indented, Buffer.from(text)],
        [splitCrlf, Buffer.from(text.replaceAll("\n", "\r\n"))],
      ] as const) {
        const list = split(bytes);
        expect(list?.form).to.deep.equal(column === undefined ? undefined : { kind: "block", indent: column });
        if (list !== undefined) expect(await agrees(list, bytes)).to.equal(true);
      }
    });

  for (const [what, text] of [
    ["a line with LF alone", `${head}items:\n- kind: A\n`.replace("\n", "\r\n")],
    ["a first line with LF alone", `\n${head.replaceAll("\n", "\r\n")}items:\r\n- kind: A\r\n`],
    ["a carriage return in a line", `${head}items:\n- kind: A\n  a: "\r"\n`.replaceAll("\n", "\r\n")],
    ["no last line break", `${head}items:\n- kind: A`.replaceAll("\n", "\r\n")],
  ] as const)
    it(`leave to the library a text with CRLF and ${what}`, () => {
      expect(splitCrlf(Buffer.from(text))).to.equal(undefined);
    });
});
