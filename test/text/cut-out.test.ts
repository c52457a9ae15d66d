import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect } from "chai";
import fc from "fast-check";
import { cutOut } from "../../src/text/cut-out.ts";
import { remembered } from "../../src/text/memo.ts";
import { readItem } from "../../src/yaml/reader.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: unknown = runInNewContext("gc");

/** How many bytes of memory the results of a function take. */
function kept(make: (number: number) => unknown): number {
  if (typeof collectGarbage !== "function") throw new Error("This Node has no function to collect garbage.");
  const results: unknown[] = [];
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let number = 0; number < 100; number += 1) results.push(make(number));
  collectGarbage();
  const after = process.memoryUsage().heapUsed;
  expect(results).to.have.lengthOf(100);
  return after - before;
}

/** Lines around a value that are long enough to notice them. */
const around = "# what is around it\n".repeat(2_000);
/** A line that is not remembered. */
const long = "g".repeat(170);

describe("a text that was cut out of a long one", () => {
  it("is the text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => cutOut(text) === text));
  });

  it("keeps the long one in memory, unless it is copied", () => {
    const piece = (number: number) => `${around}${number}${long}`.slice(around.length);
    expect(kept(piece)).to.be.greaterThan(3_000_000);
    expect(kept((number) => cutOut(piece(number)))).to.be.lessThan(300_000);
  });

  for (const [what, written] of Object.entries({
    "plain text": long,
    "text with a digit first": `1${long}`,
    "an option": `--${long}`,
    "text in single quotes": `'${long}'`,
    "text in double quotes": `"${long}"`,
    "plain text in a list": `[${long}]`,
    "quoted text in a list": `["${long}"]`,
  }))
    it(`is copied where it is the value of a field: ${what}`, () => {
      expect(readItem(`a: ${written}\n`, 0)).to.be.an("object");
      expect(kept((number) => readItem(`${around}a: ${written}\n# ${number}\n`, 0))).to.be.lessThan(300_000);
    });

  it("is copied where it is remembered", () => {
    const remember = remembered((text) => text.slice(1), { length: 200 });
    const line = (number: number) => `${around}${number}${long}`.slice(around.length);
    expect(kept((number) => remember(line(number)))).to.be.lessThan(300_000);
  });
});
