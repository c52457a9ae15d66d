import { expect } from "chai";
import { byResource } from "../../src/status/by-resource.ts";
import { type ProblemId, problemKinds } from "../../src/status/problems.ts";
import { clusterStatus } from "../../src/status/status.ts";
import { usual } from "./faults.ts";
import { situations } from "./situations.ts";
import { sourceOf } from "./world.ts";

/** What can be said only where there are manifests. */
const aboutManifests: readonly string[] = ["resource-missing", "no-cluster"] satisfies readonly ProblemId[];

describe("a problem in words for whoever has named no manifests", () => {
  it("names none, whatever the situation", () => {
    const said = Object.values(situations)
      .map(({ fault = (source) => source }) => fault(sourceOf(usual)))
      // Others come with manifests alone, or are not read.
      .filter(({ expected }) => expected !== undefined && expected.unreadable === undefined)
      .flatMap((source) => clusterStatus(source).problems)
      .filter(({ id }) => !aboutManifests.includes(id))
      .map(byResource);
    expect(said.length).to.be.greaterThan(50);
    expect(said.filter(({ fix, problem }) => /manifest/i.test(`${problem} ${fix}`))).to.deep.equal([]);
  });

  it("has a cure without them for every kind", () => {
    const cures = Object.entries(problemKinds)
      .filter(([id]) => !aboutManifests.includes(id))
      .map(([id, { cure, level }]) => byResource({ id, level, problem: "It is so.", fix: cure }).fix);
    expect(cures.filter((cure) => /manifest/i.test(cure))).to.deep.equal([]);
  });

  it("says who is to make it as it should be", () => {
    const [said] = clusterStatus({
      ...sourceOf(usual),
      drift: [{ kind: "CronJob", name: "pgbackrest-demo-repo1-full", is: "changed", fields: [] }],
    }).problems.map(byResource);
    expect(said).to.deep.include({
      problem: "1 object differs from what the postgresql asks for: CronJob/pgbackrest-demo-repo1-full is changed.",
      fix: "See that the operator runs, and read its log: at its next sync, within half an hour, it sets most of them back to what the postgresql asks for. If a change is meant to stay, make it in the postgresql.",
    });
  });
});
