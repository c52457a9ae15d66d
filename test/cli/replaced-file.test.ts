import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { main } from "../../src/cli/main.ts";

const cluster = (name: string) => `apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata:
  name: ${name}
  namespace: pg
spec:
  teamId: acid
  numberOfInstances: 1
  postgresql: { version: "17" }
  volume: { size: 5Gi }
  backup:
    pgbackrest:
      image: x/y:pgbackrest-18.3-1
      global: { repo1-retention-full: "7" }
      repos:
      - { name: repo1, storage: pvc, resource: x, volume: { size: 5Gi }, schedule: { full: 1 2 * * * } }
`;
const conf = "[global]\nrepo1-s3-key=abc\n";

/** What people keep in a folder of manifests, each in a form that programs write. */
const kept: Readonly<Record<string, string>> = {
  "a.yaml": cluster("demo"),
  "flow.yml": '{apiVersion: v1, kind: Secret, metadata: {name: x, namespace: pg}, stringData: {"s3.conf": ""}}\n',
  "quoted.yaml": '"apiVersion": v1\n"kind": ConfigMap\nmetadata: { name: y, namespace: pg }\n',
  "second.yaml": "# the first is empty\n---\nkind: ConfigMap\napiVersion: v1\nmetadata: { name: z, namespace: pg }\n",
  "json.json": `${JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "j", namespace: "pg" } })}\n`,
  "pretty.json": JSON.stringify({ kind: "List", apiVersion: "v1", items: [] }, undefined, 2),
  "s3.conf": conf,
  "kustomization.yaml": "resources: [a.yaml]\n",
};

/** Commands that write a report to a file. */
const reports: ReadonlyArray<readonly string[]> = [
  ["check", "clusters", "-o"],
  ["check", "clusters", "--format", "sarif", "-o"],
  ["check", "clusters", "--write-baseline"],
  ["plan", "clusters", "--now", "2026-03-01T12:00:00Z", "-o"],
  ["diff", "clusters", "clusters", "-o"],
  ["runbook", "pg/demo", "-f", "clusters", "-o"],
  ["explain", "no-retention", "-o"],
  ["rules", "-o"],
  ["completion", "bash", "-o"],
];

