import { expect } from "chai";
import { readWithLibrary } from "../../src/krm/split-with-library.ts";
import { positionsIn } from "../../src/yaml/library.ts";

const bomb = `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from(
  { length: 9 },
  (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(", ")}]\n`,
).join("")}`;

describe("the library, read like kubectl", () => {
  for (const [what, yaml, value] of [
    ["words of YAML 1.1", "a: yes\nb: Off\nc: ~\n", { a: true, b: false, c: null }],
    ["octal numbers, old and new", "a: 0644\nb: 0o17\n", { a: 420, b: 15 }],
    ["dates and times stay text", "a: 2020-01-01\nb: 12:30:45\n", { a: "2020-01-01", b: "12:30:45" }],
    ["what only looks like a float stays text", "name: e1\nb: .\n", { name: "e1", b: "." }],
    ["keys that look like numbers", "1: a\ne1: b\n", { 1: "a", e1: "b" }],
    ["an integer that would be rounded stays text", "a: 9007199254740993\n", { a: "9007199254740993" }],
    ["tags", 'a: !!str 5\nb: !!int "5"\nc: !!float 3\nd: !own e\n', { a: "5", b: 5, c: 3, d: "e" }],
    ["anchors and merge keys", "a: &a {b: 1}\nc:\n  <<: *a\n  d: *a\n", { a: { b: 1 }, c: { b: 1, d: { b: 1 } } }],
    ["flow collections", "a: {b: [c, 'd']}\n", { a: { b: ["c", "d"] } }],
    ["folded blocks", "a: >-\n  b\n  c\n\n  d\n", { a: "b c\nd" }],
    ["text of several lines", 'a: b\n  c\nd: "e\n  f"\n', { a: "b c", d: "e f" }],
    ["lines that end in CR LF", "a: b\r\nc: |\r\n  d\r\n", { a: "b", c: "d\n" }],
  ] as const) {
    it(what, () => expect(readWithLibrary(yaml)).to.deep.equal({ value }));
  }

  for (const [what, yaml, refusal] of [
    [
      "a key twice",
      "a: 1\nb: 2\na: 3\n",
      { line: 3, problem: "the key `a` occurs twice in one mapping", complete: true },
    ],
    ["a quote that does not end", 'a: 1\nb: "c\n', { line: 3, problem: "Missing closing" }],
    ["an alias without its anchor", "a: *b\n", { line: 1, problem: "an alias has no anchor", alias: true }],
  ] as const) {
    it(`refuses ${what}, and says in which line`, () => expect(readWithLibrary(yaml)).to.deep.equal(refusal));
  }

  it("refuses an alias bomb at once", () => {
    const start = performance.now();
    expect(readWithLibrary(bomb)).to.have.property("problem");
    expect(performance.now() - start).to.be.lessThan(2000);
  });

  it("never quotes the line of an error, which may hold a secret", () =>
    expect(JSON.stringify(readWithLibrary('data:\n  key: "hidden"hidden\n'))).not.to.contain("hidden"));
});

describe("the position of a field: its key", () => {
  const text = "# a\nmetadata:\n  name: b\nspec:\n  repos:\n  - name: repo1\n    volume: {size: 5Gi}\n";
  for (const [path, line, column, endColumn] of [
    [["metadata", "name"], 3, 3, 7],
    [["spec", "repos", 0, "name"], 6, 5, 9],
    [["spec", "repos", 0, "volume", "size"], 7, 14, 18],
    [["spec", "repos", 0, "volume"], 7, 5, 11],
    [["spec", "repos", 1], 5, 3, 8],
    [["spec"], 4, 1, 5],
    [["spec", "repos", 0, "schedule", "full"], 6, 5, undefined],
    [["status"], 2, 1, undefined],
    [[], 2, 1, undefined],
  ] as const) {
    it(`${path.join(".") || "the whole"}: line ${line}, column ${column}`, () =>
      expect(positionsIn(text)(path)).to.deep.equal({ line, column, ...(endColumn !== undefined && { endColumn }) }));
  }
});
