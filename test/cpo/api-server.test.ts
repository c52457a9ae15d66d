import { readFileSync } from "node:fs";
import { expect } from "chai";
import { filter } from "../../src/function/filter.ts";

interface Verdict {
  readonly id: string;
  readonly what: string;
  readonly input: string;
  readonly verdict: "accepted" | "rejected";
  readonly message: string;
  readonly pruned: readonly string[];
  readonly foreign?: boolean;
}

const verdicts: readonly Verdict[] = JSON.parse(
  readFileSync(new URL("testdata/crd-verdicts.json", import.meta.url), "utf8"),
);

/** Accepted by the schema, and refused by us for what comes after it. */
const refusedLater: Readonly<Record<string, readonly string[]>> = {
  "repos-null": ["backup-section-empty", "repository-unknown"],
  "schedule-not-cron": ["schedule-invalid"],
  "volume-size-of-repo-kilo": ["volume-size"],
  "env-value-number": ["api-server-schema"],
};

describe("what the API server says of a manifest", () => {
  for (const { id, what, input, verdict, message, pruned, foreign } of verdicts) {
    const refused = (verdict === "rejected" && !foreign) || pruned.length > 0;
    it(`${id} (${what}): ${refused ? "refused here, too" : foreign ? "not ours" : "accepted here, too"}`, async () => {
      const { exitCode, findings } = await filter(Buffer.from(input));
      const rules = [...new Set(findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule))];
      const later = refusedLater[id];
      expect(rules, message).to.deep.equal(
        later !== undefined
          ? later
          : refused
            ? [id.startsWith("operator-") ? "operator-configuration" : "api-server-schema"]
            : [],
      );
      expect(exitCode).to.equal(rules.length > 0 ? 1 : 0);
      const field = /: ([a-z]\w*(?:\.[\w-]+|\[\d+\])+): /.exec(message)?.[1];
      if (refused && field !== undefined) {
        const paths = findings.map(({ at }) => (at.in === "field" ? at.path.join(".") : ""));
        expect(
          paths.some((path) => path.startsWith(field.replace(/\[(\d+)\]/g, ".$1"))),
          `${field} among ${paths}`,
        ).to.equal(true);
      }
    });
  }
});
