import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { exampleText } from "../../scripts/rule-example.ts";
import { broken, healthy } from "./situations.ts";

/* The whole report of every situation. After a change that means to change reports: UPDATE=1, and read the difference. */

const file = new URL("testdata/situations.txt", import.meta.url);
const reports = () =>
  new Map(
    readFileSync(file, "utf8")
      .split(/^## /m)
      .slice(1)
      .map((part) => {
        const end = part.indexOf("\n");
        return [part.slice(0, end), part.slice(end + 1).replace(/\n$/, "")] as const;
      }),
  );

describe("what is said", () => {
  before(async () => {
    if (process.env.UPDATE === undefined) return;
    const texts = await Promise.all(
      broken.map(async ([when, example]) => `## ${when}\n${await exampleText(example)}\n`),
    );
    writeFileSync(file, texts.join(""));
  });

  it("is about as many situations as testdata/situations.txt has", () =>
    expect([...reports().keys()]).to.deep.equal(broken.map(([when]) => when)));

  for (const [when, example] of healthy)
    it(`nothing where ${when}`, async () => expect(await exampleText(example)).to.equal(""));

  for (const [when, example] of broken)
    it(`what is wrong where ${when}`, async () => {
      const text = await exampleText(example);
      expect(text).to.not.equal("");
      expect(text).to.equal(reports().get(when));
    });
});
