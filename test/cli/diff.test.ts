import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { allOptions } from "../../src/pgbackrest/option-table.ts";
import { requireTool, root, which } from "../tools.ts";
import { program } from "./program.ts";

const demo = readFileSync(join(root, "tutorials/retention/postgresql.yaml"), "utf8");
const now = ["--now", "2026-03-01T12:00:00Z"];

describe("diff", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "diff-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Compares two manifests, or two folders with several. */
  async function compared(before: string, after: string, ...args: readonly string[]) {
    for (const [name, text] of [
      ["a", before],
      ["b", after],
    ] as const) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, "cluster.yaml"), text);
    }
    return program(["diff", join(folder, "a"), join(folder, "b"), ...now, ...args]);
  }

  const changed = demo.replace(/retention-full: "\d+"/, 'retention-full: "2"').replace(/(?<= full: ).*/, "15 3 * * 6");

  it("says nothing where nothing is different, whatever the layout", async () => {
    expect(await compared(demo, `# moved\n${demo}`)).to.deep.equal({ exitCode: 0, stdout: "", stderr: "" });
  });

  it("does not call it the same where nothing was compared: folders without clusters, and without a kustomization of their own", async () => {
    const said = {
      exitCode: 2,
      stdout: "",
      stderr:
        "expand-pgbackrest: No postgresql with a backup section is in either of the two, so nothing was compared. Name the folders of clusters; with -k, those that have a kustomization.yaml themselves.\n",
    };
    expect(await compared("kind: Service\n", "kind: Service\n")).to.deep.equal(said);
    for (const side of ["a", "b"]) {
      mkdirSync(join(folder, side, "prod"));
      rmSync(join(folder, side, "cluster.yaml"));
      writeFileSync(join(folder, side, "prod/kustomization.yaml"), "resources: [cluster.yaml]\n");
      writeFileSync(join(folder, side, "prod/cluster.yaml"), demo);
    }
    const { exitCode } = await program(["diff", "-k", join(folder, "a"), join(folder, "b"), ...now], "", {
      PATH: process.env.PATH,
    });
    expect(exitCode).to.equal(2);
  });

  it("says in words and as unified diff what is different", async () => {
    expect(await compared(demo, changed)).to.deep.equal({
      exitCode: 1,
      stdout: `Losses:
  pg/demo repo1: The guaranteed window is 7 days instead of 21 days.
  pg/demo repo1: The oldest backup is guaranteed to go back 7 days instead of 21 days.
  pg/demo repo1: At least 2 full backups are kept instead of 4.
  pg/demo repo1: When archiving stops, the last backup can be 8 hours old instead of 4 hours 30 minutes.

Other changes:
  pg/demo repo1: The full backups are taken every Saturday at 03:15 UTC instead of every Sunday at 02:30 UTC.

--- a/pg/configmap-demo-pgbackrest-config.yaml
+++ b/pg/configmap-demo-pgbackrest-config.yaml
@@ -17,7 +17,7 @@
     spool-path = /home/postgres/pgdata/pgbackrest/spool-path
     repo1-path = /pg/demo/repo1
     repo1-cipher-type = aes-256-cbc
-    repo1-retention-full = 4
+    repo1-retention-full = 2
     repo1-retention-diff = 7
     repo1-s3-bucket = demo-backups
     repo1-s3-endpoint = s3.eu-central-1.amazonaws.com
--- a/pg/cronjob-pgbackrest-demo-repo1-full.yaml
+++ b/pg/cronjob-pgbackrest-demo-repo1-full.yaml
@@ -10,7 +10,7 @@
     team: acid
     expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner: demo
 spec:
-  schedule: 30 2 * * 0
+  schedule: 15 3 * * 6
   concurrencyPolicy: Forbid
   jobTemplate:
     spec:
`,
      stderr: "",
    });
  });

  it("says it in the other way where the inputs are exchanged", async () => {
    const { stdout } = await compared(changed, demo);
    expect(stdout).to.match(/^Improvements:\n/);
    expect(stdout).to.include("-    repo1-retention-full = 2\n+    repo1-retention-full = 4\n");
  });

  it("says which cluster is gone, with its objects", async () => {
    const other = demo.replace("name: demo", "name: other").replaceAll("/pg/demo/", "/pg/other/");
    const { exitCode, stdout } = await compared(`${demo}---\n${other}`, demo);
    expect(exitCode).to.equal(1);
    expect(stdout).to.match(/^Losses:\n {2}pg\/other: The cluster is no longer in the manifests\.\n\n--- a\//);
    expect(stdout).to.match(
      /^--- a\/pg\/configmap-other-pgbackrest-config\.yaml\n\+\+\+ \/dev\/null\n@@ -1,\d+ \+0,0 @@\n-apiVersion: v1\n/m,
    );
  });

  it("prints JSON and Markdown, into a file, too", async () => {
    const file = join(folder, "out");
    expect(await compared(demo, changed, "--format", "json", "-o", file)).to.deep.equal({
      exitCode: 1,
      stdout: "",
      stderr: "",
    });
    const { changes, objects } = JSON.parse(readFileSync(file, "utf8"));
    expect(changes[0]).to.deep.equal({
      effect: "loss",
      name: "demo",
      namespace: "pg",
      repository: "repo1",
      text: "The guaranteed window is 7 days instead of 21 days.",
    });
    expect(
      objects.map(({ file: name, is }: { readonly file: string; readonly is: string }) => [name, is]),
    ).to.deep.equal([
      ["pg/configmap-demo-pgbackrest-config.yaml", "changed"],
      ["pg/cronjob-pgbackrest-demo-repo1-full.yaml", "changed"],
    ]);
    const { stdout } = await compared(demo, changed, "--format", "markdown");
    expect(stdout).to.match(/^## What this changes in backups\n\n### Losses\n\n- \*\*pg\/demo repo1\*\*: /);
    expect(stdout).to.include("<summary>2 objects are different</summary>\n\n```diff\n--- a/pg/configmap-");
    expect((await compared(demo, demo, "--format", "markdown")).stdout).to.equal(
      "## What this changes in backups\n\nNothing.\n",
    );
    expect(JSON.parse((await compared(demo, demo, "--format", "json")).stdout)).to.deep.equal({
      changes: [],
      objects: [],
    });
  });

  for (const [what, after, message] of [
    ["cannot be parsed", "a: [", "not valid YAML"],
    ["has a cluster twice", `${demo}---\n${changed}`, "error: There is another postgresql `demo` in the namespace"],
  ] as const)
    it(`is trouble where an input ${what}`, async () => {
      const { exitCode, stdout, stderr } = await compared(demo, after);
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 2, stdout: "" });
      expect(stderr).to.include(message);
    });

  for (const [args, message] of [
    [["a"], "diff needs two files or folders, the earlier one first."],
    [["a", "b", "c"], "diff needs two files or folders, the earlier one first."],
    [["-", "-"], "Only one of the two can be standard input."],
    [["/does/not/exist", "/b"], "/does/not/exist: no such file or directory."],
  ] as const)
    it(`is trouble: diff ${args.join(" ")}`, async () => {
      expect(await program(["diff", ...args])).to.deep.equal({
        exitCode: 2,
        stdout: "",
        stderr: `expand-pgbackrest: ${message}\n`,
      });
    });

  it("compares with standard input", async () => {
    writeFileSync(join(folder, "a.yaml"), demo);
    expect((await program(["diff", join(folder, "a.yaml"), "-", ...now], demo)).exitCode).to.equal(0);
    expect((await program(["diff", "-", join(folder, "a.yaml"), ...now], changed)).exitCode).to.equal(1);
  });

  it("prints no secret, wherever it stands, and says that it is another", async () => {
    const secret = ["tQ9xVb2LkR7", "pL4zWn8HsG1"] as const;
    const secretOptions = allOptions()
      .filter(([, { secure }]) => secure)
      .map(([name]) => name.replace(/^repo-/, "repo1-"));
    const withSecrets = (text: string) =>
      demo
        .replace(
          "      global:\n",
          `      global:\n${secretOptions.map((name) => `        ${name}: ${text}\n`).join("")}        repo1-s3-keyy: ${text}\n`,
        )
        .replace(
          "spec:\n",
          `spec:\n  env:\n  - { name: PGBACKREST_REPO1_S3_KEY, value: ${text} }\n  - { name: OTHER_PASSWORD, value: ${text} }\n  clone: { cluster: source, s3_secret_access_key: ${text}, pgbackrest: { configuration: { secret: s }, options: { repo1-cipher-pass: ${text} }, repo: { storage: azure, resource: r, account: a, endpoint: e.example.com, key: ${text} } } }\n`,
        );
    for (const format of ["text", "json", "markdown"]) {
      const { stdout, stderr } = await compared(withSecrets(secret[0]), withSecrets(secret[1]), "--format", format);
      for (const text of secret) expect(stdout + stderr).to.not.include(text);
      expect(stdout).to.include("repo1-s3-key = …");
      expect(stdout).to.include("repo1-s3-key = … (another value)");
    }
  });

  it("compares what kustomizations build", async function () {
    requireTool(this, "kustomize", which("kustomize"));
    for (const name of ["a", "b"]) cpSync(join(root, "tutorials/s3"), join(folder, name), { recursive: true });
    mkdirSync(join(folder, "fn-config"));
    const kustomization = (more: string) =>
      `resources: [postgresql.yaml]\nsecretGenerator:\n- { name: demo-s3, namespace: pg, files: [s3.conf] }\n${more}`;
    writeFileSync(join(folder, "a/kustomization.yaml"), kustomization(""));
    writeFileSync(
      join(folder, "b/kustomization.yaml"),
      kustomization(
        "patches:\n- target: { kind: postgresql }\n  patch: |\n    - { op: replace, path: /spec/backup/pgbackrest/repos/0/schedule/full, value: 30 2 * * 3 }\n",
      ),
    );
    const { exitCode, stdout } = await program(["diff", "-k", join(folder, "a"), join(folder, "b"), ...now], "", {
      PATH: process.env.PATH,
    });
    expect(exitCode).to.equal(1);
    expect(stdout).to.include("instead of every Sunday at 02:30 UTC.");
    expect(stdout).to.include("-  schedule: 30 2 * * 0\n+  schedule: 30 2 * * 3\n");
    // Read as they are, the two are the same.
    expect(
      (await program(["diff", join(folder, "a/postgresql.yaml"), join(folder, "b/postgresql.yaml"), ...now])).exitCode,
    ).to.equal(0);
  });
});
