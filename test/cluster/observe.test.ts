import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { apiKinds } from "../../src/cli/api/kinds.ts";
import { rights, type UsedRight } from "../../src/cli/api/rights.ts";
import type { ExpectedCluster } from "../../src/status/expected.ts";
import type { ObservedCluster } from "../../src/status/observed.ts";
import { certSecret } from "../e2e/certificates.ts";
import { root } from "../tools.ts";
import type { Cluster, Who } from "./cluster.ts";
import { distantHour } from "./living-cluster.ts";
import type { Looking, Seen } from "./observe-script.ts";
import { wishes } from "./pod-wishes.ts";
import { sharedCluster } from "./shared.ts";

const data = (name: string) => readFileSync(join(root, "test/status/testdata", name), "utf8");
const archiverRow =
  '{"archived":3,"last_archived_wal":"000000010000000000000003","last_archived_at":1780000000,"failed":0,"last_failed_wal":null,"last_failed_at":null,"at":1780000060,"waiting":0}';
const hour = distantHour();
const schedules = { full: `30 ${hour} * * 0`, incr: `30 ${hour} * * 1-6` };

describe("what is seen of living clusters", function () {
  this.timeout(480_000);
  let cluster: Cluster;
  before(function () {
    cluster = sharedCluster(this);
  });

  type Look = Omit<Looking, "kubeconfig">;
  const look = (looking: Look, as: Who = "admin"): Seen => lookAs([[looking, as]])[0] as Seen;
  function lookAs(looks: ReadonlyArray<readonly [Look, Who]>): readonly Seen[] {
    const lookings = looks.map(([looking, who]): Looking => ({ ...looking, kubeconfig: cluster.kubeconfig(who) }));
    const { status, stdout, stderr } = cluster.run(
      process.execPath,
      ["--import", "tsx", join(root, "test/cluster/observe-script.ts")],
      { cwd: root, input: JSON.stringify(lookings) },
    );
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  }

  const promised = { pointInTime: { guaranteed: 0 }, backups: {}, kept: {} } as never;
  const job = (type: "full" | "incr", cron: string) => ({
    type,
    cronJob: `pgbackrest-demo-repo1-${type}`,
    cron,
    isSuspended: false,
  });
  const expected = (namespace: string): ExpectedCluster => ({
    ...{ name: "demo", namespace, hasRepoHost: true, archives: true, isStandby: false },
    repositories: [
      {
        ...{ name: "repo1", number: 1, storage: "pvc", location: "volume", promised },
        jobs: [job("full", schedules.full), job("incr", schedules.incr)],
      },
    ],
    sources: [
      { kind: "Secret", name: "demo-pgbackrest-mc2d8kct22", keys: ["s3.conf"] },
      { kind: "ConfigMap", name: "demo-pgbackrest-config", keys: ["pgbackrest_instance.conf"] },
      { kind: "Secret", name: "demo-gone", keys: [] },
    ],
  });

  /** The cluster of a tutorial, with the certificate that the operator makes and a primary. */
  async function makeDemo(annotations: Readonly<Record<string, string>> = {}): Promise<string> {
    const namespace = await cluster.makeNamespace(annotations);
    const text = readFileSync(join(root, "tutorials/pvc/expected.yaml"), "utf8")
      .replaceAll("namespace: pg", `namespace: ${namespace}`)
      .replaceAll("30 2 * * 0", schedules.full)
      .replaceAll("30 2 * * 1-6", schedules.incr);
    cluster.kubectl(["apply", "--server-side", "-f", "-"], text);
    const labels = {
      application: "cpo",
      "cluster.cpo.opensource.cybertec.at/name": "demo",
      "member.cpo.opensource.cybertec.at/role": "master",
    };
    const primary = {
      ...{ apiVersion: "v1", kind: "Pod", metadata: { name: "demo-0", labels } },
      spec: { containers: [{ name: "postgres", image: "example" }], serviceAccountName: "postgres-pod" },
    };
    const secret = { apiVersion: "v1", ...certSecret("demo", namespace, "cluster.local") };
    const list = { apiVersion: "v1", kind: "List", items: [primary, secret] };
    cluster.kubectl(["create", "-n", namespace, "-f", "-"], JSON.stringify(list));
    return namespace;
  }

  /** What differs from run to run. */
  const plain = ({ namespace: _, ...seen }: ObservedCluster) =>
    JSON.parse(
      JSON.stringify(seen, (key, value) =>
        /^(?:uid|.*At|at|from|until|scheduleSince|lastScheduled|lastSuccessful)$/.test(key) && key !== "lastArchivedAt"
          ? typeof value
          : value,
      ),
    );

  it("is what the operator, Kubernetes, pgBackRest and PostgreSQL say of them", async () => {
    const namespace = await makeDemo(
      wishes({
        exec: {
          "--output=json": { stdout: data("info-ok.json") },
          pg_stat_archiver: { stdout: `${archiverRow}\n` },
        },
      }),
    );
    cluster.kubectl(["create", "job", "-n", namespace, "by-hand", "--from=cronjob/pgbackrest-demo-repo1-full"]);
    cluster.waitFor(namespace, "job/by-hand", "condition=Complete");
    cluster.waitFor(namespace, "pod/demo-pgbackrest-repo-host-0", "condition=Ready");
    cluster.waitFor(namespace, "statefulset/demo-pgbackrest-repo-host", "jsonpath={.status.readyReplicas}=1");
    cluster.waitFor(namespace, "pod/demo-0", "condition=Ready");
    await cluster.request(
      "PATCH",
      `/apis/cpo.opensource.cybertec.at/v1/namespaces/${namespace}/postgresqls/demo/status`,
      { status: { PostgresClusterStatus: "Running" } },
    );
    const { clusters, problems } = look({
      clusters: [{ name: "demo", namespace, expected: expected(namespace) }],
      exec: true,
    });
    expect(problems).to.deep.equal([]);
    const [seen] = clusters;
    const { info, archiver, ...rest } = plain(seen as ObservedCluster);
    const cronJob = (type: string, cron: string) => ({
      ...{ name: `pgbackrest-demo-repo1-${type}`, uid: "string", createdAt: "number", cron, isSuspended: false },
      scheduleSince: "number",
    });
    const certificate = (key: string, names: readonly string[]) => ({ key, from: "number", until: "number", names });
    const names = [
      "demo",
      `*.demo.${namespace}.svc.cluster.local`,
      `*.demo-clusterpods.${namespace}.svc.cluster.local`,
    ];
    expect(rest).to.deep.equal({
      name: "demo",
      resource: { createdAt: "number", phase: "Running" },
      cronJobs: [{ ...cronJob("full", schedules.full), lastSuccessful: "number" }, cronJob("incr", schedules.incr)],
      jobs: [
        {
          ...{ name: "by-hand", cronJob: "pgbackrest-demo-repo1-full", isByHand: true, hasPod: true, failedPods: 0 },
          ...{ createdAt: "number", startedAt: "number", completedAt: "number" },
        },
      ],
      repoHost: { uid: "string", createdAt: "number", replicas: 1, readyReplicas: 1 },
      certificate: {
        certificates: [
          certificate("pgbackrest.ca-roots", ["postgres-operator-ca"]),
          certificate("pgbackrest-client.crt", names),
          certificate("pgbackrest-repo-host.crt", names),
        ],
        missingKeys: [],
      },
      sources: [
        { kind: "Secret", name: "demo-pgbackrest-mc2d8kct22", keys: ["pgbackrest.conf"] },
        { kind: "ConfigMap", name: "demo-pgbackrest-config", keys: ["pgbackrest_instance.conf"] },
        { kind: "Secret", name: "demo-gone", keys: "missing" },
      ],
      volumes: [{ name: "repo1-demo-pgbackrest-repo-host-0", phase: "Pending", requested: 20 * 2 ** 30 }],
    });
    expect(info).to.have.nested.property("status.code", 0);
    expect(archiver).to.include({ archived: 3, lastArchivedAt: 1780000000, failed: 0, waiting: 0 });
  });

  it("has the last lines of a Job that failed, and why others do not begin", async () => {
    const namespace = await makeDemo(
      wishes({
        "kubelet/jobs": "fail",
        "kubelet/log": Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`).join(""),
      }),
    );
    const made = cluster.kubectl([
      "create",
      "job",
      "-n",
      namespace,
      "failing",
      "--from=cronjob/pgbackrest-demo-repo1-full",
      "--dry-run=client",
      "-o",
      "json",
    ]);
    const failing = JSON.parse(made);
    cluster.kubectl(["create", "-f", "-"], JSON.stringify({ ...failing, spec: { ...failing.spec, backoffLimit: 0 } }));
    cluster.waitFor(namespace, "job/failing", "condition=Failed");
    cluster.kubectl(["annotate", "namespace", namespace, "--overwrite", "kubelet/jobs=pending"]);
    cluster.kubectl(["create", "job", "-n", namespace, "stuck", "--from=cronjob/pgbackrest-demo-repo1-incr"]);
    cluster.waitFor(namespace, "job/stuck", "jsonpath={.status.active}=1");
    const [pod = ""] = cluster
      .kubectl(["get", "pods", "-n", namespace, "-l", "job-name=stuck", "-o", "name"])
      .trim()
      .split("\n");
    const waiting = {
      containerStatuses: [
        {
          name: "pgbackrest-backup",
          image: "x",
          imageID: "",
          ready: false,
          restartCount: 0,
          state: { waiting: { reason: "ImagePullBackOff" } },
        },
      ],
    };
    await cluster.request("PATCH", `/api/v1/namespaces/${namespace}/${pod.replace("pod/", "pods/")}/status`, {
      status: { phase: "Pending", ...waiting },
    });
    const { clusters } = look({ clusters: [{ name: "demo", namespace, expected: expected(namespace) }] });
    const jobs = clusters[0]?.jobs;
    const seen = Array.isArray(jobs)
      ? jobs.map(({ name, failedPods, failed, pod: its }) => ({
          name,
          failedPods,
          reason: failed?.reason,
          pod: its && { ...its, name: "" },
        }))
      : jobs;
    expect(seen).to.have.deep.members([
      {
        ...{ name: "failing", failedPods: 1, reason: "BackoffLimitExceeded" },
        pod: {
          ...{ name: "", phase: "Failed", reason: "Error", exitCode: 1 },
          lines: Array.from({ length: 10 }, (_, index) => `line ${index + 11}`),
        },
      },
      {
        ...{ name: "stuck", failedPods: 0, reason: undefined },
        pod: { name: "", phase: "Pending", reason: "ImagePullBackOff", lines: { unknown: "not-asked", why: "" } },
      },
    ]);
    expect(clusters[0]).to.deep.include({
      info: { unknown: "not-asked", why: "" },
      archiver: { unknown: "not-asked", why: "" },
    });
  });

  it("has what cannot be asked in pods as unknown", async () => {
    const namespace = await makeDemo(
      wishes({
        exec: {
          "--output=json": { stderr: "ERROR: [037]: no\n", exitCode: 37 },
          psql: { stderr: "psql: error: connection to server failed\n", exitCode: 2 },
        },
      }),
    );
    cluster.waitFor(namespace, "pod/demo-pgbackrest-repo-host-0", "condition=Ready");
    cluster.waitFor(namespace, "pod/demo-0", "condition=Ready");
    const ask = () => {
      const [seen] = look({
        clusters: [{ name: "demo", namespace, expected: expected(namespace) }],
        exec: true,
      }).clusters;
      return [seen?.info, seen?.archiver];
    };
    expect(ask()).to.deep.equal([
      {
        unknown: "unreadable",
        why: "`pgbackrest --stanza=db info --output=json` in the container `pgbackrest` of Pod/demo-pgbackrest-repo-host-0 ended with exit code 37: ERROR: [037]: no.",
        fix: "pgBackRest is not configured there, or refuses its configuration: see with `kubectl exec demo-pgbackrest-repo-host-0 -c pgbackrest -- ls -l /etc/pgbackrest/conf.d` which files it reads, and with `kubectl describe pod demo-pgbackrest-repo-host-0` which ConfigMap and Secret they come from.",
      },
      {
        unknown: "unreadable",
        why: "`psql` in the container `postgres` of Pod/demo-0 ended with exit code 2: psql: error: connection to server failed.",
        fix: "PostgreSQL does not accept the connection: see why with `kubectl logs demo-0 -c postgres --tail=50`.",
      },
    ]);
    cluster.kubectl(["delete", "pod", "-n", namespace, "demo-0", "--grace-period=0", "--force"]);
    cluster.kubectl(["delete", "statefulset", "-n", namespace, "demo-pgbackrest-repo-host"]);
    cluster.kubectl(["delete", "pod", "-n", namespace, "--all", "--grace-period=0", "--force"]);
    expect(ask()).to.deep.equal([
      {
        unknown: "no-pod-to-ask",
        why: `There is no Pod/demo-pgbackrest-repo-host-0 in namespace \`${namespace}\` to run \`pgbackrest --stanza=db info --output=json\` in.`,
        fix: "See with `kubectl get pods` which pods run, and why this one does not.",
      },
      {
        unknown: "no-pod-to-ask",
        why: `No pod of \`${namespace}/demo\` is labeled as the primary, so PostgreSQL cannot be asked.`,
        fix: "See with `kubectl get pods -l cluster.cpo.opensource.cybertec.at/name=demo --show-labels` which pods run. Patroni labels the primary once one is elected.",
      },
    ]);
  });

  it("are found without their labels, and not where they are of another cluster", async () => {
    const namespace = await makeDemo();
    for (const object of ["cronjob/pgbackrest-demo-repo1-full", "statefulset/demo-pgbackrest-repo-host"])
      cluster.kubectl(["label", "-n", namespace, object, "cluster.cpo.opensource.cybertec.at/name-"]);
    const [demo, other] = look({
      clusters: [
        { name: "demo", namespace, expected: expected(namespace) },
        { name: "other", namespace },
      ],
      everywhere: true,
    }).clusters;
    expect(Array.isArray(demo?.cronJobs) && demo.cronJobs.map(({ name }) => name).sort()).to.deep.equal([
      "pgbackrest-demo-repo1-full",
      "pgbackrest-demo-repo1-incr",
    ]);
    expect(demo?.repoHost).to.have.property("replicas", 1);
    expect(other).to.deep.include({
      resource: "missing",
      cronJobs: [],
      jobs: [],
      repoHost: "missing",
      certificate: "missing",
      volumes: [],
    });
  });

  describe("with rights", () => {
    let namespaces: readonly string[];
    let looking: Look;
    before(async () => {
      namespaces = [await makeDemo(), await makeDemo()];
      const [first = ""] = namespaces;
      const manifests = parseAllDocuments(readFileSync(join(root, "tutorials/pvc/expected.yaml"), "utf8"))
        .map((document) => document.toJS())
        .filter(({ kind }) => ["ConfigMap", "StatefulSet", "CronJob", "postgresql"].includes(kind))
        .map((object) => ({ ...object, metadata: { ...object.metadata, namespace: first } }));
      const kinds = {
        ConfigMap: apiKinds.configMaps,
        StatefulSet: apiKinds.statefulSets,
        CronJob: apiKinds.cronJobs,
        postgresql: apiKinds.postgresqls,
      };
      const dryRun = manifests.flatMap((object) => {
        const kind = kinds[object.kind as keyof typeof kinds];
        return [[kind, object] as const, [kind, { ...object, metadata: { ...object.metadata, name: "new" } }] as const];
      });
      for (const namespace of namespaces) {
        // What is asked for only then.
        cluster.kubectl([
          "label",
          "-n",
          namespace,
          "cronjob/pgbackrest-demo-repo1-full",
          "statefulset/demo-pgbackrest-repo-host",
          "cluster.cpo.opensource.cybertec.at/name-",
        ]);
        cluster.kubectl(["annotate", "namespace", namespace, "--overwrite", "kubelet/jobs=fail"]);
        const failing = JSON.parse(
          cluster.kubectl([
            "create",
            "job",
            "-n",
            namespace,
            "failing",
            "--from=cronjob/pgbackrest-demo-repo1-incr",
            "--dry-run=client",
            "-o",
            "json",
          ]),
        );
        cluster.kubectl(
          ["create", "-f", "-"],
          JSON.stringify({ ...failing, spec: { ...failing.spec, backoffLimit: 0 } }),
        );
        cluster.waitFor(namespace, "job/failing", "condition=Failed");
        cluster.waitFor(namespace, "pod/demo-0", "condition=Ready");
      }
      looking = {
        clusters: namespaces.map((namespace) => ({ name: "demo", namespace, expected: expected(namespace) })),
        ...{
          exec: true,
          dryRun,
          gets: [[apiKinds.postgresqls, first, "demo"]],
          // What the command asks for beside the clusters.
          lists: [
            [apiKinds.operatorConfigurations, first],
            [apiKinds.deployments, first],
            [apiKinds.secrets, first],
          ],
        },
      };
    });

    let readers = 0;
    /** Somebody with these rights alone. */
    function reader(given: readonly UsedRight[]): Who {
      readers += 1;
      const [namespace = ""] = namespaces;
      const name = `reader-${readers}`;
      const rules = given.map(({ group, resource, verbs }) => ({ apiGroups: [group], resources: [resource], verbs }));
      const apiGroup = "rbac.authorization.k8s.io";
      const items = [
        { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
        { apiVersion: `${apiGroup}/v1`, kind: "ClusterRole", metadata: { name: `${namespace}-${name}` }, rules },
        {
          ...{ apiVersion: `${apiGroup}/v1`, kind: "ClusterRoleBinding", metadata: { name: `${namespace}-${name}` } },
          roleRef: { apiGroup, kind: "ClusterRole", name: `${namespace}-${name}` },
          subjects: [{ kind: "ServiceAccount", name, namespace }],
        },
      ];
      cluster.kubectl(["create", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items }));
      return { namespace, serviceAccount: name };
    }

    it("of the table, nothing is forbidden", () => {
      const { problems, dryRun } = look(looking, reader(rights));
      expect(problems).to.deep.equal([]);
      expect([...new Set(dryRun.map(({ is }) => is))]).to.deep.equal(["found"]);
    });

    it("each is needed: without it, it is forbidden, and nothing else is", () => {
      const each = rights
        .flatMap((right) => right.verbs.map((verb) => ({ ...right, verb })))
        // Which of the two is asked for depends on the release: here it is the other one.
        .filter(({ resource, verb }) => resource !== "pods/exec" || verb !== "create");
      const seen = lookAs(
        each.map((missing) => {
          const without = rights.map((right) =>
            right.resource === missing.resource && right.group === missing.group
              ? { ...right, verbs: right.verbs.filter((verb) => verb !== missing.verb) }
              : right,
          );
          return [looking, reader(without.filter(({ verbs }) => verbs.length > 0))] as const;
        }),
      );
      const found = seen.map(({ problems }) => problems.map(({ id, problem }) => [id, /`(.*?)`/.exec(problem)?.[1]]));
      const nameOf = ({ verb, group, resource }: (typeof each)[number]) =>
        resource === "pods/exec" ? "create pods/exec" : `${verb} ${resource}${group === "" ? "" : `.${group}`}`;
      expect(found).to.deep.equal(each.map((right) => [["forbidden", nameOf(right)]]));
    });

    it("that are all missing, each is said once", () => {
      const { problems } = look({ ...looking, dryRun: [], gets: [], lists: [] }, reader([]));
      const who = `\`system:serviceaccount:${namespaces[0]}:reader-${readers}\``;
      const both = `in 2 namespaces (${namespaces.map((namespace) => `\`${namespace}\``).join(", ")})`;
      const rights = [
        ...["get configmaps", "get secrets", "list cronjobs.batch", "list jobs.batch", "list persistentvolumeclaims"],
        ...["list pods", "list postgresqls.cpo.opensource.cybertec.at"],
      ].map((right) => `\`${right}\``);
      expect(problems.map(({ problem }) => problem)).to.have.members([
        `The API server forbids ${rights.join(", ")} and \`list statefulsets.apps\` ${both} to ${who}.`,
        // Of a connection that it refuses, the API server's words are lost.
        `The API server forbids \`create pods/exec\` ${both}.`,
      ]);
    });
  });
});
