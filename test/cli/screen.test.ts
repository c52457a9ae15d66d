import { expect } from "chai";
import { screenOf } from "../../src/cli/screen.ts";

describe("colors", () => {
  for (const [terminal, env, color] of [
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [true, { TERM: "dumb" }, false],
    [false, { FORCE_COLOR: "1" }, true],
    [false, { FORCE_COLOR: "" }, false],
    [true, { FORCE_COLOR: "0" }, false],
    [false, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
  ] as const) {
    it(`are ${color ? "there" : "not there"} ${terminal ? "on a terminal" : "in a file"}, with ${JSON.stringify(env)}`, () => {
      const io = { stdin: () => Buffer.of(), stdout() {}, stderr() {}, terminal, env };
      expect(screenOf(io).color).to.equal(color);
      expect(screenOf(io).columns === Number.POSITIVE_INFINITY).to.equal(!terminal);
    });
  }
});
