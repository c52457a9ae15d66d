import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { root } from "./tools.ts";

const read = (file: string) => readFileSync(join(root, file), "utf8");

/** The rows of the table in SECURITY.md, each with its links. */
const rows = read("SECURITY.md")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:who|-)/.test(line))
  .map((line) => {
    const [who = "", attempt = ""] = line.split("|").slice(1);
    return {
      what: `${who.trim()}: ${attempt.trim()}`,
      links: [...line.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, title = "", file = ""]) => ({ title, file })),
    };
  });

describe("the threat model of SECURITY.md", () => {
  it("has a table", () => expect(rows.length).to.be.greaterThan(10));

  for (const { what, links } of rows)
    it(`names a test for what somebody could try: ${what}`, () => {
      expect(links).to.not.deep.equal([]);
      for (const { title, file } of links) {
        const titles = [...read(file).matchAll(/\b(?:describe|it)\(\s*(["`])(.*?)\1,/gs)].map(([, , text]) => text);
        expect(
          titles.some((text) => text?.includes(title)),
          `a test of ${file} that is called "${title}"`,
        ).to.equal(true);
      }
    });
});