describe("a file that would be replaced", function () {
  this.timeout(60_000);
  let folder: string;
  const here = process.cwd();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "replaced-"));
    process.chdir(folder);
    mkdirSync("clusters");
    for (const [name, text] of Object.entries(kept)) writeFileSync(`clusters/${name}`, text);
  });
  afterEach(() => {
    process.chdir(here);
    rmSync(folder, { recursive: true });
  });

  const run = async (...args: readonly string[]) => {
    let stderr = "";
    const exitCode = await main(args, {
      stdin: () => Buffer.from(""),
      stdout() {},
      stderr: (text) => {
        stderr += text;
      },
      terminal: false,
      env: {},
    });
    return { exitCode, stderr };
  };

  for (const args of reports)
    it(`stays where it is no report: ${args.join(" ")}`, async () => {
      for (const [name, text] of Object.entries(kept)) {
        const { exitCode, stderr } = await run(...args, `clusters/${name}`);
        expect(stderr).to.match(/^expand-pgbackrest: clusters\/\S+ is a \w+[^\n]*, which would be lost\. [^\n]*\n$/);
        expect({ name, exitCode, text: readFileSync(`clusters/${name}`, "utf8") }).to.deep.equal({
          name,
          exitCode: 2,
          text,
        });
      }
    });

  it("is replaced by the report of a later run, whatever its form and its name", async () => {
    const formats = ["text", "json", "sarif", "junit", "github", "codequality"];
    writeFileSync("clusters/a.yaml", cluster("demo").replace("repo1-retention-full", "proces-max"));
    for (const format of formats)
      for (const name of ["report.json", "report.yaml", "report"])
        for (const time of [1, 2]) {
          const args = ["check", "clusters/a.yaml", "--format", format, "-o", `clusters/${name}`];
          expect({ format, name, time, ...(await run(...args)) }).to.deep.include({ format, name, time, exitCode: 1 });
        }
    for (const time of [1, 2])
      expect({ time, ...(await run("check", "clusters", "--write-baseline", "clusters/base.json")) }).to.include({
        exitCode: 0,
      });
    for (const format of ["markdown", "json"])
      for (const time of [1, 2]) {
        const args = ["runbook", "pg/demo", "-f", "clusters/a.yaml", "--format", format, "-o", "clusters/runbook.md"];
        expect({ time, exitCode: (await run(...args)).exitCode }).to.deep.equal({ time, exitCode: 0 });
      }
  });

  it("is no cluster where objects, a patch or another cluster are written", async () => {
    const at = ["--now", "2026-03-01T12:00:00Z"];
    const from = ["--latest", "--force", "-f", "clusters/a.yaml", ...at];
    for (const args of [
      ["render", "clusters/a.yaml"],
      ["restore-patch", "pg/demo", ...from],
      ["restore-patch", "pg/demo", "--undo", "-f", "clusters/a.yaml"],
      ["clone-patch", "pg/demo", "copy", ...from],
    ]) {
      // What render prints has the clusters that it read.
      const [file, name] = args[0] === "render" ? ["clusters/b.yaml", "other"] : ["clusters/a.yaml", "demo"];
      writeFileSync(file, cluster(name));
      const { stderr, exitCode } = await run(...args, "-o", file);
      expect({ args, exitCode }).to.deep.equal({ args, exitCode: 2 });
      expect(stderr).to.include(`${file} is the manifest of a cluster, which would be lost.`);
      expect(readFileSync(file, "utf8")).to.equal(cluster(name));
      // What they wrote themselves, they write again.
      for (const time of [1, 2]) {
        const { exitCode: again, stderr: said } = await run(...args, "-o", `${args[0]}.yaml`);
        expect(again, `${args[0]} ${time}: ${said}`).to.equal(0);
      }
    }
  });

  it("is not two at once, and not standard output for a baseline", async () => {
    for (const args of [
      ["--write-baseline", "x.json", "-o", "./x.json"],
      ["--baseline", "x.json", "-o", "x.json"],
      ["--config", "c.yaml", "-o", "c.yaml"],
      ["--config", "c.yaml", "--write-baseline", "c.yaml"],
      ["--write-baseline", "-"],
    ]) {
      writeFileSync("x.json", '{"version":1,"findings":[]}');
      writeFileSync("c.yaml", "failOn: error\n");
      const { exitCode, stderr } = await run("check", "clusters", ...args);
      expect({ args, exitCode }).to.deep.equal({ args, exitCode: 2 });
      expect(stderr).to.match(/^expand-pgbackrest: --/);
      expect(readFileSync("x.json", "utf8")).to.equal('{"version":1,"findings":[]}');
      expect(readFileSync("c.yaml", "utf8")).to.equal("failOn: error\n");
    }
  });

  it("is named where it cannot be read or written, by the name that the user gave it", async () => {
    mkdirSync("d");
    for (const [args, said] of [
      [["check", "clusters", "-o", "/dev/full"], "/dev/full: no space left on device."],
      [["check", "clusters", "-o", "nowhere/x"], "nowhere/x: no such file or directory."],
      [["check", "clusters", "-o", "d"], "d: illegal operation on a directory."],
      [["check", "clusters", "--config", "d"], "d: illegal operation on a directory."],
      [["check", "clusters", "--baseline", "d"], "d: illegal operation on a directory."],
      [["check", "clusters", "-f", "d"], "d: illegal operation on a directory."],
      [["-i", "d"], "d: illegal operation on a directory."],
      [["check", "clusters", "-o", ""], "--output is empty. Write a value for FILE, or leave the option out."],
      [["check", "clusters", "--ignore", ""], "--ignore is empty. Write a value for GLOB, or leave the option out."],
      [["check", ""], "An argument is empty. Where it is a variable of a script, see whether that is set."],
      [["check", "-k", ""], "--kustomize is empty. Write a value for DIR..., or leave the option out."],
    ] as const)
      expect({ args, ...(await run(...args)) }).to.deep.include({ args, stderr: `expand-pgbackrest: ${said}\n` });
  });

  it("is missed where a file of settings is a link that leads nowhere, or has a second document", async () => {
    symlinkSync("nowhere", ".expand-pgbackrest.yaml");
    expect(await run("check", "clusters")).to.deep.equal({
      exitCode: 2,
      stderr:
        "expand-pgbackrest: .expand-pgbackrest.yaml is a symbolic link that leads nowhere, so its settings are missing.\n",
    });
    rmSync(".expand-pgbackrest.yaml");
    writeFileSync(".expand-pgbackrest.yaml", "failOn: none\n---\nfailOn: error\n");
    expect(await run("check", "clusters")).to.deep.equal({
      exitCode: 2,
      stderr:
        "expand-pgbackrest: .expand-pgbackrest.yaml is not valid YAML at line 2: another document begins, and only one is read.\n",
    });
  });
});
