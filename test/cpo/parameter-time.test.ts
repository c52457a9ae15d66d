import { expect } from "chai";
import { parameterTime } from "../../src/cpo/parameter-time.ts";

describe("a time of PostgreSQL", () => {
  const times: ReadonlyArray<readonly [value: string, unit: "ms" | "s", milliseconds: number | undefined]> = [
    ["0", "ms", 0],
    ["250", "ms", 250],
    ["250", "s", 250_000],
    ["250ms", "s", 0],
    ["1500ms", "s", 2000],
    ["900us", "ms", 1],
    [" 10 s ", "ms", 10_000],
    ["1.5min", "ms", 90_000],
    ["2h", "s", 7_200_000],
    ["1d", "ms", 86_400_000],
    ["010", "ms", undefined],
    ["-1", "ms", undefined],
    ["1m", "ms", undefined],
    ["1S", "ms", undefined],
    ["1e3", "ms", undefined],
    ["soon", "ms", undefined],
    ["", "ms", undefined],
  ];
  for (const [value, unit, milliseconds] of times)
    it(`\`${value}\`, in ${unit} without a unit, is ${milliseconds}`, () =>
      expect(parameterTime(value, unit)).to.equal(milliseconds));
});
