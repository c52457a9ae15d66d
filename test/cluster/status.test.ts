import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Cluster } from "./cluster.ts";
import { kubeconfigText } from "./kubeconfig.ts";
import {
  functionConfigText,
  inDays,
  type LivingCluster,
  livingCluster,
  program,
  type Seen,
  soon,
  syncOf,
} from "./living-cluster.ts";
import { wishes } from "./pod-wishes.ts";
import { sharedCluster } from "./shared.ts";

/** The ids of problems, with their objects, of the clusters of a report and of the report itself. */
const idsOf = ({ clusters, problems }: Seen) =>
  [...clusters.flatMap((each) => each.problems), ...problems].map(({ id, object }) =>
    object === undefined ? id : `${id} ${object}`,
  );

const full = "pgbackrest-demo-repo1-full";

const configuration = (kubernetes: object) => ({
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "OperatorConfiguration",
  metadata: { name: "operator" },
  configuration: {
    kubernetes_use_configmaps: true,
    // The account that test namespaces have.
    kubernetes: { pod_service_account_name: "postgres-pod", ...kubernetes },
  },
});

/** The operator's Deployment, which runs nothing here. */
const deployment = (tag: string, env: readonly object[] = []) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "postgres-operator", labels: { "app.kubernetes.io/name": "postgres-operator" } },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: "operator" } },
    template: {
      metadata: { labels: { app: "operator" } },
      spec: { containers: [{ name: "postgres-operator", image: `example.com/cybertec-pg-operator:${tag}`, env }] },
    },
  },
});

