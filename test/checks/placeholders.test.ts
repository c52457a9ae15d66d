import { expect } from "chai";
import { exampleFindings } from "../../scripts/rule-example.ts";
import { type Option, optionIn } from "../../src/pgbackrest/option.ts";
import { allOptions, optionNamed } from "../../src/pgbackrest/option-table.ts";
import { isValueFilledInLater } from "../../src/secret/placeholder.ts";
import { keyOf } from "../pgbackrest/option-examples.ts";

/* A value that a later step fills in is never wrong: what is said of any option is about its name alone. */

/** Rules that look at names of options, and at what stands beside them. */
const aboutNames = [
  "option-placement",
  "option-twice",
  "option-release",
  "option-refused",
  "option-warned",
  "option-without-effect",
  "host-option",
  "restore-option-in-global",
  "cipher-pass-without-type",
  "retention-unused",
];

const newest = "2.59.1";

/** The keys of the options that an option depends on, in files. */
function conditionsOf(option: Option): readonly string[] {
  const depends = optionIn(option, newest)?.depends;
  const condition = depends === undefined || depends === null ? undefined : optionNamed(depends.option);
  if (depends === undefined || depends === null || condition === undefined) return [];
  if (depends.option === "repo-type" || condition.section === "command-line") return [];
  return [...conditionsOf(condition), keyOf(depends.option, condition)];
}

describe("a placeholder", () => {
  const files = [...allOptions()].filter(([, { section }]) => section !== "command-line");
  const fill = (keys: readonly string[], value: string) => {
    const lines = new Map([["repo1-s3-key", "x"], ["repo1-s3-key-secret", "x"], ...keys.map((key) => [key, value])] as [
      string,
      string,
    ][]);
    return { "s3.conf": `[global]\n${[...lines].map(([key, text]) => `${key} = ${text}\n`).join("")}` };
  };

  for (const value of [`\${X}`, "ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]"])
    it(`is never a wrong value of an option: ${value}`, async function () {
      this.timeout(60_000);
      const wrong: string[] = [];
      for (const [name, option] of files)
        for (const { rule } of await exampleFindings(fill([keyOf(name, option)], value)))
          if (!aboutNames.includes(rule)) wrong.push(`${name}: ${rule}`);
      expect(wrong).to.deep.equal([]);
    });

  it("may be what another option needs", async () => {
    const without: string[] = [];
    for (const [name, option] of files) {
      const conditions = conditionsOf(option);
      if (conditions.length === 0 || !/^repo-(s3|cipher|bundle|block)/.test(name)) continue;
      const found = await exampleFindings(fill([...conditions, keyOf(name, option)], `\${X}`));
      if (found.some(({ rule }) => rule === "option-without-effect")) without.push(name);
    }
    expect(without).to.deep.equal([]);
  });

  for (const value of [`/pg/\${CLUSTER}/repo1`, "a{{ .b }}c", "<path:a/b#c>/x", "vault:a#b", "<key>", "$KEY"])
    it(`is seen in ${value}`, () => expect(isValueFilledInLater(value)).to.equal(true));

  // Nobody fills these in where a Secret is made.
  for (const value of ["$(KEY)", "%KEY%", "a<b>c", "p$ss", "ENC[", "vault: a b", "{}", "a vault:b"])
    it(`is not seen in ${value}`, () => expect(isValueFilledInLater(value)).to.equal(false));
});
