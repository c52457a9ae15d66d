import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, root, run } from "../tools.ts";
import { hydrateArgs, kustomization, printBuilt, resource } from "./built.ts";

describe("hydrate's folders, with a program that prints `built.yaml` in the place of kustomize", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("kustomize.sh", printBuilt);
  });
  afterEach(() => work.remove());

  const hydrate = (...given: readonly string[]) => run(program, hydrateArgs(work, given), { cwd: work.path() });
  const source = (folder: string, ...resources: readonly string[]) =>
    work.write(`${folder}/built.yaml`, resources.join("---\n"));

  it("writes every object into a file of its own, whatever they are called", () => {
    const objects = [
      resource("Namespace", "pg"),
      resource("Role", "a", { apiVersion: "rbac.authorization.k8s.io/v1", namespace: "pg" }),
      resource("Role", "A", { apiVersion: "rbac.authorization.k8s.io/v1", namespace: "pg" }),
      resource("Role", "a", { apiVersion: "other.example/v1", namespace: "pg" }),
      resource("Role", "a", { apiVersion: "rbac.authorization.k8s.io/v1" }),
      resource("ClusterRole", "system:a/b", { apiVersion: "rbac.authorization.k8s.io/v1" }),
      resource("ConfigMap", '"../../../escaped"', { namespace: '".."' }),
      resource("List", "pg"),
      resource("ConfigMap", "x", { namespace: "kustomization.yaml" }),
      resource("ConfigMap", "x", { namespace: "list-pg.yaml" }),
    ];
    source("a", ...objects);
    expect(hydrate("a", "-o", "out").status).to.equal(0);
    expect(work.files("out/a")).to.deep.equal({
      "__/configmap-___.._.._escaped.yaml": objects[6],
      "clusterrole-system_a_b.yaml": objects[5],
      "kustomization.yaml": kustomization(
        "__/configmap-___.._.._escaped.yaml",
        "clusterrole-system_a_b.yaml",
        "kustomization_yaml/configmap-x.yaml",
        "list-pg.yaml",
        "list-pg_yaml/configmap-x.yaml",
        "namespace-pg.yaml",
        "pg/role-a.yaml",
        "pg/role.other.example-a.yaml",
        "pg/role.rbac.authorization.k8s.io-A.yaml",
        "role-a.yaml",
      ),
      "kustomization_yaml/configmap-x.yaml": objects[8],
      "list-pg.yaml": objects[7],
      "list-pg_yaml/configmap-x.yaml": objects[9],
      "namespace-pg.yaml": objects[0],
      "pg/role-a.yaml": objects[1],
      "pg/role.other.example-a.yaml": objects[3],
      "pg/role.rbac.authorization.k8s.io-A.yaml": objects[2],
      "role-a.yaml": objects[4],
    });
  });

  it("says which two folders have one file, where one is below the other", () => {
    source("a", resource("ConfigMap", "x", { namespace: "pg" }));
    source("a/pg", resource("ConfigMap", "x"));
    expect(hydrate("a", "a/pg", "-o", "out", "--jobs", "1")).to.deep.equal({
      status: 1,
      stdout: "1 of 2 folders hydrated.\n",
      stderr:
        "a/pg:\nout/a/pg/configmap-x.yaml belongs to out/a, which hydrate wrote, too, and an object of out/a/pg would have the same file. Hydrate one of the two folders to another OUT.\n",
    });
  });

  it("writes nothing where kustomize prints nothing", () => {
    source("a");
    expect(hydrate("a", "-o", "out")).to.deep.equal({
      status: 1,
      stdout: "0 of 1 folders hydrated.\n",
      stderr: "a:\nThe input is empty. Expected a ResourceList, or Kubernetes resources as YAML documents.\n",
    });
    expect(readdirSync(work.path())).not.to.include("out");
  });

  it("writes nothing of a ResourceList, which holds no documents", () => {
    source("a", `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- kind: Namespace\n`);
    expect(hydrate("a", "-o", "out")).to.deep.equal({
      status: 1,
      stdout: "0 of 1 folders hydrated.\n",
      stderr:
        "a:\nThe input is a ResourceList. One file per object can be written of YAML documents, as `kustomize build` prints them.\n",
    });
    expect(readdirSync(work.path())).not.to.include("out");
  });

  it("shows what kustomize says before the reason of a failure after it", () => {
    source("a");
    work.write("kustomize.sh", `printf deprecated >&2\n${printBuilt}`);
    expect(hydrate("a", "-o", "out").stderr).to.equal(
      "a:\ndeprecated\nThe input is empty. Expected a ResourceList, or Kubernetes resources as YAML documents.\n",
    );
  });

  it("says once what kustomize's own run of the function has said", () => {
    const cluster = readFileSync(join(root, "tutorials/s3/postgresql.yaml"), "utf8");
    source("a", cluster.replace(/ *repo1-retention-full: .*\n/, ""));
    const once = hydrate("a", "-o", "out");
    expect(once.stderr).to.match(/^a:\npostgresql pg\/demo .*: warning: .* \[no-retention\]\n {2}.*\n$/);
    work.write("kustomize.sh", `"${program}" <"$1/built.yaml" >/dev/null\n${printBuilt}`);
    expect(hydrate("a", "-o", "out")).to.deep.equal(once);
  });

  it("refuses to overwrite a file that it did not write", () => {
    source("a", resource("ConfigMap", "x"));
    work.write("out/a/configmap-x.yaml", "by hand\n");
    expect(hydrate("a", "-o", "out").stderr).to.equal(
      "a:\nout/a/configmap-x.yaml exists and was not written by hydrate. Move it, or choose another OUT.\n",
    );
    expect(work.files("out")).to.deep.equal({ "a/configmap-x.yaml": "by hand\n" });
  });

  it("keeps hydrated folders that lie inside one another", () => {
    for (const folder of ["a", "a/deep/b"]) source(folder, resource("ConfigMap", "x"));
    expect(hydrate("a/deep/b", "-o", "out").status).to.equal(0);
    for (let times = 0; times < 2; times += 1) expect(hydrate("a", "a/deep/b", "-o", "out").status).to.equal(0);
    expect(Object.keys(work.files("out"))).to.deep.equal([
      "a/configmap-x.yaml",
      "a/deep/b/configmap-x.yaml",
      "a/deep/b/kustomization.yaml",
      "a/kustomization.yaml",
    ]);
  });

  it("--shard: every folder is in exactly one part, whatever the order of the arguments", () => {
    const folders = ["c/", "./a", "e", "b", "d", "a"];
    for (const folder of folders) source(folder, resource("ConfigMap", "x"));
    const parts = ["1/3", "2/3", "3/3"].map((shard, index) => {
      const { stdout } = hydrate(...(index === 1 ? [...folders].reverse() : folders), "--shard", shard, "-o", shard);
      return [stdout, Object.keys(work.files(shard)).filter((file) => file.endsWith("kustomization.yaml"))];
    });
    expect(parts).to.deep.equal([
      ["2 of 2 folders hydrated.\n", ["a/kustomization.yaml", "d/kustomization.yaml"]],
      ["2 of 2 folders hydrated.\n", ["b/kustomization.yaml", "e/kustomization.yaml"]],
      ["1 of 1 folders hydrated.\n", ["c/kustomization.yaml"]],
    ]);
    expect(hydrate("a", "--shard", "2/2", "-o", "out").stdout).to.equal("0 of 0 folders hydrated.\n");
  });

  it("--prune removes what it wrote for folders that are no longer given, and nothing else", () => {
    for (const folder of ["a", "b", "c/d"]) source(folder, resource("ConfigMap", "x", { namespace: "pg" }));
    hydrate("a", "b", "c/d", "-o", "out");
    work.write("out/b/README.md", "by hand\n");
    work.write("out/mine/kustomization.yaml", "resources: []\n");
    expect(hydrate("a", "--prune", "--shard", "2/2", "-o", "out")).to.deep.equal({
      status: 0,
      stdout: "out/b removed.\nout/c/d removed.\n0 of 0 folders hydrated.\n",
      stderr: "",
    });
    expect(Object.keys(work.files("out"))).to.deep.equal([
      "a/kustomization.yaml",
      "a/pg/configmap-x.yaml",
      "b/README.md",
      "mine/kustomization.yaml",
    ]);
    expect(readdirSync(work.path("out"))).to.deep.equal(["a", "b", "mine"]);
  });

  for (const [given, message] of [
    [["a"], "hydrate needs -o OUT, the folder to write to."],
    [["-o", "out"], "hydrate needs at least one folder with a kustomization."],
    [["a", "-o", "out", "-j", "0"], "--jobs cannot be `0`; write a whole number, 1 or more."],
    [["a", "-o", "out", "--shard", "3/2"], "--shard cannot be `3/2`; write I/N with I from 1 to N, for example 1/4."],
    [["a", "-o", "out", "--kustomize", " "], "--kustomize is empty; write a command, for example `kubectl kustomize`."],
    [
      ["a", "-o", "out", "--kustomize-command", " "],
      "--kustomize-command is empty; write a command, for example `kubectl kustomize`.",
    ],
    ...["--kustomize", "--kustomize-command"].flatMap((flag) =>
      [".", "../", "./.."].map(
        (folder) =>
          [
            [flag, folder, "-o", "out"],
            `${flag} takes a command, and \`${folder}\` is a folder. To hydrate it, name it without a flag: \`hydrate ${folder} -o OUT\`.`,
          ] as const,
      ),
    ),
    [
      ["a", "../a", "-o", "out", "--shard", "1/9"],
      "`../a` and `a` would both be written to out/a. Write them to different OUT folders.",
    ],
    [
      ["..", "../..", "-o", "out"],
      "`..` and `../..` would both be written to out. Write them to different OUT folders.",
    ],
  ] as const) {
    it(`${given.join(" ")}: exit code 2 and a sentence`, () => {
      expect(run(program, ["hydrate", ...given], { cwd: work.path() })).to.deep.equal({
        status: 2,
        stdout: "",
        stderr: `expand-pgbackrest: ${message}\n`,
      });
    });
  }
});