describe("status of a living cluster", function () {
  this.timeout(480_000);
  let cluster: Cluster;
  let living: LivingCluster;
  before(async function () {
    cluster = sharedCluster(this);
  });
  const healthy = { exitCode: 0, level: "ok", drift: [], ids: [] };
  const shown = (seen: Seen) => ({
    exitCode: seen.exitCode,
    level: seen.level,
    drift: seen.clusters.flatMap(({ drift = [] }) => drift),
    ids: idsOf(seen),
  });

  describe("that is as its manifests ask for", () => {
    before(async () => {
      living = await livingCluster(cluster);
    });
    for (const by of ["auto", "dry-run", "compare"])
      it(`is ok, as applied and as the operator leaves it, with --drift ${by}`, () => {
        const look = () => living.see([living.manifests, "--now", soon(), "--drift", by]);
        expect(shown(look())).to.deep.equal(healthy);
        syncOf(living);
        expect(shown(look())).to.deep.equal(healthy);
      });

    it("is ok by its own resource", () => {
      expect(shown(living.see(["-n", living.namespace, "--now", soon()]))).to.deep.equal(healthy);
      expect(shown(living.see(["--cluster", `${living.namespace}/demo`, "--now", soon()]))).to.deep.equal(healthy);
    });

    it("misses backups when their time has come", () => {
      const seen = living.see([living.manifests, "--now", inDays(3)]);
      expect({ exitCode: seen.exitCode, ids: idsOf(seen) }).to.deep.equal({
        exitCode: 2,
        ids: [`backup-never-ran CronJob/${full}`, "backup-never-ran CronJob/pgbackrest-demo-repo1-incr"],
      });
    });

    it("says what the API server refuses of another volume", () => {
      const seen = living.see([living.changed("20Gi", "40Gi"), "--now", soon()]);
      const [resource, host] = shown(seen).drift;
      expect(resource).to.deep.equal({
        ...{ kind: "postgresql", name: "demo", is: "changed" },
        fields: [{ path: "spec.backup.pgbackrest.repos[0].volume.size", wanted: "40Gi", found: "20Gi" }],
      });
      expect(host?.is).to.equal("refused");
      expect(host?.why).to.match(
        /^The API server refuses it \(422\): StatefulSet.* are forbidden\. The operator deletes/,
      );
      expect(host?.fields).to.deep.equal([
        {
          path: "spec.volumeClaimTemplates[0].spec.resources.requests.storage",
          ...{ wanted: "40Gi", found: "20Gi" },
        },
      ]);
      expect(seen.exitCode).to.equal(1);
    });

    it("names the Secret of another generation", () => {
      const { metadata } = JSON.parse(living.kubectl(["get", "postgresql", "demo", "--output=json"]));
      expect(metadata.name).to.equal("demo");
      const file = living.changed("demo-pgbackrest-mc2d8kct22", "demo-pgbackrest-2222222222");
      const seen = living.see([file, "--now", soon()]);
      expect(shown(seen).drift.filter(({ kind }) => kind === "Secret")).to.deep.equal([
        {
          ...{ kind: "Secret", name: "demo-pgbackrest-2222222222", is: "missing" },
          why: "There is demo-pgbackrest-mc2d8kct22, of another generation of the same secretGenerator. Apply the Secret and the postgresql from one build.",
        },
      ]);
      expect(seen.exitCode).to.equal(2);
    });

    it("is missing where the manifests have another name, and noted as not in these", () => {
      const seen = living.see([living.changed("  name: demo\n", "  name: other\n"), "--now", soon()]);
      expect(idsOf(seen)).to.deep.equal(["resource-missing postgresql/other"]);
      expect(seen.notes).to.deep.equal([
        `In namespace ${living.namespace} there are other clusters, which the manifests do not have, and which were not looked at: demo.`,
      ]);
      expect(seen.exitCode).to.equal(2);
    });
  });

  describe("that is not as its manifests ask for", () => {
    beforeEach(async () => {
      living = await livingCluster(cluster, {
        annotations: wishes({ "kubelet/jobs": "fail", "kubelet/log": "ERROR: [039]: invalid response\n" }),
      });
    });

    for (const by of ["auto", "compare"])
      it(`shows a drifted CronJob, one that is missing, and one that is left over, with --drift ${by}`, () => {
        living.patch("cronjob", full, { spec: { schedule: "0 1 * * *" } });
        const job = JSON.parse(living.kubectl(["get", "cronjob", "pgbackrest-demo-repo1-incr", "--output=json"]));
        const left = "pgbackrest-demo-repo2-diff";
        const { name: _, ...metadata } = { ...job.metadata, resourceVersion: undefined, uid: undefined };
        living.kubectl(["create", "-f", "-"], JSON.stringify({ ...job, metadata: { ...metadata, name: left } }));
        living.kubectl(["delete", "cronjob", "pgbackrest-demo-repo1-incr"]);
        const seen = living.see([living.manifests, "--now", soon(), "--drift", by]);
        const [changed, missing, ...others] = shown(seen).drift;
        expect(changed).to.deep.equal({
          ...{ kind: "CronJob", name: full, is: "changed" },
          fields: [{ path: "spec.schedule", wanted: job.spec.schedule.replace("45", "15"), found: "0 1 * * *" }],
        });
        expect(missing).to.deep.equal({ kind: "CronJob", name: "pgbackrest-demo-repo1-incr", is: "missing" });
        expect(others.map(({ kind, name, is }) => `${kind} ${name} ${is}`)).to.deep.equal([
          `CronJob ${left} left-over`,
        ]);
        expect(seen.exitCode).to.equal(2);
      });

    it("finds a Secret that lost its key, and the certificate that is missing", () => {
      living.patch("secret", "demo-pgbackrest-mc2d8kct22", { data: { "pgbackrest.conf": null, "other.conf": "eA==" } });
      living.kubectl(["delete", "secret", "demo-pgbackrest-cert"]);
      const seen = living.see([living.manifests, "--now", soon()]);
      expect(idsOf(seen).sort()).to.deep.equal([
        "certificate-missing StatefulSet/demo-pgbackrest-repo-host",
        // The manifests have another content; without the key, pgBackRest has no passphrase; and the key is what pods mount.
        "drift",
        "mistake-in-secret Secret/demo-pgbackrest-mc2d8kct22",
        "secret-key-missing Secret/demo-pgbackrest-mc2d8kct22",
      ]);
      expect(JSON.stringify(seen)).not.to.include("fake-passphrase");
      expect(seen.exitCode).to.equal(2);
    });

    it("shows a backup that failed, with the last lines of its pod", async () => {
      living.kubectl(["create", "job", "failed", `--from=cronjob/${full}`]);
      // As the controller would have made it at its time.
      living.kubectl(["annotate", "job", "failed", "cronjob.kubernetes.io/instantiate-"]);
      living.kubectl(["patch", "job", "failed", "--type=merge", "-p", '{"spec":{"backoffLimit":0}}']);
      living.kubectl(["wait", "--for=condition=Failed", "job/failed", "--timeout=60s"]);
      const seen = living.see([living.manifests, "--now", soon()]);
      const failed = seen.clusters[0]?.problems.find(({ id }) => id === "backup-failed");
      expect(failed?.lines).to.deep.equal(["ERROR: [039]: invalid response"]);
      expect(seen.exitCode).to.equal(2);
    });

    it("finds CronJobs of a cluster that is gone", () => {
      living.kubectl(["delete", "postgresql", "demo"]);
      const seen = living.see(["-n", living.namespace, "--now", soon()]);
      expect(seen.problems.map(({ id, problem }) => `${id} ${problem}`)).to.deep.equal([
        `cluster-gone There is no postgresql \`${living.namespace}/demo\`, and its CronJobs ${full} and pgbackrest-demo-repo1-incr go on starting Jobs.`,
      ]);
      expect(seen.exitCode).to.equal(1);
    });
  });

  describe("whose operator has settings of its own", () => {
    // Those of other tests, in the same cluster, would be other operators.
    beforeEach(() => {
      cluster.kubectl(["delete", "operatorconfigurations,deployments", "--all", "--all-namespaces"]);
    });
    const operators: Readonly<Record<string, { readonly operator: readonly object[]; readonly says: RegExp }>> = {
      "another domain": {
        operator: [configuration({ cluster_domain: "acme.test" })],
        says: /`cluster_domain` is `acme.test`, not `other.test`/,
      },
      "another label for the cluster's name, in a ConfigMap": {
        operator: [
          {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "settings" },
            data: { cluster_name_label: "acme/cluster", kubernetes_use_configmaps: "true" },
          },
          deployment("v0.9.2", [{ name: "CONFIG_MAP_NAME", value: "settings" }]),
        ],
        says: /`cluster_name_label` is `acme\/cluster`, not `other`/,
      },
      "an older release": {
        operator: [deployment("v0.8.3-1")],
        says: /is v0\.8\.3, and the manifests or the functionConfig say v0\.9\.1/,
      },
    };
    for (const [what, { operator, says }] of Object.entries(operators))
      it(`is ok with ${what}, and says where the functionConfig has it otherwise`, async () => {
        living = await livingCluster(cluster, { operator });
        try {
          expect(shown(living.see([living.manifests, "--now", soon()]))).to.deep.equal(healthy);
          expect(shown(living.see(["-n", living.namespace, "--now", soon()]))).to.deep.equal(healthy);
          const other = join(living.folder, "other.json");
          writeFileSync(
            other,
            functionConfigText({ release: "0.9.1", cluster_domain: "other.test", cluster_name_label: "other" }),
          );
          const seen = living.see([living.manifests, "--function-config", other, "--now", soon()]);
          expect(seen.problems.map(({ id }) => id)).to.include("operator-differs");
          expect(seen.problems.map(({ problem }) => problem).join("\n")).to.match(says);
          expect(shown(seen).drift).not.to.deep.equal([]);
        } finally {
          living.kubectl(["delete", "operatorconfigurations,deployments", "--all"]);
        }
      });
  });

  for (const [days, level, exitCode] of [
    [20, "warning", 1],
    [3, "critical", 2],
  ] as const)
    it(`says that a certificate ends in ${days} days`, async () => {
      living = await livingCluster(cluster, { certificateDays: days });
      const seen = living.see([living.manifests, "--now", soon()]);
      expect(seen.clusters[0]?.problems.map(({ id, level: is }) => ({ id, is }))).to.deep.equal([
        { id: "certificate-ends", is: level },
      ]);
      expect(seen.exitCode).to.equal(exitCode);
    });
});

