import { expect } from "chai";
import { fleetItems } from "../../bench/fleet.ts";
import { listOf } from "../../bench/lists.ts";
import { asKptGivesBack, itemsOf } from "../../bench/second-run.ts";
import { type FilterOptions, filter } from "../../src/function/filter.ts";
import { builders } from "../../src/objects/index.ts";

const textOf = async (list: string) => {
  const { parts } = await filter(Buffer.from(list));
  return Buffer.concat(parts.map((part) => Buffer.from(part))).toString();
};

/** All that a run finds. */
async function found(list: string, options: FilterOptions) {
  const { findings, exitCode, clusters, stale, hostShowsResults, judged, kept } = await filter(
    Buffer.from(list),
    undefined,
    { everyCluster: true, ...options },
  );
  return { findings, exitCode, clusters, stale, hostShowsResults, judged: judged?.(), kept: kept?.().findings };
}

describe("a run of which only the findings are wanted", () => {
  const given = { seed: 4 };
  for (const [what, list] of [
    ["clusters", async () => listOf(fleetItems(60, given))],
    ["clusters with warnings", async () => listOf(fleetItems(60, { ...given, mistakes: "warnings" }))],
    ["clusters with errors", async () => listOf(fleetItems(60, { ...given, mistakes: "errors" }))],
    [
      "objects of an earlier run",
      async () => listOf(asKptGivesBack(itemsOf(await textOf(listOf(fleetItems(60, given)))))),
    ],
    [
      "objects that are out of date",
      async () => (await textOf(listOf(fleetItems(60, given)))).replace(/^( {4}schedule: ")\d+/gm, "$159"),
    ],
  ] as const)
    it(`finds what any run finds in ${what}`, async () => {
      const text = await list();
      expect(await found(text, { findingsOnly: true })).to.deep.equal(await found(text, {}));
    });

  it("makes no objects where none of an earlier run are there", async () => {
    const build = () => {
      throw new Error("An object was made.");
    };
    const list = listOf(fleetItems(60, given));
    const options = { builders: builders.map((builder) => ({ ...builder, build })) };
    expect((await found(list, { ...options, findingsOnly: true })).exitCode).to.equal(0);
    expect(await found(list, options).catch(String)).to.equal("Error: An object was made.");
  });
});
