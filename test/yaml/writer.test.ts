import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { load } from "js-yaml";
import { parse, stringify } from "yaml";
import { readWithLibrary } from "../../src/krm/split-with-library.ts";
import { readItem } from "../../src/yaml/reader.ts";
import { writeYaml } from "../../src/yaml/writer.ts";

const cases = new URL("../parity/cases/", import.meta.url);
const texts = readdirSync(cases).flatMap((name) =>
  ["input.yaml", "expected.yaml"].flatMap((file) =>
    readFileSync(new URL(`${name}/${file}`, cases), "utf8").split(/^---\n/m),
  ),
);

/** Texts that are hard on readers: words and numbers of YAML 1.1, blanks, quotes, line breaks, odd characters. */
const hardText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom("a", " ", "\n", "#", ":", "-", "'", '"', "\\", "\t", "{", "|", "é", "1", "0"),
    maxLength: 10,
  }),
  fc.constantFrom(
    "y",
    "n",
    "yes",
    "No",
    "ON",
    "off",
    "true",
    "null",
    "~",
    "",
    "0644",
    "0o17",
    "0x1f",
    "1_000",
    "1e3",
    "12:30:45",
    "2020-01-01",
    ".5",
    "+1",
    "-1",
    "=",
    "<<",
    "*/30 * * * *",
    "30 2 * * *",
    "- a",
    "? a",
    "@x",
    "%x",
    "5Gi",
    "100m",
    "a: b",
    "a #b",
    "\u0085",
    "\u2028",
    "\ufeff",
    "--stanza=db",
  ),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    hardText,
    fc.integer({ min: -1e9, max: 1e9 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("fields"),
  ),
  fields: fc.dictionary(
    hardText.filter((key) => key !== "__proto__"),
    tie("value"),
    { maxKeys: 4 },
  ),
}));
const mapping = values.fields.filter((value) => Object.keys(Object(value)).length > 0);

describe("the YAML reader", () => {
  it("reads nearly everything that is in the parity set, and exactly what the library reads", () => {
    let declined = 0;
    for (const text of texts) {
      const value = readItem(text, 0);
      if (value === undefined) declined += 1;
      else expect(readWithLibrary(text)).to.deep.equal({ value });
    }
    expect(declined / texts.length).to.be.lessThan(0.03);
  });

  it("never disagrees with the library on a text with one character changed", () => {
    const changed = fc
      .constantFrom(...texts)
      .chain((text) =>
        fc
          .tuple(fc.nat(text.length), fc.nat(2), fc.constantFrom(..."\n \t:#-'\"[]{}&*!|>%@,?0y~\\"))
          .map(([at, cut, character]) => text.slice(0, at) + character + text.slice(at + cut)),
      );
    fc.assert(
      fc.property(changed, (text) => {
        const value = readItem(text, 0);
        if (value !== undefined) expect(readWithLibrary(text), text).to.deep.equal({ value });
      }),
      { numRuns: 3000 },
    );
  });

  it("reads what other writers write as the library does, or declines", () => {
    fc.assert(
      fc.property(mapping, fc.constantFrom("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL"), (value, type) => {
        const text = stringify(value, { defaultStringType: type, lineWidth: 0 });
        const read = readItem(text, 0);
        if (read !== undefined) expect(readWithLibrary(text), text).to.deep.equal({ value: read });
      }),
      { numRuns: 2000 },
    );
  });

  for (const [text, value] of [
    ["a: y\n", { a: true }],
    ["a: off\n", { a: false }],
    ["a: ~\nb:\n", { a: null, b: null }],
    ["a: 30 2 * * *\nb: 5Gi\nc: --type=full\n", { a: "30 2 * * *", b: "5Gi", c: "--type=full" }],
    ["a:\n- b: 1\n  c: |-\n    x\n\n    y\n", { a: [{ b: 1, c: "x\n\ny" }] }],
    ["a: 0644\n", undefined],
    ["a: &x 1\nb: *x\n", undefined],
    ["a: 1\na: 2\n", undefined],
    ["a: {b: c}\n", { a: { b: "c" } }],
    ["a: {b: c,\n  d: e}\n", undefined],
  ] as const) {
    it(`${JSON.stringify(text)}: ${value === undefined ? "declined" : JSON.stringify(value)}`, () =>
      expect(readItem(text, 0)).to.deep.equal(value));
  }
});

describe("the YAML writer", () => {
  it("writes what every reader reads back the same: YAML 1.1 and 1.2, js-yaml, our own", () => {
    fc.assert(
      fc.property(mapping, (value) => {
        const text = writeYaml(Object(value), 0);
        const plain = JSON.parse(JSON.stringify(value));
        expect(parse(text), text).to.deep.equal(plain);
        expect(readWithLibrary(text), text).to.deep.equal({ value: plain });
        expect(load(text), text).to.deep.equal(plain);
        const own = readItem(text, 0);
        if (own !== undefined) expect(own).to.deep.equal(plain);
      }),
      { numRuns: 3000 },
    );
  });

  it("writes lists at the column of their key, and configuration as literal blocks", () => {
    const object = {
      data: { "a.conf": "[global]\nx = y" },
      list: [{ name: "a", items: ["b"] }, {}, []],
      off: "off",
      none: undefined,
    };
    expect(writeYaml(object, 0)).to.equal(
      'data:\n  a.conf: |-\n    [global]\n    x = y\nlist:\n- name: a\n  items:\n  - b\n- {}\n- []\n"off": "off"\n',
    );
  });

  it("leaves empty lines of a literal block empty, wherever they are", () => {
    expect(writeYaml({ "a.conf": "\n[db]\n\n\n[global]\nx = y\n\n" }, 2)).to.equal(
      "  a.conf: |+\n\n    [db]\n\n\n    [global]\n    x = y\n\n",
    );
  });
});
