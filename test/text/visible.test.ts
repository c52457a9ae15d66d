import { expect } from "chai";
import fc from "fast-check";
import { visible } from "../../src/text/visible.ts";

describe("a text of the input in a message", () => {
  for (const [text, shown] of [
    ["repo1-path", "repo1-path"],
    ["größe 日本 👩‍🔧", "größe 日本 👩\\u200d🔧"],
    ["a\nb\r\n\tc", "a\\nb\\r\\n\\tc"],
    ["\u001b[31mred", "\\u001b[31mred"],
    ["a\u2028b\u0085c", "a\\u2028b\\u0085c"],
    ["\u202egnp.exe", "\\u202egnp.exe"],
    ["half \ud83d of a pair", "half \\ud83d of a pair"],
    ["::error file=a.go::forged", "\\u003a:error file=a.go::forged"],
    ["  ::error::forged", "\\u0020\\u0020\\u003a:error::forged"],
    ["std::string", "std::string"],
    ["at the end ##vso[task.complete]", "at the end #\\u0023vso[task.complete]"],
    ["##[error]forged", "#\\u0023[error]forged"],
    ["## a heading [link]", "## a heading [link]"],
  ] as const)
    it(`${JSON.stringify(text)} is shown as ${shown}`, () => expect(visible(text)).to.equal(shown));

  it("is one line without control characters, and is shown the same when it is shown again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = visible(text);
        expect(shown).to.match(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u);
        expect(visible(shown)).to.equal(shown);
      }),
      { numRuns: 10_000 },
    );
  });
});
