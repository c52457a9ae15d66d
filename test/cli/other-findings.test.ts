import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { rules } from "../../src/checks/rules/index.ts";
import { otherFindings } from "../../src/cli/other-findings.ts";
import { root } from "../tools.ts";

/** All texts of the source, but for those of the rules, which have an id of their own. */
const sources = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
  .filter(({ name, parentPath }) => name.endsWith(".ts") && !/generated|checks\/rules|plan-page/.test(parentPath))
  .map(({ name, parentPath }) => readFileSync(join(parentPath, name), "utf8"));

/** Ids that the source writes where a finding is made. */
const written = new Set(
  sources.flatMap((text) =>
    [
      /\brule(?:: | = )"([a-z-]+)"/g,
      /\basErrors\("([a-z-]+)"/g,
      /\baboutAll\(\s*"\w+",\s*"([a-z-]+)"/g,
      /Id = "([a-z-]+)";/g,
    ].flatMap((pattern) => [...text.matchAll(pattern)].map(([, id = ""]) => id)),
  ),
);
const ids: ReadonlySet<string> = new Set(rules.map(({ id }) => id));

describe("the findings that are not rules", () => {
  it("are all that the source makes", () => {
    const others = [...written].filter((id) => !ids.has(id)).sort();
    expect(others).to.deep.equal(Object.keys(otherFindings).sort());
  });

  it("have no id of a rule, and say what they are in sentences", () => {
    for (const [id, { title, why }] of Object.entries(otherFindings)) {
      expect(ids.has(id), id).to.equal(false);
      expect(title, id).to.match(/^[A-Z].*[^.]$/);
      expect(why, id).to.match(/^[A-Z].*\.$/);
    }
  });
});
