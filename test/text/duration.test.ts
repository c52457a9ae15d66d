import { expect } from "chai";
import { durationSeconds } from "../../src/text/duration.ts";

describe("a duration that a person writes", () => {
  for (const [text, seconds] of [
    ["14d", 14 * 86_400],
    ["2w", 14 * 86_400],
    ["1h", 3600],
    ["90m", 5400],
    ["1d12h", 129_600],
    ["30s", 30],
    ["0s", 0],
    ["", undefined],
    ["14", undefined],
    ["14 d", undefined],
    ["1.5h", undefined],
    ["-1h", undefined],
    ["1h1d", undefined],
    ["d", undefined],
    ["1M", undefined],
  ] as const)
    it(`${text === "" ? "nothing" : text} is ${seconds ?? "none"}`, () => {
      expect(durationSeconds(text)).to.equal(seconds);
    });
});
