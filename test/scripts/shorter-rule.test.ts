import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { descriptions, examples, expectNone, ruleWithout } from "../../scripts/shorter-rule.ts";

describe("a rule as it is built", () => {
  it("has no examples, and all else, also where it has the same names", () => {
    expect(
      ruleWithout(
        examples,
        `
        const other = { id: 1, why: "kept" };
        export const texts = { good: "kept" };
        export const rule = {
          id: "x", title: "X", why: "kept", source: "s",
          bad: { postgresql: \`a: {}\` },
          good: { postgresql: \`b: {}\` },
          *checkCluster({ bad = other.why }) { yield { good: bad, why: 1 }; },
        } as const satisfies ClusterRule;
      `,
      ),
    ).to.equal(`
        const other = { id: 1, why: "kept" };
        export const texts = { good: "kept" };
        export const rule = {
          id: "x", title: "X", why: "kept", source: "s",
          ...{},
          ...{},
          *checkCluster({ bad = other.why }) { yield { good: bad, why: 1 }; },
        } as const satisfies ClusterRule;
      `);
  });

  it("has nothing that it says of itself in the main program", () => {
    expect(
      ruleWithout(
        descriptions,
        'export const rule = { id: "x", title: "X", why: "w", source: `s`, bad: {}, checkInput: ({ why }) => [{ why }] };',
      ),
    ).to.equal('export const rule = { id: "x", ...{}, ...{}, ...{}, bad: {}, checkInput: ({ why }) => [{ why }] };');
  });

  it("is shorter by two properties, in every file that has a rule", () => {
    const folder = resolve(import.meta.dirname, "../../src/checks/rules");
    for (const file of readdirSync(folder)) {
      const source = readFileSync(join(folder, file), "utf8");
      const rules = source.split(/^ {2}why:/m).length - 1;
      const cut = ruleWithout(examples, source);
      expect(cut.split("...{}").length - source.split("...{}").length, file).to.equal(2 * rules);
      expect(cut, file).not.to.match(/^ {2}(?:bad|good):/m);
    }
  });

  for (const text of ["x(a.bad)", "let{bad:b}=a", "f=({id,good})=>good", "a?.good"])
    it(`must not be asked for it: ${text}`, () =>
      expect(() => expectNone(examples, text)).to.throw("which the build takes out of rules"));

  for (const text of ["x(a.why)", "let{title:b}=a"])
    it(`must not be asked for what it says of itself, in the main program: ${text}`, () =>
      expect(() => expectNone(descriptions, text)).to.throw("which the build takes out of rules"));

  it("may be asked for all else, and may use the words", () => {
    for (const text of ["a.why", '"this is good, why not"', "badly(x)", "let{goodness:g}=a", "a='.good{color:red}'"])
      expectNone(examples, text);
  });
});
