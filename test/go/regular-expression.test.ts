import { readFileSync } from "node:fs";
import { expect } from "chai";
import { goRegularExpression } from "../../src/go/regular-expression.ts";

/** What Go's `regexp` makes of expressions: the keys they match, or that it refuses them. */
const {
  keys,
  rows,
}: {
  keys: readonly string[];
  rows: ReadonlyArray<{ expression: string; matches: readonly string[]; invalid?: boolean }>;
} = JSON.parse(readFileSync(new URL("testdata/go-regexps.json", import.meta.url), "utf8"));

describe("regular expressions of downscaler_annotations", () => {
  it("match what they match in Go, and those that Go refuses are refused", () => {
    const ours = rows.map(({ expression }) => {
      const compiled = goRegularExpression(expression);
      if (compiled === undefined) return { expression, matches: [], invalid: true };
      return { expression, matches: keys.filter((key) => compiled.test(key)) };
    });
    expect(ours).to.deep.equal(rows);
  });
});
