import { expect } from "chai";
import { goalsTable } from "../../bench/goals.ts";

const rowOf = (table: string, name: string) => table.split("\n").find((line) => line.startsWith(`| ${name} `));

describe("the goals of the benchmark", () => {
  const second = "second run unchanged against the first";
  const faster = "expansion of a varied fleet, faster than kpt-functions (the worst seed)";
  const warning = "a warning about every cluster, against none";
  const memory = "expansion of 100,000, peak memory";

  for (const [figures, name, row] of [
    [{ [second]: 1.05 }, second, "1.05 | 1.15 | 1.05 | goal met"],
    [{ [second]: 1.15 }, second, "1.05 | 1.15 | 1.15 | at least met"],
    [{ [second]: 1.151 }, second, "1.05 | 1.15 | 1.15 | NOT MET"],
    [{ [faster]: 4 }, faster, "4.00 | 3.30 | 4.00 | goal met"],
    [{ [faster]: 3.9 }, faster, "4.00 | 3.30 | 3.90 | at least met"],
    [{ [faster]: 3.2 }, faster, "4.00 | 3.30 | 3.20 | NOT MET"],
    [{ [memory]: 401 }, memory, "330 MB | 400 MB | 401 MB | NOT MET"],
    [{ [second]: Number.NaN }, second, "1.05 | 1.15 | NaN | NOT MET"],
    [{}, second, "1.05 | 1.15 |  | not measured"],
    [{ [warning]: 1.1 }, warning, " |  | 1.10 | no goal"],
    [{}, warning, " |  |  | not measured"],
  ] as const)
    it(`${name}: ${row}`, () => expect(rowOf(goalsTable(figures, 10_000), name)).to.equal(`| ${name} | ${row} |`));

  it("say what a short fleet is worth", () => {
    expect(goalsTable({}, 10_000)).to.match(/^### Goals\n/);
    expect(goalsTable({}, 500)).to.match(/^### Goals, which are for fleets of 10,000 items; these had 500\n/);
  });
});
