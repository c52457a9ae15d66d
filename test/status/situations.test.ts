import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { clusterStatus } from "../../src/status/status.ts";
import { usual } from "./faults.ts";
import { situations } from "./situations.ts";
import { sourceOf } from "./world.ts";

/* The whole status of every situation. After a change that means to change it: UPDATE=1, and read the difference. */

const file = new URL("testdata/situations.json", import.meta.url);
const statusOf = (name: string) => clusterStatus((situations[name]?.fault ?? ((source) => source))(sourceOf(usual)));

describe("what a living cluster shows", () => {
  before(() => {
    if (process.env.UPDATE === undefined) return;
    const all = Object.fromEntries(Object.keys(situations).map((name) => [name, statusOf(name)]));
    writeFileSync(file, `${JSON.stringify(all, undefined, 2)}\n`);
  });

  const golden = (): Readonly<Record<string, unknown>> => JSON.parse(readFileSync(file, "utf8"));

  it("is written down for each situation", () => expect(Object.keys(golden())).to.deep.equal(Object.keys(situations)));

  for (const [name, { ids, level, states }] of Object.entries(situations))
    it(`is right where there is ${name}`, () => {
      const status = statusOf(name);
      expect({ level: status.level, ids: status.problems.map(({ id }) => id) }).to.deep.equal({ level, ids });
      if (states !== undefined) expect(status.repositories[0]?.jobs.map(({ state }) => state)).to.deep.equal(states);
      expect(status).to.deep.equal(golden()[name]);
    });
});
