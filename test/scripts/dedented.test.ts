import { expect } from "chai";
import fc from "fast-check";
import { dedented } from "../../scripts/dedented.ts";

describe("dedented", () => {
  it("takes a block out of its template literal", () =>
    expect(
      dedented(`
        spec:
          backup:

            pgbackrest: {}
      `),
    ).to.equal("spec:\n  backup:\n\n    pgbackrest: {}"));

  it("leaves a text on one line as it is", () =>
    expect(dedented("  [global]\n  a = b\n")).to.equal("  [global]\n  a = b\n"));

  it("gives back any text that was indented as a block", () => {
    const line = fc.stringMatching(/^ {0,4}[a-z:]{1,8}$/);
    const block = fc
      .array(fc.oneof(line, fc.constant("")), { minLength: 1 })
      .filter((lines) => lines.some((each) => /^\S/.test(each)));
    fc.assert(
      fc.property(block, fc.nat(12), (lines, indent) => {
        const blank = " ".repeat(indent);
        const text = lines.map((each) => `${each === "" ? "" : blank}${each}\n`).join("");
        expect(dedented(`\n${text}${blank}`)).to.equal(lines.join("\n"));
      }),
    );
  });
});
