import { expect } from "chai";
import { type Copied, concatenated, joined, revealed } from "../../src/text/copied.ts";

describe("copied text", () => {
  it("is joined with other text", () => {
    const name: string = joined`${"demo"}-${"b"}`;
    expect(name).to.equal("demo-b");
    expect(joined`${""}`).to.equal("");
    expect(joined`alone`).to.equal("alone");
  });

  it("is strung together, with a separator where there is one", () => {
    const text: string = concatenated(["a", "b", "c"]);
    expect(text).to.equal("abc");
    expect(concatenated(["a", "b"], ",")).to.equal("a,b");
    expect(concatenated([])).to.equal("");
  });

  it("is a string all the time", () => {
    const copied: Copied = "demo";
    expect(revealed(copied)).to.equal("demo");
  });
});
