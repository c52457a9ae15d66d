import { expect } from "chai";
import { findingsText } from "../../src/findings/finding-text.ts";
import { resultsOf } from "../../src/krm/results.ts";
import { findingsIn, manifests } from "../pgbackrest/judged.ts";
import { type Configuration, randomConfiguration } from "../pgbackrest/random-configuration.ts";

/** The configuration with a mark in every value that stands in the Secret, and in whatever else its files hold. */
function marked({ repositories, global, files }: Configuration): Configuration {
  const hidden = Object.entries(files).map(([name, text]): [string, string] => [
    name,
    text.includes("=") ? `${text.replace(/=([^\n\r]*)/g, "=hush$1hush")}\nhushHush0=` : `${text}\nhush`,
  ]);
  const keys = repositories.map((repository) => ({
    ...repository,
    ...(repository.storage === "azure" && { key: "hush!" }),
  }));
  return { repositories: keys, global, files: Object.fromEntries(hidden) };
}

describe("what stands in a Secret", () => {
  it("is in no message, whatever is wrong with it", async () => {
    let found = 0;
    for (let seed = 1; seed <= 400; seed += 1) {
      const findings = await findingsIn(manifests(marked(randomConfiguration(seed))).text);
      found += findings.length;
      expect(findingsText(findings) + JSON.stringify(resultsOf(findings)), `SEED=${seed}`).to.not.include("hush");
    }
    expect(found).to.be.greaterThan(400);
  });
});
