import { expect } from "chai";
import { goneClusters } from "../../src/status/gone-clusters.ts";
import { leftOvers } from "../../src/status/left-overs.ts";
import type { ObservedCluster } from "../../src/status/observed.ts";

/* Contract 4.3 and the removal of a cluster, docs/operator.md. */

const cronJob = (name: string) => ({ name, uid: name, createdAt: 0, cron: "0 0 * * *", isSuspended: false });
const wanted = [
  { kind: "CronJob", metadata: { name: "pgbackrest-demo-repo1-full" } },
  { kind: "StatefulSet", metadata: { name: "demo-pgbackrest-repo-host" } },
];
const host: ObservedCluster["repoHost"] = { uid: "1", createdAt: 0, replicas: 1, readyReplicas: 1 };
const found = (
  objects: typeof wanted,
  cronJobs: ObservedCluster["cronJobs"],
  repoHost: ObservedCluster["repoHost"] = "missing",
) => leftOvers(objects, { name: "demo", cronJobs, repoHost }).map(({ kind, name, is }) => `${kind} ${name} ${is}`);

describe("what is left of a cluster", () => {
  it("is nothing that the manifests ask for, and nothing that is not known", () => {
    expect(found(wanted, [cronJob("pgbackrest-demo-repo1-full")], host)).to.deep.equal([]);
    const unknown = { unknown: "forbidden", why: "" } as const;
    expect(found([], unknown, unknown)).to.deep.equal([]);
  });

  it("is a CronJob of a schedule that is gone, and a repo host without a repository", () => {
    expect(found([], [cronJob("pgbackrest-demo-repo1-full")], host)).to.deep.equal([
      "CronJob pgbackrest-demo-repo1-full left-over",
      "StatefulSet demo-pgbackrest-repo-host left-over",
    ]);
  });

  it("is every CronJob of a cluster that is gone, in its own namespace alone", () => {
    const label = "cluster.cpo.opensource.cybertec.at/name";
    const gone = goneClusters((namespace, name) => `${namespace}/${name}` === "pg/demo", label);
    const job = (namespace: string, name: string, labels: Readonly<Record<string, string>>) => ({
      metadata: { namespace, name, labels },
    });
    gone.add([job("pg", "a", { [label]: "demo" }), job("pg", "b", {}), job("web", "c", { [label]: "demo" })]);
    gone.add([job("web", "d", { [label]: "demo" })]);
    expect(gone.problems().map(({ id, level, problem }) => ({ id, level, problem }))).to.deep.equal([
      {
        id: "cluster-gone",
        level: "warning",
        problem: "There is no postgresql `web/demo`, and its CronJobs c and d go on starting Jobs.",
      },
    ]);
  });
});
