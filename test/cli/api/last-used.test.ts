import { expect } from "chai";
import { lastUsed } from "../../../src/cli/api/last-used.ts";

describe("what is kept for a while", () => {
  it("is made once while it is used, and anew where too many others came between", () => {
    const made: string[] = [];
    const of = lastUsed(2, (key) => {
      made.push(key);
      return key.toUpperCase();
    });
    expect(["a", "b", "a", "c", "a", "b"].map(of)).to.deep.equal(["A", "B", "A", "C", "A", "B"]);
    expect(made).to.deep.equal(["a", "b", "c", "b"]);
  });
});
