import { expect } from "chai";
import { compareQuantities, parseQuantity } from "../../src/kubernetes/quantity.ts";

const nano = 10n ** 9n;

/* The forms of kubernetes/apimachinery@v0.34.0:pkg/api/resource/quantity.go: a number, and then a binary or decimal suffix or an exponent of ten. */
describe("a quantity of Kubernetes", () => {
  for (const [text, billionths] of [
    ["0", 0n],
    ["5Gi", 5n * 2n ** 30n * nano],
    ["+1.5Ki", 1536n * nano],
    ["-2M", -2_000_000n * nano],
    ["250m", nano / 4n],
    [".5", nano / 2n],
    ["5.", 5n * nano],
    // An E alone is a suffix; with digits it is an exponent.
    ["5E", 5n * 10n ** 18n * nano],
    ["5E3", 5_000n * nano],
    ["5e3", 5_000n * nano],
    ["1.5e+2", 150n * nano],
    ["1e-9", 1n],
    // The finest that is kept is a billionth; what is finer is rounded up.
    ["1e-10", 1n],
    ["0.1n", 1n],
  ] as const)
    it(`has a value: ${text}`, () => expect(parseQuantity(text)).to.equal(billionths));

  for (const text of ["", ".", "5 Gi", "5gi", "5K", "e3", "5e", "5e+", "5e3Gi", "5EE", "5e3.5", "--5", "0x10"])
    it(`has none: ${JSON.stringify(text)}`, () => expect(parseQuantity(text)).to.equal(undefined));

  it("is compared by value, however it is written", () => {
    expect(compareQuantities("1e3", "1k")).to.equal(0);
    expect(compareQuantities("1Gi", "1G")).to.equal(1);
    expect(compareQuantities("999m", "1")).to.equal(-1);
    expect(compareQuantities("1", "much")).to.equal(undefined);
  });
});
