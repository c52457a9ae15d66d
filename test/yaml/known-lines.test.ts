import { expect } from "chai";
import fc from "fast-check";
import { contentOf } from "../../src/yaml/known-lines.ts";
import { readLine } from "../../src/yaml/line.ts";

const key = fc.constantFrom(
  "a",
  "  a",
  "- a",
  "  - a",
  "a.b/c-d",
  "    a.b/c-d",
  "'a'",
  "'a: '",
  "n",
  "__proto__",
  "<<",
  "#a",
  "",
);
const colon = fc.constantFrom(": ", ":  ", ":", " : ");
const piece = fc.constantFrom(
  ..."a Z 0 7 _ / . @ = + - : # ' \" \\ { } [ ] , | * & ! ~ null false yes 0644 1e3 abcdef".split(" "),
  ...[" ", ": ", " #", "''", "\\n", "\t", "\u00e4", "\u0085", "\u2028", "\ud800"],
);
const value = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

describe("lines that are remembered", () => {
  it("say what they say when they are read by themselves, however often they or others that begin like them were asked for", () => {
    fc.assert(
      fc.property(key, colon, value, (key, colon, value) => {
        const line = `${key}${colon}${value}`;
        for (const asked of [line, `${key}: 'usual'`, line])
          expect(contentOf(asked), asked).to.deep.equal(readLine(asked));
      }),
      { numRuns: 20_000 },
    );
  });

  it("are so whatever quotes are around a value, and however long it is", () => {
    for (const quotes of ["", "'", '"'])
      for (const length of [0, 1, 5, 6, 12, 13, 200]) {
        const line = `key: ${quotes}${"x".repeat(length)}${quotes}`;
        expect(contentOf(line), line).to.deep.equal(readLine(line));
      }
  });
});
