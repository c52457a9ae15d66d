import { expect } from "chai";
import type { Cluster } from "./cluster.ts";
import { sharedCluster } from "./shared.ts";

/** What goes with the StatefulSet of a repo host (docs/reference/control-plane.md, rows 29 to 31): Kubernetes' controllers decide it. */
describe("a repo host's StatefulSet that is deleted", function () {
  this.timeout(480_000);
  let cluster: Cluster;
  before(function () {
    cluster = sharedCluster(this);
  });

  const statefulSet = (whenDeleted: string) =>
    JSON.stringify({
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "host" },
      spec: {
        serviceName: "host",
        replicas: 1,
        persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled: "Retain" },
        selector: { matchLabels: { name: "host" } },
        template: {
          metadata: { labels: { name: "host" } },
          spec: {
            serviceAccountName: "postgres-pod",
            containers: [{ name: "main", image: "example", volumeMounts: [{ name: "repo1", mountPath: "/repo" }] }],
          },
        },
        volumeClaimTemplates: [
          {
            metadata: { name: "repo1" },
            spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
          },
        ],
      },
    });
  /** A ready pod with its claim, which knows already with whom it goes. */
  async function start(whenDeleted: "Retain" | "Delete") {
    const namespace = await cluster.makeNamespace();
    const kubectl = (...args: readonly string[]) => cluster.kubectl(["-n", namespace, ...args]);
    const wait = (what: string, condition: string) => cluster.waitFor(namespace, what, condition);
    const apply = () =>
      cluster.kubectl(["-n", namespace, "apply", "--server-side", "-f", "-"], statefulSet(whenDeleted));
    apply();
    wait("statefulset/host", "jsonpath={.status.readyReplicas}=1");
    if (whenDeleted === "Delete") wait("pvc/repo1-host-0", "jsonpath={.metadata.ownerReferences[0].kind}=StatefulSet");
    const uid = (what: string) => kubectl("get", what, "--ignore-not-found", "--output=jsonpath={.metadata.uid}");
    return { kubectl, wait, apply, uid };
  }

  it("in the background, takes its pod along, and with `Retain` keeps the claim (row 29)", async () => {
    const { kubectl, wait, uid } = await start("Retain");
    const claim = uid("pvc/repo1-host-0");
    kubectl("delete", "statefulset", "host");
    wait("pod/host-0", "delete");
    expect(claim).to.not.equal("");
    expect(uid("pvc/repo1-host-0")).to.equal(claim);
  });

  it("in the background, takes its pod along, and with `Delete` the claim, too (row 30)", async () => {
    const { kubectl, wait } = await start("Delete");
    kubectl("delete", "statefulset", "host");
    wait("pod/host-0", "delete");
    // A claim that a pod has used stays until Kubernetes sees that none does.
    wait("pvc/repo1-host-0", "delete");
  });

  for (const whenDeleted of ["Retain", "Delete"] as const)
    it(`with --cascade=orphan and \`${whenDeleted}\`, keeps pod and claim, which the next of its name takes over (row 31)`, async () => {
      const { kubectl, wait, apply, uid } = await start(whenDeleted);
      const before = [uid("pod/host-0"), uid("pvc/repo1-host-0")];
      kubectl("delete", "statefulset", "host", "--cascade=orphan");
      expect(kubectl("get", "pod/host-0", "--output=jsonpath={.metadata.ownerReferences}")).to.equal("");
      apply();
      wait("pod/host-0", "jsonpath={.metadata.ownerReferences[0].kind}=StatefulSet");
      wait("statefulset/host", "jsonpath={.status.readyReplicas}=1");
      expect([uid("pod/host-0"), uid("pvc/repo1-host-0")]).to.deep.equal(before);
      expect(before).to.not.include("");
    });
});
