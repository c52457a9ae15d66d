import { expect } from "chai";
import { suggestedKey } from "../../src/pgbackrest/option-names.ts";
import { optionSynonyms } from "../../src/pgbackrest/option-synonyms.ts";
import { optionNamed } from "../../src/pgbackrest/option-table.ts";

describe("the key that an unknown one means", () => {
  for (const [key, meant] of [
    ["repo1-encryption", "repo1-cipher-type"],
    ["repo2-s3-secret-key", "repo2-s3-key-secret"],
    ["aws_access_key_id", "repo1-s3-key"],
    ["AWS_SECRET_ACCESS_KEY", "repo1-s3-key-secret"],
    ["repo3-retention", "repo3-retention-full"],
    ["repo1-key-s3", "repo1-s3-key"],
    ["reop1-path", "repo1-path"],
    ["proces-max", "process-max"],
    ["no-archive-async", "archive-async"],
    ["no-repo-bundle", "repo1-bundle"],
    ["wobble", undefined],
    ["repo1-wobble", undefined],
    ["examplesecret", undefined],
  ] as const) {
    it(`${key} is ${meant}`, () => expect(suggestedKey(key)).to.equal(meant));
  }

  it("is that of the table, for every name in it", () => {
    for (const [option, names] of Object.entries(optionSynonyms())) {
      expect(optionNamed(`repo-${option}`), option).to.not.equal(undefined);
      for (const name of names) expect(suggestedKey(`repo2-${name}`), name).to.equal(`repo2-${option}`);
    }
  });
});
