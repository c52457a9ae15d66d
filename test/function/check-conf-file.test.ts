import { expect } from "chai";
import { dedented } from "../../scripts/dedented.ts";
import { rules } from "../../src/checks/rules/index.ts";
import { aloneIds, checkConfFile, isConfFile } from "../../src/function/check-conf-file.ts";

/** The configuration files of an example. */
const filesOf = (example: Readonly<Record<string, string>>) =>
  Object.entries(example).flatMap(([name, text]) =>
    name.endsWith(".conf") ? [{ name, bytes: Buffer.from(dedented(text)) }] : [],
  );

describe("a file of pgBackRest by itself", () => {
  it("is judged by rules that there are", () => {
    const ids = rules.map(({ id }) => id);
    expect(aloneIds.filter((id) => !ids.includes(id))).to.deep.equal([]);
  });

  for (const { id, good } of rules)
    for (const { name, bytes } of filesOf(good))
      it(`has no errors where the example of ${id} is good`, async () => {
        expect(isConfFile(bytes)).to.equal(true);
        const found = await checkConfFile(name, bytes, undefined);
        expect(found.filter(({ finding }) => finding.severity === "error")).to.deep.equal([]);
      });

  for (const { id, bad } of rules)
    for (const { name, bytes } of "postgresql" in bad ? [] : filesOf(bad)) {
      const isAlone = id === "s3-key-missing" || aloneIds.some((each) => each === id);
      it(`${isAlone ? "has" : "has not"} the finding of ${id} where its example is bad`, async () => {
        expect(isConfFile(bytes)).to.equal(true);
        const found = await checkConfFile(name, bytes, undefined);
        expect(found.some(({ finding }) => finding.rule === id)).to.equal(isAlone);
      });
    }

  it("has no option of a repository that no cluster can have", async () => {
    const bytes = Buffer.from("[global]\nrepo4-s3-key = x\nrepo4-s3-key-secret = y\nrepo5-s3-key = x\n");
    expect(await checkConfFile("s3.conf", bytes, undefined)).to.deep.equal([
      {
        finding: {
          rule: "repository-unknown",
          severity: "error",
          problem: "`repo5-s3-key` is an option of repository 5, but the operator has repo1 to repo4 only.",
          fix: "Use the number of a repository in the cluster's `repos`, or remove the options of this one.",
        },
        line: 4,
      },
    ]);
  });
});
