import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import type { Run } from "../tools.ts";
import { type Case, joined, parityCases, rendered, tutorialCases } from "./cases.ts";
import type { Cluster } from "./cluster.ts";
import { inOwnNamespaces, type OwnNamespaces } from "./namespaces.ts";
import { manifestsOf } from "./operator.ts";
import { sharedCluster } from "./shared.ts";
import { allWritten, storedObjects } from "./stored.ts";

/*
 * What we render of every tutorial and every parity case, applied as users do, all at once. Server-side apply refuses nulls, which every other
 * way drops, and has a case to show it; nothing else is refused.
 */

const serverSide = ["apply", "--server-side", "--force-conflicts", "--validate=strict", "-f", "-"];
const clientSide = ["apply", "--validate=strict", "-f", "-"];
const withNulls = "parity null-and-empty-fields";

describe("what we render, applied to the API server", function () {
  this.timeout(180_000);
  let cluster: Cluster;
  let cases: readonly (Case & OwnNamespaces)[];
  let first: Run;

  const inNewNamespaces = async (all: readonly Case[]) => {
    const moved: (Case & OwnNamespaces)[] = [];
    for (const { name, text, config } of all) {
      const own = await inOwnNamespaces(cluster, text);
      // Configurations have the namespace in host names.
      moved.push({ name, ...own, config, text: await rendered(own.text, config) });
    }
    return moved;
  };
  /** All that is there, by name. */
  const state = () => allWritten(storedObjects(cluster));
  /** What is not as it was. */
  const changed = (before: ReadonlyMap<string, unknown>) =>
    [...state()]
      .filter(([name, now]) => !isDeepStrictEqual(now, before.get(name)))
      .map(([name, now]) => ({ name, was: before.get(name), now }));
  /** What is missing of the objects of cases. */
  const missing = (of: readonly Case[]) => {
    const there = state();
    const wanted = manifestsOf(joined(of)).map(
      ({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`,
    );
    return wanted.filter((name) => !there.has(name));
  };

  before(async function () {
    cluster = sharedCluster(this);
    cases = await inNewNamespaces([...tutorialCases(), ...(await parityCases())]);
    first = cluster.tryKubectl(serverSide, { input: joined(cases) });
  });

  it("server-side, strictly: all of it is accepted, but for nulls (row 25)", () => {
    const { stderr } = first;
    expect(stderr.split("\n").filter((line) => line !== "" && !line.startsWith("* "))).to.deep.equal([
      'The postgresql "hollow" is invalid: ',
    ]);
    for (const [field, type] of [
      ["backup.pgbackrest.restore", "object"],
      ["backup.pgbackrest.repos[0].schedule.incr", "string"],
    ])
      expect(stderr).to.include(
        `* spec.${field}: Invalid value: "null": spec.${field} in body must be of type ${type}: "null"`,
      );
    expect(missing(cases.filter(({ name }) => name !== withNulls))).to.deep.equal([]);
  });

  it("a second time, and after the function has run on its own output, nothing changes", async () => {
    const healthy = cases.filter(({ name }) => name !== withNulls);
    const quad = cases.find(({ name }) => name === "parity four-s3-repos")?.namespaces[0] ?? "";
    const before = state();
    // What the controller writes when a backup is due, as one may be at this moment.
    const due = ["cronjob/pgbackrest-quad-repo1-incr", "-n", quad, "--subresource=status", "--type=merge", "-p"];
    cluster.kubectl(["patch", ...due, JSON.stringify({ status: { lastScheduleTime: "2026-01-01T00:10:00Z" } })]);
    const again = [];
    for (const { name, text, config } of healthy) again.push({ name, text: await rendered(text, config) });
    for (const each of [healthy, again]) {
      cluster.kubectl(serverSide, joined(each));
      expect(changed(before)).to.deep.equal([]);
    }
  });

  it("client-side, strictly: all of it is accepted, nulls too (row 25)", async () => {
    const once = await inNewNamespaces(cases);
    const { status, stderr } = cluster.tryKubectl(clientSide, { input: joined(once) });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    expect(missing(once)).to.deep.equal([]);
  });
});
