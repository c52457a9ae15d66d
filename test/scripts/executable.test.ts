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
function launched(
  program: string,
  parts: ReadonlyMap<string, string> = new Map(),
): { readonly exports: Readonly<Record<string, unknown>>; readonly text: string } {
  const text = executable(launcher, inFunction(program), parts);
  const module = { exports: {} };
  const parameters = ["require", "module", "__filename", "__dirname"];
  compileFunction(text.replace(/^#!.*/, ""), parameters)(createRequire(import.meta.url), module, "program", "/none");
  const { build: _build, scripts: _scripts, ...exports } = Object(module.exports);
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
    it(`starts ${program === programs ? "all of that" : program}`, () =>
      expect(launched(program).exports).to.deep.equal(plain(program)));

  it("starts a program with any strings", () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom("*", "/", "~", "\\", "a", "`", "$")), (letters) => {
        const text = letters.join("");
        const raw = text.replace(/[`\\$]/g, "");
        const program = `exports.text = ${JSON.stringify(text)}; exports.raw = String.raw\`${raw}\`;`;
        expect(launched(program).exports).to.deep.equal({ text, raw });
      }),
      { numRuns: 100 },
    ));

  for (const [where, start, program] of [
    ["the program", launcher, "exports.unit = /\u00b5s/;"],
    ["the launcher", `// \u00b5\n${launcher}`, "exports.unit = 1;"],
  ] as const)
    it(`is refused where ${where} is not ASCII`, () => {
      expect(() => executable(start, inFunction(program), new Map())).to.throw(
        /^The program is not ASCII; write the last character as an escape: .*\u00b5$/,
      );
    });

  it("has nothing to put back where strings, templates and ends of regular expressions have what ends a comment", () => {
    const { text } = launched("exports.value = ['*/5', `*/6`, /a*/g, /\\\\*/];");
    expect(text).to.include("['*\\/5', `*\\/6`, /a{0,}/g, /\\\\{0,}/]");
    expect(text.split("*~/").length).to.equal(2); // the launcher's own
  });

  it("puts back what ends a comment where it can be written in no other way", () => {
    const program = "exports.value = [/\\*/.source, /[*/]/.source, String.raw`*/`, 3 */a/.lastIndex];";
    expect(launched(program).exports).to.deep.equal(plain(program));
    expect(launched(program).text.split("*~/").length).to.equal(6);
  });

  it("loads a part when the program asks for it, once, with all of its letters, and parts can ask for each other", () => {
    const parts = new Map([
      ["part:one", "module.exports={name:'\u00b5 */',other:()=>require('part:deep/two').list}"],
      ["part:deep/two", "const{name}=require('part:one');exports.list=[name,require('node:path').sep]"],
    ]);
    const { load } = launched(
      "exports.load = () => [require('part:one').other(), require('part:deep/two')];",
      parts,
    ).exports;
    const loaded = typeof load === "function" ? [load(), load()] : [];
    expect(loaded[0]).to.deep.equal([["\u00b5 */", "/"], { list: ["\u00b5 */", "/"] }]);
    expect(loaded[1][1]).to.equal(loaded[0][1]);
  });
});
