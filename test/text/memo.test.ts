import { expect } from "chai";
import fc from "fast-check";
import { remembered } from "../../src/text/memo.ts";

/** A function that counts, for each text, how often it was asked. */
function counting<Value>(compute: (text: string) => Value) {
  const calls: string[] = [];
  return {
    calls,
    compute(text: string) {
      calls.push(text);
      return compute(text);
    },
  };
}

describe("a remembered function", () => {
  it("gives what the function gives, whatever the limits", () => {
    const compute = (text: string) => (text.length % 2 === 0 ? undefined : text.toUpperCase());
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 })), fc.nat(4), fc.nat(3), (texts, entries, length) => {
        const remember = remembered(compute, { entries, length });
        expect(texts.map(remember)).to.deep.equal(texts.map(compute));
      }),
    );
  });

  for (const value of [undefined, null, "", 0, false, "value"])
    it(`computes ${JSON.stringify(value)} once`, () => {
      const { calls, compute } = counting(() => value);
      const remember = remembered(compute);
      expect([remember("a"), remember("a"), remember("b")]).to.deep.equal([value, value, value]);
      expect(calls).to.deep.equal(["a", "b"]);
    });

  it("keeps only so many entries", () => {
    const { calls, compute } = counting((text) => text);
    const remember = remembered(compute, { entries: 2 });
    for (const text of ["a", "b", "c", "a", "b", "c"]) remember(text);
    expect(calls).to.deep.equal(["a", "b", "c", "c"]);
  });

  it("does not keep long texts", () => {
    const { calls, compute } = counting((text) => text);
    const remember = remembered(compute, { length: 2 });
    for (const text of ["ab", "abc", "ab", "abc"]) remember(text);
    expect(calls).to.deep.equal(["ab", "abc", "abc"]);
  });

  it("remembers nothing of another function", () => {
    const [upper, lower] = [remembered((text) => text.toUpperCase()), remembered((text) => text.toLowerCase())];
    expect([upper("aB"), lower("aB")]).to.deep.equal(["AB", "ab"]);
  });
});
