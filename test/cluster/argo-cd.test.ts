import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import Type from "typebox";
import { parse } from "yaml";
import { requireTool, root, run } from "../tools.ts";
import { rendered } from "./cases.ts";
import { checked } from "./checked.ts";
import type { Cluster } from "./cluster.ts";
import { inOwnNamespaces } from "./namespaces.ts";
import { type Manifest, manifestsOf, sync } from "./operator.ts";
import { sharedCluster } from "./shared.ts";

/** Argo CD's own code, see argo-diff/main.go. */
const argoDiff = join(root, ".cache/argo-diff");

const differences = Type.Array(Type.Object({ kind: Type.String(), name: Type.String() }));
const application = Type.Object({ spec: Type.Object({ ignoreDifferences: Type.Array(Type.Unknown()) }) });

describe("Argo CD beside the operator", function () {
  this.timeout(240_000);
  let cluster: Cluster;
  before(function () {
    requireTool(this, "Argo CD's comparison (.ci/run builds it)", existsSync(argoDiff) ? argoDiff : undefined);
    cluster = sharedCluster(this);
  });

  /** The tutorial's cluster, applied as Argo CD does: with its mark, under its name. */
  async function start() {
    const { text, namespaces } = await inOwnNamespaces(
      cluster,
      readFileSync(join(root, "tutorials/pvc/expected.yaml"), "utf8"),
    );
    const wanted = manifestsOf(await rendered(text)).map(tracked);
    const items = JSON.stringify({ apiVersion: "v1", kind: "List", items: wanted });
    cluster.kubectl(["apply", "--server-side", "--field-manager=argocd-controller", "-f", "-"], items);
    return { wanted, namespace: namespaces[0] };
  }
  /** What Argo CD takes for out of sync. */
  function outOfSync(wanted: readonly Manifest[], ignoreDifferences: readonly unknown[]): readonly string[] {
    const objects = wanted.map((object) => {
      const { kind, metadata } = object;
      const args = ["get", "-n", metadata.namespace, kind, metadata.name, "--output=json", "--show-managed-fields"];
      return { wanted: object, live: JSON.parse(cluster.kubectl(args)) };
    });
    const { status, stdout, stderr } = run(argoDiff, [], { input: JSON.stringify({ ignoreDifferences, objects }) });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    return checked(differences, JSON.parse(stdout)).map(({ kind, name }) => `${kind} ${name}`);
  }

  const { ignoreDifferences: documented } = checked(
    application,
    parse(readFileSync(join(root, "tutorials/argo-cd/application.yaml"), "utf8")),
  ).spec;
  const rewritten = [
    "ConfigMap demo-pgbackrest-config",
    "ConfigMap demo-pgbackrest-repohost-config",
    "CronJob pgbackrest-demo-repo1-full",
    "CronJob pgbackrest-demo-repo1-incr",
  ];

  it("docs/operator.md and the tutorial's Application ignore the same", () => {
    const guide = readFileSync(join(root, "docs/operator.md"), "utf8");
    const block = /```yaml\n(spec:\n {2}ignoreDifferences:[\s\S]*?)```/.exec(guide)?.[1] ?? "";
    expect(checked(application, parse(block)).spec.ignoreDifferences).to.deep.equal(documented);
  });

  it("what the operator rewrites is out of sync, and in sync with the documented ignoreDifferences", async () => {
    const { wanted, namespace } = await start();
    // Kubernetes gives the templates of volumes an apiVersion and a kind, which Argo CD's own comparison does not know of.
    const templates = "StatefulSet demo-pgbackrest-repo-host";
    expect(outOfSync(wanted, [])).to.deep.equal([templates]);
    sync(cluster, namespace);
    expect(outOfSync(wanted, [])).to.have.members([...rewritten, templates]);
    expect(outOfSync(wanted, documented)).to.deep.equal([]);
  });

  it("a change is out of sync all the same", async () => {
    const { wanted, namespace } = await start();
    sync(cluster, namespace);
    const later = JSON.parse(JSON.stringify(wanted).replaceAll("30 2 * * 0", "30 3 * * 0"));
    expect(outOfSync(later, documented)).to.deep.equal(["CronJob pgbackrest-demo-repo1-full", "postgresql demo"]);
  });
});

/** With the annotation by which Argo CD knows what is of an Application. */
function tracked({ metadata, ...object }: Manifest): Manifest {
  const annotations = {
    ...metadata.annotations,
    "argocd.argoproj.io/tracking-id": `databases:${metadata.namespace}/${metadata.name}`,
  };
  return { ...object, metadata: { ...metadata, annotations } };
}
