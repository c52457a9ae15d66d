import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { exampleInput } from "../../scripts/rule-example.ts";
import { rules } from "../../src/checks/rules/index.ts";
import { main } from "../../src/cli/main.ts";
import { fixes } from "../../src/fix/fixes.ts";
import { notFixable } from "./not-fixable.ts";

/** Rules that fix some findings, but not that of their example, and why. */
const otherwise: Readonly<Record<string, string>> = {
  "option-newline": "its example has two options on two lines",
  "option-placement": "its example is for the command line, and belongs elsewhere",
  "restore-option": "its example has to be removed or replaced",
  "unknown-option": "its example has the right option, too",
  "unknown-field": "its example is to be moved",
};

describe("the fixes of rules", () => {
  it("are there, or it is said that there is none, for every rule", () => {
    const ids = [...rules.map(({ id }) => id), "api-server-schema"].sort();
    expect([...new Set([...Object.keys(fixes), ...Object.keys(notFixable)])].sort()).to.deep.equal(
      [...new Set(ids)].sort(),
    );
    expect(Object.keys(notFixable).filter((id) => Object.hasOwn(fixes, id))).to.deep.equal([]);
  });

  for (const { id, bad } of rules.filter((rule) => Object.hasOwn(fixes, rule.id) && !(rule.id in otherwise)))
    it(`mend the example of ${id}, once and for all`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "fix-"));
      try {
        const file = join(folder, "a.yaml");
        const { manifests } = exampleInput(bad);
        writeFileSync(file, manifests);
        const check = async (...flags: readonly string[]) => {
          let stdout = "";
          await main(["check", file, "--format", "json", ...flags], {
            stdin: () => Buffer.alloc(0),
            stdout: (part) => {
              stdout += String(part);
            },
            stderr: () => {},
            terminal: false,
            env: {},
          });
          const report: { findings: ReadonlyArray<{ rule: string }>; fixed?: ReadonlyArray<{ rule: string }> } =
            JSON.parse(stdout);
          return report;
        };
        const { findings, fixed = [] } = await check("--fix", "--fix-secrets");
        expect(fixed.map(({ rule }) => rule)).to.include(id);
        expect(findings.map(({ rule }) => rule)).to.not.include(id);
        const once = readFileSync(file, "utf8");
        expect(once).to.not.equal(manifests);
        expect((await check("--fix", "--fix-secrets")).fixed).to.deep.equal([]);
        expect(readFileSync(file, "utf8")).to.equal(once);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
});
