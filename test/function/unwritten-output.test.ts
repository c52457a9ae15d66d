import { expect } from "chai";
import { fleetItems } from "../../bench/fleet.ts";
import { listOf } from "../../bench/lists.ts";
import { filter } from "../../src/function/filter.ts";
import { builders } from "../../src/objects/index.ts";

/* A failure leaves standard output empty, or with the input. So all that can fail happens before the first part is written. */

describe("the output that is not written yet", () => {
  it("needs no builder any more, and is the same as often as it is read", async () => {
    let built = 0;
    const { parts } = await filter(Buffer.from(listOf(fleetItems(200, { seed: 1 }))), undefined, {
      builders: builders.map((builder) => ({
        ...builder,
        build: (...given: Parameters<typeof builder.build>) => {
          built += 1;
          return builder.build(...given);
        },
      })),
    });
    const before = built;
    expect(before).to.be.greaterThan(20);
    const [first, second] = [1, 2].map(() => Buffer.concat(parts.map((part) => Buffer.from(part))));
    expect(built).to.equal(before);
    expect(second?.equals(first ?? Buffer.alloc(0))).to.equal(true);
  });

  it("keeps what many objects have in common once", async () => {
    const { parts } = await filter(Buffer.from(listOf(fleetItems(1000, { seed: 1 }))));
    const late = parts.filter((part) => typeof part === "object" && !(part instanceof Uint8Array));
    const whole = late.reduce((sum, part) => sum + Buffer.from(part).length, 0);
    // Of one of them, 32 KiB and not more than an item are kept.
    expect(whole).to.be.greaterThan(late.length * (1 << 15) * 1.8);
  });
});
