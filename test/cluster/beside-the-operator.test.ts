import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { root } from "../tools.ts";
import { rendered } from "./cases.ts";
import type { Cluster } from "./cluster.ts";
import { inOwnNamespaces } from "./namespaces.ts";
import { createByOperator, manifestsOf, sync } from "./operator.ts";
import { sharedCluster } from "./shared.ts";
import { storedObjects } from "./stored.ts";

/*
 * What users see when they apply beside the operator (docs/operator.md), as far as the API server decides it: the operator's writes are played.
 */

const tutorial = readFileSync(join(root, "tutorials/pvc/expected.yaml"), "utf8");
const serverSide = ["--server-side", "--force-conflicts", "-f", "-"];
const isOurs = ({ kind }: { readonly kind: string }) => ["ConfigMap", "StatefulSet", "CronJob"].includes(kind);
const later = (text: string) => rendered(text.replace("full: 30 2 * * 0", "full: 30 3 * * 0"));

describe("beside the operator", function () {
  this.timeout(240_000);
  let cluster: Cluster;
  before(function () {
    cluster = sharedCluster(this);
  });

  /** The tutorial's cluster in a namespace of its own, applied by a user, or with objects that the operator made of what the user applied. */
  async function start(madeBy: "user" | "operator") {
    const { text: moved, namespaces } = await inOwnNamespaces(cluster, tutorial);
    const text = await rendered(moved);
    const [namespace] = namespaces;
    if (madeBy === "user") cluster.kubectl(["apply", ...serverSide], text);
    else {
      const manifests = manifestsOf(text);
      const items = manifests.filter((object) => !isOurs(object));
      cluster.kubectl(["apply", ...serverSide], JSON.stringify({ apiVersion: "v1", kind: "List", items }));
      createByOperator(cluster, manifests.filter(isOurs));
    }
    return { text, namespace };
  }
  const names = (namespace: string) =>
    storedObjects(cluster, ["--namespace", namespace])
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
      .sort();
  const uidOf = (namespace: string) =>
    cluster.kubectl([
      "get",
      "-n",
      namespace,
      "statefulset",
      "demo-pgbackrest-repo-host",
      "--output=jsonpath={.metadata.uid} {.metadata.generation}",
    ]);

  /** What an apply is told that does not force: fields that another owns. */
  function conflicts(text: string): readonly string[] {
    const { stderr } = cluster.tryKubectl(["apply", "--server-side", "-f", "-"], { input: text });
    return [...stderr.matchAll(/^Apply failed with (.*)$/gm)].map(([, what = ""]) => what);
  }
  /** Lines that `kubectl diff` shows as removed or added, without what every change changes. */
  function differences(text: string): { readonly status: number | null; readonly lines: readonly string[] } {
    const { status, stdout } = cluster.tryKubectl(["diff", ...serverSide], { input: text });
    const lines = stdout.split("\n").filter((line) => /^[+-] /.test(line) && !/^[+-] +generation: /.test(line));
    return { status, lines: lines.map((line) => line.replace(/^([+-]) +/, "$1 ")).sort() };
  }

  const configuration = 'conflict with "postgres-operator" using v1: .data.pgbackrest_instance.conf';

  it("without force, an apply conflicts with the operator's order of lines, and with volumeClaimTemplates and a schedule that it made (rows 7, 8, 9)", async () => {
    const { text } = await start("operator");
    const made = [
      `1 conflict: ${configuration}`,
      `1 conflict: ${configuration}`,
      '1 conflict: conflict with "postgres-operator" using apps/v1: .spec.volumeClaimTemplates',
    ];
    expect(conflicts(text)).to.deep.equal(made);
    expect(conflicts(await later(text))).to.deep.equal([
      ...made,
      '1 conflict: conflict with "postgres-operator" using batch/v1: .spec.schedule',
    ]);
  });

  it("without force, an apply of what the user applied first conflicts with the operator's order of lines alone (rows 7, 9)", async () => {
    const { text, namespace } = await start("user");
    expect(conflicts(text)).to.deep.equal([]);
    sync(cluster, namespace);
    const rewritten = [`1 conflict: ${configuration}`, `1 conflict: ${configuration}`];
    expect(conflicts(text)).to.deep.equal(rewritten);
    expect(conflicts(await later(text))).to.deep.equal(rewritten);
  });

  for (const madeBy of ["user", "operator"] as const) {
    it(`with force, an apply over what the operator wrote is accepted, and restarts nothing (row 10; made by the ${madeBy})`, async () => {
      const { text, namespace } = await start(madeBy);
      const before = uidOf(namespace);
      sync(cluster, namespace);
      cluster.kubectl(["apply", ...serverSide], text);
      expect(uidOf(namespace)).to.equal(before);
    });
  }

  it("kubectl diff: nothing where nothing changed, then what the operator rewrote, and what a change of the cluster changes (row 11)", async () => {
    const { text, namespace } = await start("user");
    expect(differences(text)).to.deep.equal({ status: 0, lines: [] });
    expect(differences(await later(text))).to.deep.equal({
      status: 1,
      lines: ["+ full: 30 3 * * 0", "+ schedule: 30 3 * * 0", "- full: 30 2 * * 0", "- schedule: 30 2 * * 0"],
    });
    sync(cluster, namespace);
    const order = ["repo1-retention-full = 4", "repo1-retention-full = 4"];
    const label = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner: demo";
    expect(differences(text)).to.deep.equal({
      status: 1,
      lines: [
        `+ ${label}`,
        `+ ${label}`,
        ...order.map((line) => `+ ${line}`),
        ...order.map((line) => `- ${line}`),
      ].sort(),
    });
  });

  it("a changed size of the repository's volume: the StatefulSet is refused, the rest applied; accepted when the operator has deleted it (row 15)", async () => {
    const { text, namespace } = await start("user");
    const larger = await rendered(text.replace("size: 20Gi", "size: 30Gi"));
    const { status, stdout, stderr } = cluster.tryKubectl(["apply", ...serverSide], { input: larger });
    expect({ status, stderr }).to.deep.equal({
      status: 1,
      stderr:
        "The StatefulSet \"demo-pgbackrest-repo-host\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden\n",
    });
    expect(stdout).to.include("postgresql.cpo.opensource.cybertec.at/demo serverside-applied\n");
    const pod = ["get", "-n", namespace, "pod", "demo-pgbackrest-repo-host-0", "--output=jsonpath={.metadata.uid}"];
    cluster.waitFor(namespace, "pod/demo-pgbackrest-repo-host-0", "condition=Ready");
    const before = cluster.kubectl(pod);
    const deleted = ["delete", "-n", namespace, "statefulset", "demo-pgbackrest-repo-host", "--cascade=orphan"];
    expect(cluster.tryKubectl(deleted, { as: "operator" }).status).to.equal(0);
    cluster.kubectl(["apply", ...serverSide], larger);
    expect(cluster.kubectl(pod)).to.equal(before);
  });

  it("without the operator, a cluster that is deleted takes only its repo host along: configurations and CronJobs stay (row 28)", async () => {
    const { namespace } = await start("user");
    sync(cluster, namespace);
    const inNamespace = ["-n", namespace];
    cluster.waitFor(namespace, "pod/demo-pgbackrest-repo-host-0", "condition=Ready");
    const before = names(namespace);
    cluster.kubectl(["delete", ...inNamespace, "postgresql", "demo"]);
    for (const gone of ["statefulset/demo-pgbackrest-repo-host", "pod/demo-pgbackrest-repo-host-0"])
      cluster.waitFor(namespace, gone, "delete");
    const gone = ["StatefulSet demo-pgbackrest-repo-host", "postgresql demo"];
    expect(names(namespace)).to.deep.equal(before.filter((name) => !gone.includes(name)));
    expect(before).to.include.members([...gone, "CronJob pgbackrest-demo-repo1-full"]);
    expect(cluster.kubectl(["get", ...inNamespace, "pvc", "--output=name"])).to.include("persistentvolumeclaim/");
  });
});
