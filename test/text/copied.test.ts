import { expect } from "chai";
import { type Copies, copied, itemsOf, madePart } from "../../src/text/copied.ts";

interface Values {
  readonly name: string;
  readonly ports: readonly number[];
}
const make = ({ name, ports }: Copies<Values>, settings: { readonly first: number }) => ({
  name,
  ports: [settings.first, ...itemsOf(ports)],
});

describe("copied values", () => {
  it("are put into the part that is made of them", () => {
    expect(madePart(make, { ports: [8008, 8080] }, { name: "demo" }, { first: 1 })).to.deep.equal({
      name: "demo",
      ports: [1, 8008, 8080],
    });
  });

  it("have one item in their place where they are a list that is written later", () => {
    const gap = () => "";
    expect(itemsOf(copied<readonly number[]>(gap))).to.deep.equal([gap]);
  });
});
