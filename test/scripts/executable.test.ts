import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import { expect } from "chai";
import fc from "fast-check";
import { executable } from "../../scripts/executable.ts";
import { root } from "../tools.ts";

const launcher = readFileSync(join(root, "scripts/launcher.cjs"), "utf8");
const inFunction = (program: string) => `(function(require,module,exports){${program}\n})`;

/** What a program exports when the launcher starts it, and the text that it starts from. */
async function launched(program: string): Promise<{ readonly exports: unknown; readonly text: string }> {
  const text = await executable(launcher, inFunction(program));
  const module = { exports: {} };
  const parameters = ["require", "module", "__filename", "__dirname"];
  compileFunction(text.replace(/^#!.*/, ""), parameters)(createRequire(import.meta.url), module, "program", "/none");
  const { script: _, ...exports } = Object(module.exports);
  return { exports, text };
}

/** The same, without launcher and build. */
function plain(program: string): unknown {
  const module = { exports: {} };
  compileFunction(program, ["require", "module", "exports"])(undefined, module, module.exports);
  return module.exports;
}

describe("the launcher", () => {
  const programs = readFileSync(new URL("testdata/ends-of-comments.cjs", import.meta.url), "utf8");
  for (const program of [...programs.trimEnd().split("\n"), programs])
    it(`starts ${program === programs ? "all of that" : program}`, async () =>
      expect((await launched(program)).exports).to.deep.equal(plain(program)));

  it("starts a program with any strings", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom("*", "/", "~", "\\", "a", "`", "$")), async (letters) => {
        const text = letters.join("");
        const raw = text.replace(/[`\\$]/g, "");
        const program = `exports.text = ${JSON.stringify(text)}; exports.raw = String.raw\`${raw}\`;`;
        expect((await launched(program)).exports).to.deep.equal({ text, raw });
      }),
      { numRuns: 100 },
    ));

  for (const [where, start, program] of [
    ["the program", launcher, "exports.unit = /\u00b5s/;"],
    ["the launcher", `// \u00b5\n${launcher}`, "exports.unit = 1;"],
  ] as const)
    it(`is refused where ${where} is not ASCII`, async () => {
      const refused = await executable(start, inFunction(program)).catch(String);
      expect(refused).to.match(/^Error: The program is not ASCII; write the last character as an escape: .*\u00b5$/);
    });

  it("has nothing to put back where only strings and templates have what ends a comment", async () => {
    const { text } = await launched("exports.value = ['*/5', `*/6`];");
    expect(text).to.include("['*\\/5', `*\\/6`]");
    expect(text.split("*~/").length).to.equal(2); // the launcher's own
  });
});