describe("status where it is not answered", function () {
  this.timeout(480_000);
  let cluster: Cluster;
  let living: LivingCluster;
  before(async function () {
    cluster = sharedCluster(this);
    living = await livingCluster(cluster);
  });
  const run = (args: readonly string[], options: Parameters<Cluster["run"]>[2] = {}) =>
    cluster.run(process.execPath, [program, "status", ...args], options);
  const kubeconfig = (text: string) => {
    const file = join(living.folder, "kubeconfig");
    writeFileSync(file, text);
    return { env: { KUBECONFIG: file } };
  };

  it("says that there is no kubeconfig", () => {
    const { status, stdout, stderr } = run([], { env: { KUBECONFIG: "/nowhere" } });
    expect({ status, stdout }).to.deep.equal({ status: 3, stdout: "" });
    expect(stderr).to.match(/^expand-pgbackrest: There is no kubeconfig \(looked for \/nowhere\)/);
  });

  it("says it to a monitoring system on standard output", () => {
    const { status, stdout } = run(["--format", "nagios"], { env: { KUBECONFIG: "/nowhere" } });
    expect(status).to.equal(3);
    expect(stdout)
      .to.match(/^PGBACKREST UNKNOWN - /)
      .and.to.include("There is no kubeconfig");
  });

  it("names the contexts that there are", () => {
    const { status, stderr } = run(["--context", "prod"]);
    expect(status).to.equal(3);
    expect(stderr)
      .to.match(/`prod`/)
      .and.to.match(/`test`/);
  });

  it("ends arguments that do not fit with the code of what is unknown", () => {
    expect(run(["--nonsense"]).status).to.equal(3);
    expect(run(["-A", "-n", "x"]).status).to.equal(3);
    expect(run(["--drift", "nonsense"]).status).to.equal(3);
  });

  it("knows nothing with a token that is not valid any more", () => {
    const text = kubeconfigText(cluster.plane.authority, { token: "old" });
    const { status, stdout } = run(["-n", living.namespace], kubeconfig(text));
    expect(status).to.equal(3);
    expect(stdout).to.match(/401|credentials|Unauthorized/);
  });

  it("ends where nobody listens", () => {
    const text = kubeconfigText(cluster.plane.authority, { token: "x" }, "https://127.0.0.1:1");
    const { status, stdout } = run(["-n", living.namespace], kubeconfig(text));
    expect({ status, isSaid: /unreachable|cannot be reached|refused/.test(stdout) }).to.deep.equal({
      status: 3,
      isSaid: true,
    });
  });

  it("ends where nobody answers", () => {
    const script = `const s = require("node:net").createServer(() => {}).listen(8999, "127.0.0.1", () => {
      const { spawn } = require("node:child_process");
      const c = spawn(process.execPath, [${JSON.stringify(program)}, "status", "-n", "x", "--timeout", "1"], { stdio: "inherit" });
      c.on("exit", (code) => process.exit(code));
    });`;
    const text = kubeconfigText(cluster.plane.authority, { token: "x" }, "https://127.0.0.1:8999");
    const { status, stdout } = cluster.run(process.execPath, ["-e", script], kubeconfig(text));
    expect({ status, isSaid: stdout.includes("timeout") }).to.deep.equal({ status: 3, isSaid: true });
  });

  it("shows the rest of what is forbidden, and says it once", () => {
    living.kubectl(["create", "serviceaccount", "half"]);
    living.kubectl([
      "create",
      "role",
      "half",
      "--verb=get,list",
      "--resource=postgresqls,cronjobs,statefulsets,configmaps",
    ]);
    living.kubectl(["create", "rolebinding", "half", "--role=half", `--serviceaccount=${living.namespace}:half`]);
    const as = { namespace: living.namespace, serviceAccount: "half" };
    living.patch("cronjob", full, { spec: { schedule: "0 1 * * *" } });
    const seen = living.see([living.manifests, "--now", soon()], { as });
    expect(seen.level).to.equal("unknown");
    expect(seen.problems.map(({ id }) => id)).to.include("forbidden");
    expect(new Set(seen.problems.map(({ problem }) => problem)).size).to.equal(seen.problems.length);
    // Without the right to a dry run, what is different is seen all the same.
    expect(seen.clusters.flatMap(({ drift = [] }) => drift).map(({ name, is }) => `${name} ${is}`)).to.deep.equal([
      `${full} changed`,
    ]);
    expect(JSON.stringify(seen)).not.to.match(/patch|dry.run/i);
  });

  it("knows nothing for an account without any rights", () => {
    living.kubectl(["create", "serviceaccount", "none"]);
    const seen = living.see(["-A"], { as: { namespace: living.namespace, serviceAccount: "none" } });
    expect({ exitCode: seen.exitCode, clusters: seen.clusters }).to.deep.equal({ exitCode: 3, clusters: [] });
    expect(seen.problems.map(({ id }) => id)).to.include("forbidden");
  });
});
