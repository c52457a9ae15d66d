import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import { expect } from "chai";
import fc from "fast-check";
import { launched } from "../../scripts/executable.ts";
import { root } from "../tools.ts";

const launcher = readFileSync(join(root, "scripts/launcher.cjs"), "utf8");

/** What a program exports when the launcher starts it. */
function exportsOf(program: string, parts: ReadonlyMap<string, string> = new Map()): Readonly<Record<string, unknown>> {
  const module = { exports: {} };
  const parameters = ["require", "module", "__filename", "__dirname"];
  const { complete } = launched(launcher, program, parts);
  compileFunction(complete.replace(/^#!.*/, ""), parameters)(
    createRequire(import.meta.url),
    module,
    "program",
    "/none",
  );
  const { build: _build, scripts: _scripts, texts: _texts, ...exports } = Object(module.exports);
  return exports;
}

describe("the launcher", () => {
  it("starts a program with any strings", () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom("*", "/", "~", "\\", "a", "`", "$", "&", "TEXTS", "BUILD")), (letters) => {
        const text = letters.join("");
        expect(exportsOf(`exports.text = ${JSON.stringify(text)};`)).to.deep.equal({ text });
      }),
      { numRuns: 100 },
    ));

  it("is refused a program that is not ASCII", () =>
    expect(() => launched(launcher, "exports.unit = /\u00b5s/;", new Map())).to.throw(
      /^The program is not ASCII; write the last character as an escape: .*\u00b5$/,
    ));

  it("loads a part when the program asks for it, once, with all of its letters, and parts can ask for each other", () => {
    const parts = new Map([
      ["part:one", "module.exports={name:'\u00b5 */',other:()=>require('part:deep/two').list}"],
      ["part:deep/two", "const{name}=require('part:one');exports.list=[name,require('node:path').sep]"],
    ]);
    const { load } = exportsOf("exports.load = () => [require('part:one').other(), require('part:deep/two')];", parts);
    const loaded = typeof load === "function" ? [load(), load()] : [];
    expect(loaded[0]).to.deep.equal([["\u00b5 */", "/"], { list: ["\u00b5 */", "/"] }]);
    expect(loaded[1][1]).to.equal(loaded[0][1]);
  });
});
