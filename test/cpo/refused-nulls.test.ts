import { readFileSync } from "node:fs";
import { expect } from "chai";
import { postgresqlFields } from "../../src/cpo/generated/postgresql-fields.ts";
import { nullsInOperatorConfiguration } from "../../src/cpo/operator-configuration-nulls.ts";
import { refusedNulls } from "../../src/cpo/refused-nulls.ts";
import type { JsonValue } from "../../src/json/json-value.ts";

/* Every place of both resources against what a real API server said of a null there (server-side apply, testdata/null-verdicts.json). */

const { verdicts }: { verdicts: Record<"postgresql" | "OperatorConfiguration", Record<string, boolean>> } = JSON.parse(
  readFileSync(new URL("testdata/null-verdicts.json", import.meta.url), "utf8"),
);

/** A resource with nothing but a null at the path: a number is an entry of a list. */
function withNull(path: readonly string[]): JsonValue {
  return path.reduceRight<JsonValue>((value, key) => (key === "0" ? [value] : { [key]: value }), null);
}

const judges = {
  postgresql: (value: JsonValue) => refusedNulls(value, postgresqlFields()),
  OperatorConfiguration: nullsInOperatorConfiguration,
} as const;

describe("nulls that server-side apply refuses", () => {
  for (const kind of ["postgresql", "OperatorConfiguration"] as const)
    it(`${kind}: those that the API server refuses, at their places, and no others`, () => {
      const ours = Object.keys(verdicts[kind]).map((path) => {
        const found = judges[kind](withNull(path.split(".")));
        return [path, found.some((each) => each.join(".") === path)];
      });
      expect(Object.keys(verdicts[kind]).length).to.be.greaterThan(200);
      expect(Object.fromEntries(ours)).to.deep.equal(verdicts[kind]);
    });

  it("none below an open place, an unknown field, or in metadata and status", () => {
    const value = {
      metadata: { labels: null, annotations: { a: null }, creationTimestamp: null },
      spec: {
        env: [{ name: "A", value: null }],
        sidecars: [{ env: null }],
        unknown: { x: null },
        volume: { size: "1" },
      },
      status: null,
    };
    expect(judges.postgresql(value)).to.deep.equal([]);
  });
});
