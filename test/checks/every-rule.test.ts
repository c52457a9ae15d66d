import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { exampleFindings, exampleText } from "../../scripts/rule-example.ts";
import type { RuleDescription } from "../../src/checks/rule.ts";
import { rules } from "../../src/checks/rules/index.ts";
import { broken, healthy } from "./situations.ts";

const described: readonly RuleDescription[] = rules;

describe("every rule", () => {
  it("has a file, and every file of src/checks/rules is a rule of the list", () => {
    const files = readdirSync(new URL("../../src/checks/rules/", import.meta.url)).map((name) =>
      name.replace(/\.ts$/, ""),
    );
    expect(files.filter((name) => name !== "index").sort()).to.deep.equal(rules.map(({ id }) => id).sort());
  });

  it("says which severities it gives beside its own, and gives no other in any situation", async () => {
    const given = new Map<string, Set<string>>();
    for (const [, example] of [...broken, ...healthy])
      for (const { rule, severity } of await exampleFindings(example))
        given.set(rule, new Set([...(given.get(rule) ?? []), severity]));
    for (const rule of described) {
      // What an override makes of a rule is not the rule's own.
      const unsaid = [...(given.get(rule.id) ?? [])].filter(
        (severity) => severity !== rule.severity && !rule.otherSeverities?.some((other) => other === severity),
      );
      expect(unsaid, rule.id).to.deep.equal([]);
      const text = readFileSync(new URL(`../../src/checks/rules/${rule.id}.ts`, import.meta.url), "utf8");
      const isDeclared = rule.otherSeverities !== undefined || rule.id === "unknown-field";
      if (/^ {3,}.*\bseverity[:,]/m.test(text)) expect(isDeclared, `${rule.id} sets a severity`).to.equal(true);
    }
  });

  for (const { id, severity, title, why, source, bad, good } of rules) {
    describe(id, () => {
      it("is named in kebab-case and documented in sentences", () => {
        expect(id).to.match(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(title).to.match(/^[A-Zp][^.]*$/);
        expect(why).to.match(/^[A-Z`p].*\.$/s);
        expect(source).to.not.equal("");
      });

      it("finds its bad example, in sentences that say where, what and what to do", async () => {
        const found = (await exampleFindings(bad)).filter(({ rule }) => rule === id);
        expect(found.length, await exampleText(bad)).to.be.greaterThan(0);
        for (const finding of found) {
          expect(finding.severity).to.equal(severity);
          expect(finding.problem).to.match(/\.$/);
          expect(finding.fix).to.match(/[.?]$/);
        }
      });

      it("reports nothing in its good example, and neither does any other rule of severity error", async () => {
        const findings = await exampleFindings(good);
        expect(
          findings.filter(({ rule, severity: found }) => rule === id || found === "error"),
          await exampleText(good),
        ).to.deep.equal([]);
      });
    });
  }

  it("remembers nothing: no rule has a place of its own in which something could stay from one cluster to the next", () => {
    const folder = new URL("../../src/checks/rules/", import.meta.url);
    const remembering = readdirSync(folder).filter((file) => {
      const text = readFileSync(new URL(file, folder), "utf8");
      // What is declared with no indentation lives as long as the program. A set of constants is given its members at once.
      return /^(?:export )?(?:let|var) |^(?:export )?const [^\n]*= new (?:Weak)?(?:Map|Set)(?:<[^\n]*>)?\(\);|^(?:export )?const \w+(?:: [^=\n]+)? = (?:\[\]|\{\});/m.test(
        text,
      );
    });
    expect(remembering, "keep it inside of the check, or in the context").to.deep.equal([]);
  });
});
