import { expect } from "chai";
import type { Costs } from "../../bench/measure.ts";
import { costTable, ratio } from "../../bench/table.ts";

/** What three rounds cost, of which the second was on a slow machine. */
const costs = new Map<string, Costs>([
  ["this", { cpu: 1, wall: 1.5, memory: 60, cpuOfRounds: [1, 4, 1] }],
  ["other", { cpu: 3, wall: 3.5, memory: 240, cpuOfRounds: [2, 8, 3] }],
]);

describe("the tables of the benchmark", () => {
  it("compare CPU times of one round, not medians of several", () =>
    expect(costTable("two programs", costs, "this", ["A note."])).to.equal(`### two programs

| | CPU s | wall s | peak MB | CPU, this = 1 |
|---|---|---|---|---|
| this | 1.000 | 1.500 | 60 | 1.00 |
| other | 3.000 | 3.500 | 240 | 2.00 |

A note.
`));

  it("say nothing of what was not measured", () =>
    expect([
      ratio(costs, "other", "this"),
      ratio(costs, "this", "other"),
      ratio(costs, "other", "third"),
    ]).to.deep.equal([2, 0.5, undefined]));
});
