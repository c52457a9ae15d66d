import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import Type, { type Static } from "typebox";
import { stringify } from "yaml";
import { startObjectStores } from "../e2e/object-stores.ts";
import { info, pgbackrest } from "../e2e/pgbackrest.ts";
import { requireTools, runScenario } from "../e2e/scenario.ts";
import { storesInstalled } from "../e2e/stores/store.ts";
import { requireTool, root } from "../tools.ts";
import { rendered } from "./cases.ts";
import { checked } from "./checked.ts";
import type { Cluster } from "./cluster.ts";
import { wishes } from "./pod-wishes.ts";
import { sharedCluster } from "./shared.ts";

const podList = Type.Object({
  items: Type.Array(
    Type.Object({
      metadata: Type.Object({ labels: Type.Record(Type.String(), Type.String()) }),
      spec: Type.Object({
        containers: Type.Array(Type.Object({ volumeMounts: Type.Array(Type.Object({ name: Type.String() })) })),
        volumes: Type.Array(Type.Object({ name: Type.String() })),
      }),
    }),
  ),
});
const cronJobs = Type.Object({ items: Type.Array(Type.Object({ metadata: Type.Object({ name: Type.String() }) })) });
const manyItems = Type.Object({ items: Type.Array(Type.Object({ kind: Type.String() })) });

describe("from YAML through the API server to a backup and its restore", function () {
  this.timeout(300_000);
  let cluster: Cluster;
  before(function () {
    requireTools(this);
    requireTool(this, "object stores (test/e2e/install.sh)", storesInstalled);
    cluster = sharedCluster(this);
  });

  it("tutorials/s3: the pods that Kubernetes makes back up, and a lost database is restored", async () => {
    // Without it, a backup waits for PostgreSQL's next checkpoint, which takes minutes.
    const tutorial = readFileSync(join(root, "tutorials/s3/expected.yaml"), "utf8");
    const text = tutorial.replace(/^( +)repo1-retention-full: .*$/m, '$&\n$1start-fast: "y"');
    expect(text).to.not.equal(tutorial);
    const namespace = await cluster.makeNamespace(wishes({ "kubelet/jobs": "pending" }), "pg");
    const inNamespace = ["--namespace", namespace];
    cluster.kubectl(["apply", "--server-side", "--validate=strict", "-f", "-"], await rendered(text));

    const read = (...what: readonly string[]) =>
      JSON.parse(cluster.kubectl([...inNamespace, "get", ...what, "--output=json"]));
    const jobs = checked(cronJobs, read("cronjobs")).items.map((cronJob) => {
      const { name } = cronJob.metadata;
      cluster.kubectl([...inNamespace, "create", "job", name, `--from=cronjob/${name}`]);
      cluster.kubectl([...inNamespace, "wait", `job/${name}`, "--for=jsonpath={.status.active}=1", "--timeout=30s"]);
      const [pod, ...others] = checked(podList, read("pods", `--selector=job-name=${name}`)).items;
      if (pod === undefined || others.length > 0) throw new Error(`${name}: not one pod`);
      return withPod(cronJob, pod);
    });
    const others = checked(manyItems, read("configmaps,secrets,postgresqls")).items;
    const yaml = [...others, ...jobs].map((item) => stringify(item)).join("---\n");

    const { failure, timings } = runScenario((run) => {
      const { cluster: pods, database, proof, backUp } = startObjectStores(run, "s3", yaml);
      proof.addRows();
      backUp(1, "full");
      proof.addRows();
      backUp(1, "diff");
      run.step("archive", () => database.archiveAll());
      run.step("restore", () => {
        database.stop();
        database.lose();
        pgbackrest(pods.database, "restore");
        database.start();
        database.recovered();
        proof.check();
      });
      expect(info(pods.database).backup.map(({ type }) => type)).to.deep.equal(["full", "diff"]);
    });
    console.log(`      ${timings}`);
    if (failure !== undefined) throw new Error(failure.reason);
  });
});

/** The CronJob with the pod that came of it as its template. The token that the API server adds for the pod's ServiceAccount is left out. */
function withPod(cronJob: object, { metadata, spec }: Static<typeof podList>["items"][number]): object {
  const isOwn = ({ name }: { readonly name: string }) => !name.startsWith("kube-api-access-");
  const template = {
    metadata,
    spec: {
      ...spec,
      volumes: spec.volumes.filter(isOwn),
      containers: spec.containers.map((container) => ({
        ...container,
        volumeMounts: container.volumeMounts.filter(isOwn),
      })),
    },
  };
  const { spec: schedule } = checked(Type.Object({ spec: Type.Object({ schedule: Type.String() }) }), cronJob);
  return { ...cronJob, spec: { ...schedule, jobTemplate: { spec: { template } } } };
}
