import { expect } from "chai";
import { transformSync } from "esbuild";
import { generatorsAsLists } from "../../scripts/generators-as-lists.ts";

/** What the iterables that a source exports yield, in lists. */
function lists(source: string): unknown {
  const { code } = transformSync(source, { loader: "ts", format: "cjs" });
  const module: { exports: Readonly<Record<string, Iterable<unknown>>> } = { exports: {} };
  new Function("module", code)(module);
  return Object.entries(module.exports).map(([name, each]) => [name, Array.from(each)]);
}

const shapes: Readonly<Record<string, string>> = {
  "nothing found": "function* f() {} export const all = f();",
  "one by one": "function* f() { yield 1; yield 2 } export const all = f();",
  "no blanks": "function*f(){yield 1}export const all=f();",
  "a method":
    "const rule = { *check({ a }) { if (a) yield { a }; } }; export const [one, no] = [rule.check({ a: 1 }), rule.check({ a: 0 })];",
  "a method with a name to be computed": "const rule = { *['check']() { yield 1; } }; export const all = rule.check();",
  "ends early":
    "function* f(end) { yield 1; if (end) return; yield 2; } export const [short, long] = [f(true), f(false)];",
  "all of another one":
    "function* f() { yield* g(); yield* [3]; yield* 'ab'; } function* g() { yield 1; } export const all = f();",
  "branches without braces":
    "function* f(a) { if (a) yield* [1, 2]; else yield 3; for (const b of [4, 5]) yield b; } export const [yes, no] = [f(true), f(false)];",
  "what others return":
    "function* f() { yield [1].map((x) => { return x + 1; }); yield function () { return 2; }(); } export const all = f();",
  "one within another": "function* f() { function* g() { yield 1; } yield* g(); yield 2; } export const all = f();",
  "types, and comments with stars":
    "/* * */ function* f(this: void, a: readonly number[] = [1]): Iterable<number> { /* * */ yield* a satisfies object; }\nexport const all = f();",
  "the words in texts": "export const all = ['yield 1; function* f() {}', 'return; *'];",
  "several values": "function* f() { yield (1, 2); yield [1, 2]; yield { a: 1 }; yield `;`; } export const all = f();",
};

describe("generators as lists", () => {
  for (const [name, source] of Object.entries(shapes))
    it(`give the same: ${name}`, () => {
      const rewritten = generatorsAsLists(source);
      expect(rewritten).not.to.match(/^[^'`]*(?:function ?\*|\byield\b)/);
      expect(lists(rewritten)).to.deep.equal(lists(source));
    });

  const refused: Readonly<Record<string, string>> = {
    "is told something by its caller": "function* f() { const a = yield 1; }",
    "returns a value": "function* f() { yield 1; return 2; }",
    "is asynchronous": "async function* f() { yield 1; }",
    "may not end": "function* f() { for (let a = 0; ; a += 1) yield a; }",
    "is asked step by step": "function* f() { yield 1; } f().next();",
    "is a value": "const rule = { check: function* () { yield 1; } };",
    "that a list would bring are taken": "function* f() { const found$ = 1; yield found$; }",
  };
  for (const [why, source] of Object.entries(refused))
    it(`are not built where one ${why}`, () => expect(() => generatorsAsLists(source)).to.throw(why));

  for (const source of [
    "function* f() { while (true) yield 1; }",
    "function* f() { do yield 1; while (true); }",
    "function* f() { (yield 1); }",
    "function* f() { true && (yield 1); }",
    "function* f() { yield; }",
  ])
    it(`are not built where that is not so plain: ${source}`, () =>
      expect(() => generatorsAsLists(source)).to.throw("so it cannot be a list"));

  it("leave a source without one as it is", () =>
    expect(generatorsAsLists("export const a = () => [1];")).to.equal("export const a = () => [1];"));
});
