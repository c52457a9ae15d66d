import { expect } from "chai";
import { exampleInput } from "../../scripts/rule-example.ts";
import { findingsText } from "../../src/findings/finding-text.ts";
import { filter } from "../../src/function/filter.ts";
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

/** Lines of a file in which a secret stands where a name of an option or a section belongs: mistakes that people make. */
const misplaced = [
  "repo1-s3-key-secret: hushHush0=",
  "repo1-cipher-pass hushHush0 =",
  "hushHush0==",
  "hushHush0 = x",
  "hushHush0=",
  "hushHush0=''",
  "[hushHush0]\nrepo1-s3-key = x",
  "[db:hushHush0]\nprocess-max = 2",
  "[global:hushHush0]\nrepo1-path = /x",
  "repo1-hushHush0 = x",
  "repo1-cipher-pass = hushHush0 # hushHush0",
  '{"hushHush0": "hushHush0"} = x',
];

describe("what stands in a Secret", () => {
  for (const lines of misplaced)
    it(`is in no message where it stands for a name: ${JSON.stringify(lines)}`, async () => {
      const example = exampleInput({ "s3.conf": `[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = x\n${lines}\n` });
      const { findings } = await filter(Buffer.from(example.manifests));
      expect(findings.length).to.be.greaterThan(0);
      expect(findingsText(findings) + JSON.stringify(findings)).to.not.match(/hush/i);
    });

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
