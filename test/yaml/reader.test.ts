import { expect } from "chai";
import fc from "fast-check";
import { readWithLibrary } from "../../src/krm/split-with-library.ts";
import { readItem } from "../../src/yaml/reader.ts";

const declined = undefined;

/** Lines that mean something else at each other column. */
const lines = [
  ..."a:|b: c|- d|- e: f|- - g|-|-a|# h|{}|- {}|...|---|'i' : j|\"k\": 1|l:m|- # n|o: - p|q: #|- 'r': s|--- ".split(
    "|",
  ),
  ...[
    "t: |",
    "u: |-",
    "- |+",
    "v: |2",
    "- w: |1-",
    "|",
    "x: >",
    "y1: 'it''s' # z",
    '"aa',
    "- -5",
    "",
    "  ",
    "bb:cc: dd",
  ],
];
const text = fc
  .array(fc.tuple(fc.constantFrom(0, 0, 0, 2, -2, 1, -1, 4), fc.constantFrom(...lines)), { minLength: 1, maxLength: 8 })
  .map((steps) => {
    let column = 0;
    return steps
      .map(([step, line]) => {
        column = Math.max(0, column + step);
        return `${" ".repeat(column)}${line}\n`;
      })
      .join("");
  });

describe("the YAML reader, block by block", () => {
  it("never disagrees with the library on lines put together at random", () => {
    fc.assert(
      fc.property(text, (text) => {
        const value = readItem(text, 0);
        if (value !== undefined) expect(readWithLibrary(text), text).to.deep.equal({ value });
      }),
      { numRuns: 20_000 },
    );
  });

  it("never disagrees with the library on flow collections put together at random", () => {
    const piece = fc.constantFrom(
      ..."{ } [ ] , : a b-c 1 -5 0644 1e3 y ~ null 'd' \"e\" 'f''g' \"h\\n\" # i:j k: /l *m &n !o ? | > % @ -- --p - <<".split(
        " ",
      ),
      ...[", ", ": ", "a: ", "b, ", "{a: b}", "[c, d]", "'q r'", "30 2 * * 0", "__proto__: ", "  "],
    );
    let read = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), fc.constantFrom("{a: ", "[", "{", "{b: ["), (pieces, open) => {
        const text = `k: ${open}${pieces.join("")}${open.includes("[") ? "]" : ""}${open.includes("{") ? "}" : ""}\n`;
        const value = readItem(text, 0);
        if (value === undefined) return;
        read += 1;
        expect(readWithLibrary(text), text).to.deep.equal({ value });
      }),
      { numRuns: 20_000 },
    );
    expect(read, "texts that were read").to.be.greaterThan(500);
  });

  for (const [what, yaml, value] of [
    ["a list at its key's column and deeper", "a:\n- b\nc:\n  - d\n", { a: ["b"], c: ["d"] }],
    ["lists in lists", "a:\n- - b\n  - c: d\n    e: f\n", { a: [["b", { c: "d", e: "f" }]] }],
    ["a dash with its value below", "a:\n-\n  b: c\n-\n- d\n", { a: [{ b: "c" }, null, "d"] }],
    ["comments and empty lines", "# a\na: # b\n\n  # c\n  b: c # d\n# e\n", { a: { b: "c" } }],
    ["a literal block and what it keeps", "a: |+\n  b # c\n\n   d\n\ne: f\n", { a: "b # c\n\n d\n\n", e: "f" }],
    ["a literal block that tells its column", "a: |2-\n    b\n   c\nd:\n- |1\n   e\n", { a: "  b\n c", d: ["  e\n"] }],
    ["an empty line with fewer blanks in a literal block", "a:\n  b: |\n   \n    c\n", { a: { b: "\nc\n" } }],
    ["keys in quotes", "\"a b\": 1\n'c': 2\n", { "a b": 1, c: 2 }],
    ["keys that objects inherit", "constructor: a\ntoString: b\n", { constructor: "a", toString: "b" }],
    ["a no-break space at the end of a text", "a: b\u00a0\n", { a: "b\u00a0" }],
    ["a negative number", "a: -5\n", { a: -5 }],
    [
      "short flow collections",
      "a: {b: 100m, 'c': [d/e, \"--f\", -1, [], {}]} # g\nh: [ {i: 30 2 * * 0 , j: ~} ]\n",
      { a: { b: "100m", c: ["d/e", "--f", -1, [], {}] }, h: [{ i: "30 2 * * 0", j: null }] },
    ],
    ["a list of flow mappings", "l:\n- {a: 1}\n- {b: c}\n", { l: [{ a: 1 }, { b: "c" }] }],
    ["a flow collection of several lines", "a: {b: c,\n  d: e}\n", declined],
    ["a flow collection that is not closed", "a: [b\n", declined],
    ["a flow collection and more", "a: [b] c\n", declined],
    ["a flow collection with a key twice", "a: {b: 1, 'b': 2}\n", declined],
    ["a flow collection with a key alone", "a: {b}\n", declined],
    ["a flow collection that ends in a comma", "a: [b, ]\n", declined],
    ["a colon in a flow collection", "a: [b:c]\n", declined],
    ["a number that readers disagree on in a flow collection", "a: [0644]\n", declined],
    ["a mapping at another column", " a: b\n", declined],
    ["an indented comment only", "  # a\n", declined],
    ["a text of several lines", "a: b\n  c\n", declined],
    ["a quoted text of several lines", "a: 'b\n  c'\n", declined],
    ["a folded block", "a: >\n  b\n", declined],
    ["a literal block without lines", "a: |\nb: c\n", declined],
    ["a list deeper than its first entry", "a:\n - b\n  - c\n", declined],
    ["a tab", "a:\tb\n", declined],
    ["a carriage return", "a: b\r\n", declined],
    ["a byte order mark", "\ufeffa: b\n", declined],
    ["a line separator", "a: b\u2028c\n", declined],
    ["a key twice", "a: 1\n'a': 2\n", declined],
    ["the key __proto__", "__proto__: a\n", declined],
    ["a merge key", "<<: a\n", declined],
    ["a key that is not text", "n: a\n", declined],
    ["a key of a thousand characters", `${"a".repeat(1000)}: b\n`, declined],
    ["a question mark for a key", "? a\n: b\n", declined],
    ["a tag", "a: !!str b\n", declined],
    ["an alias", "a: *b\n", declined],
    ["a document mark", "---\na: b\n", declined],
    ["two documents", "a: b\n---\nc: d\n", declined],
    ["half of a surrogate pair", 'a: "\\ud800"\n', declined],
    ["an escape that YAML 1.1 does not know", 'a: "\\/"\n', declined],
    ["a last line without its end", "a: b", declined],
    ["no line at all", "", declined],
    ["a list", "- a\n", declined],
  ] as const) {
    it(`${what}: ${value === undefined ? "declined" : "read"}`, () => expect(readItem(yaml, 0)).to.deep.equal(value));
  }

  it("declines characters that break lines for some readers, or that YAML does not print, wherever they are", () => {
    const text = "# a\na: 'b' # c\nd:\n- e: |+\n    f\n\n     g\n\n# h\n- {i: [j]}\n\n# k\n";
    expect(readItem(text, 0)).to.deep.equal({ a: "b", d: [{ e: "f\n\n g\n\n" }, { i: ["j"] }] });
    for (const character of "\u0000\u0001\t\u000b\f\r\u001b\u001f\u007f\u0085\u009f\u2028\u2029\ufeff")
      for (let at = 0; at <= text.length; at += 1)
        expect(
          readItem(text.slice(0, at) + character + text.slice(at), 0),
          `${JSON.stringify(character)} at ${at}`,
        ).to.equal(undefined);
  });

  it("an item whose dash is a blank", () =>
    expect(readItem("  kind: Secret\n  data:\n    a: b\n", 2)).to.deep.equal({ kind: "Secret", data: { a: "b" } }));

  it("declines any depth beyond its limit, without running out of stack", () => {
    const nested = (depth: number) => Array.from({ length: depth }, (_, level) => `${" ".repeat(level)}a:\n`).join("");
    expect(readItem(nested(50), 0)).to.be.an("object");
    expect(readItem(nested(5000), 0)).to.equal(undefined);
    expect(readItem(`a:\n${"- ".repeat(100_000)}b\n`, 0)).to.equal(undefined);
  });
});
