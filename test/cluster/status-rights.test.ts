import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { performanceOf } from "../cli/status-formats/performance.ts";
import { program, requireTool, root, run, which } from "../tools.ts";
import type { Cluster, Who } from "./cluster.ts";
import { inOwnNamespaces } from "./namespaces.ts";
import { sharedCluster } from "./shared.ts";
import { allWritten, storedObjects } from "./stored.ts";

const read = (file: string) => readFileSync(join(root, file), "utf8");

describe("the rights that fn-config gives to status", function () {
  this.timeout(480_000);
  let cluster: Cluster;
  let namespace = "";
  let [reader, stranger]: readonly Who[] = [];

  before(async function () {
    this.timeout(240_000);
    cluster = sharedCluster(this);
    const own = await inOwnNamespaces(cluster, read("tutorials/pvc/expected.yaml"));
    namespace = own.namespaces[0];
    cluster.kubectl(["create", "-n", namespace, "-f", "-"], own.text);
    cluster.kubectl(["apply", "--server-side", "--validate=strict", "-f", "-"], read("fn-config/status-rbac.yaml"));
    for (const name of ["reader", "stranger"]) cluster.kubectl(["create", "serviceaccount", "-n", namespace, name]);
    reader = { namespace, serviceAccount: "reader" };
    stranger = { namespace, serviceAccount: "stranger" };
    bind("expand-pgbackrest-status");
  });

  const bind = (role: string) =>
    cluster.kubectl([
      ...["create", "rolebinding", role, "-n", namespace, `--clusterrole=${role}`],
      `--serviceaccount=${namespace}:reader`,
    ]);
  const status = (as: Who | undefined, ...args: readonly string[]) => {
    if (as === undefined) return expect.fail("there is no such user");
    return cluster.run(process.execPath, [program, "status", "-n", namespace, ...args], { as });
  };
  const problemsOf = (json: string) => {
    const { clusters, problems } = JSON.parse(json);
    return [...problems, ...clusters.flatMap((each: { readonly problems: readonly unknown[] }) => each.problems)];
  };
  const forbidden = (json: string) => problemsOf(json).filter(({ id }: { readonly id: string }) => id === "forbidden");

  it("are enough for what it reads, and without them it says what it may not", () => {
    const all = status(reader, "--format", "json", "--drift", "compare");
    expect(all.stderr).to.equal("");
    expect(JSON.parse(all.stdout).clusters.map(({ name }: { readonly name: string }) => name)).to.deep.equal(["demo"]);
    // RoleBindings reach no other namespace, where the operator's configuration may be; that is no reason for a complaint.
    expect(forbidden(all.stdout)).to.deep.equal([]);
    const none = status(stranger, "--format", "json");
    expect(none.status).to.equal(3);
    expect(forbidden(none.stdout)).not.to.deep.equal([]);
  });

  it("allow nothing else: the first role neither runs commands nor changes or lists what it need not", () => {
    const may = (verb: string, what: string) => {
      const [resource = "", subresource = ""] = what.split("/");
      const args = ["auth", "can-i", verb, resource, `--subresource=${subresource}`, "-n", namespace];
      return cluster.tryKubectl(args, { as: reader ?? "admin" }).stdout.trim();
    };
    for (const [verb, resource] of [
      ...["get", "list"].map((verb) => [verb, "postgresqls"] as const),
      ...["cronjobs", "jobs", "statefulsets", "pods", "persistentvolumeclaims"].map((kind) => ["list", kind] as const),
      ...[["get", "secrets"] as const, ["get", "pods/log"] as const],
    ])
      expect([verb, resource, may(verb, resource)]).to.deep.equal([verb, resource, "yes"]);
    for (const [verb, resource] of [
      ...["create", "get"].map((verb) => [verb, "pods/exec"] as const),
      ...["patch", "create", "update", "delete"].flatMap((verb) =>
        ["cronjobs", "statefulsets", "configmaps", "secrets", "postgresqls", "pods", "jobs"].map(
          (kind) => [verb, kind] as const,
        ),
      ),
      ...[["list", "secrets"] as const, ["watch", "secrets"] as const],
    ])
      expect([verb, resource, may(verb, resource)]).to.deep.equal([verb, resource, "no"]);
  });

  it("have a role of its own for a dry run, which writes nothing", () => {
    const state = () => allWritten(storedObjects(cluster, ["--namespace", namespace]));
    const before = state();
    expect(forbidden(status(reader, "--format", "json", "--drift", "dry-run").stdout)).not.to.deep.equal([]);
    bind("expand-pgbackrest-status-drift");
    expect(forbidden(status(reader, "--format", "json", "--drift", "dry-run").stdout)).to.deep.equal([]);
    expect(state()).to.deep.equal(before);
  });

  it("are those with which every format is what its readers take", function () {
    const promtool = requireTool(this, "promtool", which("promtool"));
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(read("fn-config/status.schema.json")));
    validate(JSON.parse(status(reader, "--format", "json").stdout));
    expect(validate.errors).to.equal(null);
    const metrics = status(reader, "--format", "prometheus").stdout;
    expect(run(promtool, ["check", "metrics"], { input: metrics })).to.deep.equal({
      status: 0,
      stdout: "",
      stderr: "",
    });
    const nagios = status(reader, "--format", "nagios");
    expect(nagios.stdout).to.match(/^PGBACKREST (?:OK|WARNING|CRITICAL|UNKNOWN) - 1 cluster: /);
    const level = /^PGBACKREST (\w+)/.exec(nagios.stdout)?.[1];
    expect(nagios.status).to.equal(["OK", "WARNING", "CRITICAL", "UNKNOWN"].indexOf(level ?? ""));
    performanceOf(nagios.stdout);
    expect(status(reader, "--format", "text").stdout).to.match(new RegExp(`^${level} ${namespace}/demo\\b`));
    expect(status(reader, "--format", "markdown").stdout).to.include(
      `### ${level?.toLowerCase()}: ${namespace}/demo\n`,
    );
  });

  it("are enough for the CronJob beside them, whose Job gets its pod", async () => {
    await cluster.makeNamespace({}, "monitoring");
    const text = read("fn-config/status-cron-job.yaml");
    cluster.kubectl(["label", "namespace", "monitoring", "pod-security.kubernetes.io/enforce=restricted"]);
    cluster.kubectl(["apply", "--server-side", "--validate=strict", "-f", "-"], text);
    cluster.kubectl(["create", "job", "-n", "monitoring", "--from=cronjob/backup-status", "now"]);
    cluster.kubectl(["wait", "-n", "monitoring", "job/now", "--for=condition=Complete", "--timeout=30s"]);
    const [container] = JSON.parse(
      cluster.kubectl(["get", "pods", "-n", "monitoring", "-l", "job-name=now", "-o", "json"]),
    ).items[0].spec.containers;
    const account = parseAllDocuments(text).map((document) => document.toJS())[0].metadata;
    const found = cluster.run(
      process.execPath,
      [program, ...container.args, "--format", "json", "--drift", "compare"],
      {
        as: { namespace: account.namespace, serviceAccount: account.name },
      },
    );
    expect(found.stderr).to.equal("");
    expect(forbidden(found.stdout)).to.deep.equal([]);
  });
});
