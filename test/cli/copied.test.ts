import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { exampleInput } from "../../scripts/rule-example.ts";
import { commands } from "../../src/cli/commands.ts";
import { version } from "../../src/version.ts";
import { program } from "../tools.ts";

/* A user copies the one file somewhere: nothing stands beside it, nothing can be written, and there is no package around it. */
describe("the one file, copied", function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), "expand-pgbackrest-"));
  const [bin, work] = [join(folder, "bin"), join(folder, "work")];
  const copy = join(bin, "expand-pgbackrest");
  const { manifests } = exampleInput({});
  const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

  before(() => {
    for (const each of [bin, work]) mkdirSync(each);
    copyFileSync(program, copy);
    writeFileSync(join(work, "manifests.yaml"), manifests);
    const kubeconfig = {
      apiVersion: "v1",
      kind: "Config",
      "current-context": "none",
      clusters: [{ name: "none", cluster: { server: "https://127.0.0.1:9" } }],
      users: [{ name: "none", user: { token: "none" } }],
      contexts: [{ name: "none", context: { cluster: "none", user: "none" } }],
    };
    writeFileSync(join(work, "kubeconfig"), JSON.stringify(kubeconfig));
    for (const [each, mode] of [
      [folder, 0o555],
      [bin, 0o555],
      [work, 0o555],
      [copy, 0o555],
    ] as const) {
      if (asNobody.uid !== undefined) chownSync(each, 0, 0);
      chmodSync(each, mode);
    }
  });
  after(() => {
    for (const each of [folder, bin, work]) chmodSync(each, 0o755);
    rmSync(folder, { recursive: true });
  });

  function run(args: readonly string[], input = "") {
    const env = { PATH: process.env.PATH, HOME: "/nonexistent", KUBECONFIG: join(work, "kubeconfig") };
    const { status, stdout, stderr } = spawnSync(copy, args, { cwd: work, input, env, encoding: "utf8", ...asNobody });
    expect(stdout + stderr).not.to.match(/Internal error|Cannot find module|^ +at /m);
    return { status, stdout, stderr };
  }

  it("is alone, and says its version", () => {
    expect(readdirSync(bin)).to.deep.equal(["expand-pgbackrest"]);
    const { status, stdout, stderr } = run(["--version"]);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    expect(stdout).to.match(new RegExp(`^expand-pgbackrest ${version}\\n`));
  });

  for (const [what, input] of [
    ["a list", "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n"],
    ["a list that is read with a library", "{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: []}"],
  ] as const)
    it(`is the filter: ${what}`, () => expect(run([], input)).to.deep.include({ status: 0, stderr: "" }));

  it("explains what a schema refuses", () => {
    const { status, stderr } = run(
      ["render", "-"],
      manifests.replace("numberOfInstances: 2", "numberOfInstances: two"),
    );
    expect(status).to.equal(1);
    expect(stderr).to.include("numberOfInstances");
  });

  for (const command of Object.keys(commands))
    it(`has the command ${command}`, () => expect(run([command, "--help"])).to.deep.include({ status: 0, stderr: "" }));

  for (const [args, status] of [
    [["check", "manifests.yaml"], 0],
    [["check", "manifests.yaml", "--format", "sarif"], 0],
    [["render", "manifests.yaml"], 0],
    [["plan", "manifests.yaml"], 0],
    [["plan", "manifests.yaml", "--format", "html"], 0],
    [["plan", "manifests.yaml", "--format", "markdown"], 0],
    [["status", "--timeout", "2"], 3],
  ] as const)
    it(`runs ${args.join(" ")}`, () => {
      const { status: ended, stdout } = run(args);
      expect(ended).to.equal(status);
      expect(stdout).not.to.equal("");
    });
});
