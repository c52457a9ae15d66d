import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import Type, { type Static, type TSchema } from "typebox";
import { parseAllDocuments } from "yaml";
import { root } from "../tools.ts";
import { joined, rendered, tutorialCases } from "./cases.ts";
import { checked } from "./checked.ts";
import type { Cluster } from "./cluster.ts";
import { inOwnNamespaces } from "./namespaces.ts";
import { sharedCluster } from "./shared.ts";

const metadata = Type.Object({ name: Type.String(), namespace: Type.String() });
const podTemplate = Type.Object({
  metadata: Type.Object({ labels: Type.Record(Type.String(), Type.String()) }),
  spec: Type.Object({}),
});
const cronJob = Type.Object({
  kind: Type.Literal("CronJob"),
  metadata,
  spec: Type.Object({ jobTemplate: Type.Object({ spec: Type.Object({ template: podTemplate }) }) }),
});
const job = Type.Object({
  metadata,
  spec: Type.Object({ backoffLimit: Type.Integer() }),
  status: Type.Object({ succeeded: Type.Optional(Type.Integer()) }),
});
const itemsOf = <Item extends TSchema>(item: Item) => Type.Object({ items: Type.Array(item) });

const server = ["apply", "--server-side", "--validate=strict", "-f", "-"];

describe("the CronJobs that we render, in the hands of Kubernetes", function () {
  this.timeout(240_000);
  let cluster: Cluster;
  let everyMinute: string;

  const get = (...what: readonly string[]): unknown => JSON.parse(cluster.kubectl(["get", ...what, "--output=json"]));
  const cronJobsOf = (text: string) =>
    parseAllDocuments(text)
      .map((document): unknown => document.toJS())
      .filter((value) => typeof value === "object" && value !== null && Reflect.get(value, "kind") === "CronJob")
      .map((value) => checked(cronJob, value));
  const pod = Type.Object({ ...podTemplate.properties, status: Type.Object({ phase: Type.String() }) });
  /** The pods of a namespace, when all of its jobs are complete. */
  const podsOf = (namespace: string) => {
    cluster.kubectl(["wait", "-n", namespace, "job", "--all", "--for=condition=Complete", "--timeout=60s"]);
    return checked(itemsOf(pod), get("pods", "-n", namespace)).items;
  };
  /** A job has one pod that ran to its end, with all that the template of its CronJob has. */
  const expectPod = (
    pods: readonly Static<typeof pod>[],
    jobName: string,
    { spec }: ReturnType<typeof cronJobsOf>[number],
  ) => {
    const own = pods.filter(({ metadata: { labels } }) => labels["job-name"] === jobName);
    expect(own).to.have.lengthOf(1);
    expect(own[0]).to.containSubset({ ...spec.jobTemplate.spec.template, status: { phase: "Succeeded" } });
  };

  before(async function () {
    cluster = sharedCluster(this);
    // It waits for its minute while the other test runs.
    const tutorial = readFileSync(join(root, "tutorials/s3/expected.yaml"), "utf8");
    const often = await rendered(tutorial.replace("full: 30 2 * * 0", 'full: "* * * * *"'));
    const { text } = await inOwnNamespaces(cluster, often);
    cluster.kubectl(server, text);
    everyMinute = text;
  });

  it("make jobs by hand: `kubectl create job --from`, of every tutorial, with pods of the rendered template", async () => {
    const tutorials = [];
    for (const { text } of tutorialCases()) tutorials.push(await inOwnNamespaces(cluster, text));
    cluster.kubectl(server, joined(tutorials));
    const all = tutorials.flatMap(({ text }) => cronJobsOf(text));
    expect(all.length).to.be.greaterThan(tutorials.length);
    for (const { metadata } of all)
      cluster.kubectl(["create", "job", metadata.name, "-n", metadata.namespace, `--from=cronjob/${metadata.name}`]);
    for (const { namespaces } of tutorials) {
      const pods = podsOf(namespaces[0]);
      for (const each of all.filter(({ metadata }) => metadata.namespace === namespaces[0]))
        expectPod(pods, each.metadata.name, each);
    }
  });

  it("make a job at its minute, by the controller", async () => {
    const [due] = cronJobsOf(everyMinute).filter(({ spec }) => Reflect.get(spec, "schedule") === "* * * * *");
    if (due === undefined) throw new Error("no CronJob is for every minute");
    const { name, namespace } = due.metadata;
    cluster.kubectl([
      "wait",
      "-n",
      namespace,
      `cronjob/${name}`,
      "--for=jsonpath={.status.lastSuccessfulTime}",
      "--timeout=110s",
    ]);
    // Another CronJob of the cluster makes jobs, too, when its minute is now.
    const isMade = new RegExp(`^${name}-\\d+$`);
    const first = checked(itemsOf(job), get("jobs", "-n", namespace)).items.find(({ metadata }) =>
      isMade.test(metadata.name),
    );
    expect(first).to.containSubset({ spec: { backoffLimit: 6 }, status: { succeeded: 1 } });
    expectPod(podsOf(namespace), first?.metadata.name ?? "", due);
  });
});
