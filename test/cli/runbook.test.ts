import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";

const demo = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
const conf = readFileSync(join(root, "tutorials", "s3", "s3.conf"), "utf8");
const secret = `apiVersion: v1\nkind: Secret\nmetadata: {name: demo-s3, namespace: pg}\nstringData:\n  s3.conf: |\n${conf.replace(/^/gm, "    ").trimEnd()}\n`;
const withoutBackup =
  "apiVersion: cpo.opensource.cybertec.at/v1\nkind: postgresql\nmetadata: {name: bare, namespace: pg}\nspec: {teamId: acid, numberOfInstances: 1, postgresql: {version: '17'}, volume: {size: 5Gi}}\n";

describe("runbook", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("manifests/demo.yaml", `${demo}---\n${secret}---\n${withoutBackup}`);
  });
  afterEach(() => work.remove());
  const runbook = (...args: readonly string[]) => run(program, ["runbook", ...args], { cwd: work.path() });

  it("prints Markdown: what docs/restore.md shows", () => {
    const { status, stdout, stderr } = runbook("demo", "-f", "manifests");
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    const afterIntro = (page: string) => page.slice(page.indexOf("Find your situation"));
    expect(afterIntro(stdout)).to.equal(afterIntro(readFileSync(join(root, "docs/restore.md"), "utf8")));
    expect(stdout.slice(0, stdout.indexOf("\n"))).to.equal("# Runbook of `demo` in `pg`");
    expect(runbook("demo", "-f", "manifests", "--format", "text").stdout).to.equal(stdout);
  });

  it("prints JSON, or writes a file", () => {
    const { status, stdout } = runbook("pg/demo", "--format", "json", "-o", "runbook.json");
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: "" });
    const { cluster, namespace, notes, chapters } = JSON.parse(work.read("runbook.json"));
    expect({ cluster, namespace, notes }).to.deep.equal({ cluster: "demo", namespace: "pg", notes: [] });
    expect(chapters.map(({ id }: { readonly id: string }) => id)).to.deep.equal([
      "look",
      "backup-now",
      "in-place-latest",
      "in-place-time",
      "in-place-set",
      "one-database",
      "clone",
      "operator-gone",
      "namespace-gone",
      "archiving-stopped",
      "repository-full",
    ]);
    expect(chapters[0].steps[0]).to.deep.equal({
      id: "look-info",
      title: "List the backups",
      why: "pgBackRest reads its repository itself, so this is what a restore will find. It runs in a Postgres pod.",
      variables: [],
      commands: [{ text: "kubectl -n pg exec demo-0 -c postgres -- pgbackrest --stanza=db info", needs: "pods" }],
      seeThat:
        "`status: ok`, `cipher: aes-256-cbc`, and at least one `full backup`. The command ends with 0 for errors, too: `status: error` is what counts. `wal archive min/max` are the first and the last WAL file.",
      downtime: "Not at all.",
    });
  });

  it("repeats in its commands how it was told where the manifests are", function () {
    requireTool(this, "kustomize", which("kustomize"));
    work.write("it's/kustomization.yaml", "resources: [postgresql.yaml]\n");
    work.write("it's/postgresql.yaml", demo);
    const { stdout } = runbook("pg/demo", "-k", "it's", "--ignore", "charts/**");
    const command = /^expand-pgbackrest restore-patch .* --latest .*$/m.exec(stdout)?.[0] ?? "";
    expect(command).to.equal(
      "expand-pgbackrest restore-patch pg/demo --latest -k 'it'\\''s' --ignore 'charts/**' >restore-latest.yaml",
    );
    const { status } = run("bash", ["-c", command], {
      cwd: work.path(),
      env: { ...process.env, PATH: `${work.path()}:${process.env.PATH}` },
    });
    expect(status).to.equal(0);
    expect(work.read("restore-latest.yaml")).to.include("type: immediate");
  });

  it("says that a manifest was not built, and how a patch of what is built is listed", function () {
    requireTool(this, "kustomize", which("kustomize"));
    work.write("app/base/postgresql.yaml", demo);
    work.write("app/base/kustomization.yaml", "resources: [postgresql.yaml]\n");
    work.write("app/eu/kustomization.yaml", "resources: [../base]\nnamespace: eu\n");
    const asWritten = runbook("pg/demo", "-f", "app");
    expect(asWritten.stderr).to.match(
      /^app\/base\/postgresql\.yaml was read as written, .* use `--kustomize app\/eu`\.\n$/,
    );
    expect(asWritten.stdout).to.include(`\n> **${asWritten.stderr.trim()}**\n`);
    const built = runbook("eu/demo", "-k", "app/eu");
    expect(built.stderr).to.equal("");
    expect(built.stdout).to.include(
      "The file has the names that app/eu builds: list it with the `target` that its comments show",
    );
    expect(asWritten.stdout).to.not.include("list it with");
  });

  const refused = {
    "a cluster that is not there: the nearest name": {
      args: ["dmo", "-f", "manifests"],
      status: 2,
      stderr: "expand-pgbackrest: There is no cluster `dmo` in the manifests. Did you mean `pg/demo`?\n",
    },
    "a cluster that is not there, and nothing near: all names": {
      args: ["production", "-f", "manifests"],
      status: 2,
      stderr:
        "expand-pgbackrest: There is no cluster `production` in the manifests. There are `pg/demo` and `pg/bare`.\n",
    },
    "a cluster without a backup section": {
      args: ["bare", "-f", "manifests"],
      status: 1,
      stderr: "The cluster `bare` has no backups: it has no backup section. There is nothing to restore it from.\n",
    },
    "no cluster": {
      args: [],
      status: 2,
      stderr: "expand-pgbackrest: runbook needs the name of a cluster.\n",
    },
  };
  for (const [what, { args, status, stderr }] of Object.entries(refused))
    it(`refuses ${what}`, () => {
      expect(runbook(...args)).to.deep.equal({ status, stdout: "", stderr });
    });

  it("refuses a cluster whose backup section has no repository", () => {
    work.write("empty.yaml", demo.replace(/repos:\n(?: {6,}.*\n)+/, "repos: null\n"));
    const { status, stdout, stderr } = runbook("demo", "-f", "empty.yaml");
    expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "" });
    expect(stderr).to.match(/The cluster `demo` has no backups: .*\n$/);
  });

  it("prints what it can for manifests with errors, and marks it", () => {
    work.write("manifests/demo.yaml", `${demo.replace("full: 30 2 * * 0", "full: 30 25 * * 0")}---\n${secret}`);
    const { status, stdout, stderr } = runbook("demo", "-f", "manifests");
    expect(status).to.equal(0);
    expect(stderr).to.match(/^manifests\/demo\.yaml:\d+:\d+: .*: error: .*\[schedule-invalid\]\n/);
    expect(stdout).to.include(
      "\n> **The manifests have an error in this cluster, so commands may be wrong or missing. `expand-pgbackrest check` says what is wrong.**\n",
    );
    expect(stdout).to.include("\n## 11. The repository is full\n");
  });

  it("says so where nothing of the cluster can be read", () => {
    work.write("manifests/demo.yaml", demo.replace(/^ {2}backup:[\s\S]*/m, "  backup: nonsense\n"));
    const { status, stdout, stderr } = runbook("demo", "-f", "manifests");
    expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "" });
    expect(stderr).to.match(/\[api-server-schema\]/);
  });
});
