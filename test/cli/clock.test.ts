import { expect } from "chai";
import { readArguments } from "../../src/cli/arguments.ts";
import { nowOf } from "../../src/cli/clock.ts";
import { clonePatch } from "../../src/cli/clone-patch.ts";
import { plan } from "../../src/cli/plan.ts";
import { restorePatchCommand } from "../../src/cli/restore-patch.ts";

describe("moments on the command line", () => {
  it("--now goes up to the end of 9998", () => {
    expect(nowOf("9998-12-31T23:59:59Z")).to.equal(Date.UTC(9998, 11, 31, 23, 59, 59));
    for (const late of ["9999-01-01T00:00:00Z", "9998-12-31T23:59:59-01:00"])
      expect(() => nowOf(late)).to.throw(/^--now cannot be after the year 9998/);
  });

  it("a moment or a backup is given once", async () => {
    for (const [command, flag, value] of [
      [restorePatchCommand, "to", "2026-01-01T00:00:00Z"],
      [restorePatchCommand, "set", "20260101-000000F"],
      [clonePatch, "to", "2026-01-01T00:00:00Z"],
      [plan, "now", "2026-01-01T00:00:00Z"],
    ] as const) {
      const once = [`--${flag}`, value];
      expect((await readArguments(command, once)).flags[flag]).to.equal(value);
      const problem = await readArguments(command, [...once, ...once]).catch((error: Error) => error.message);
      expect(problem).to.equal(`--${flag} is given twice, and only one can be meant. Remove one of the two.`);
    }
  });
});
