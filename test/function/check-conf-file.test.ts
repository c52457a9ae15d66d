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
});
