import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, run } from "../tools.ts";
import { hydrateArgs, kustomization, printBuilt, resource } from "./built.ts";

describe("links below the folder that is written to", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("kustomize.sh", printBuilt);
    for (const folder of ["top/a", "top/b"])
      work.write(`${folder}/built.yaml`, resource("ConfigMap", "x", { namespace: "pg" }));
  });
  afterEach(() => work.remove());

  const hydrate = (...given: readonly string[]) => run(program, hydrateArgs(work, given), { cwd: work.path() });
  const link = (at: string, to: string) => {
    mkdirSync(work.path(at, ".."), { recursive: true });
    symlinkSync(work.path(to), work.path(at));
  };
  const refused = (path: string) =>
    `${path} is a symbolic link. Links below the output folder are not followed: remove it, or choose another folder with -o.\n`;
  const isThere = (path: string) => `${path} exists and was not written by hydrate. Move it, or choose another OUT.\n`;

  for (const [what, path] of [
    ["the folder itself", "out/top/a"],
    ["the folder above it", "out/top"],
    ["a folder in it", "out/top/a/pg"],
    ["a file that it lists", "out/top/a/pg/configmap-x.yaml"],
    ["its kustomization.yaml", "out/top/a/kustomization.yaml"],
    ["what an interrupted run left of the old folder", "out/top/.a.hydrate-old"],
    ["what an interrupted run left of the new folder", "out/top/.a.hydrate-new"],
    ["the same of the folder above", "out/.top.hydrate-old"],
    ["the lock", "out/top/.a.hydrate-lock"],
  ] as const) {
    it(`hydrate refuses one in the place of ${what}, and touches nothing behind it`, () => {
      hydrate("top/a", "-o", "out");
      // What the link leads to looks exactly like what a run wrote.
      if (existsSync(work.path(path))) renameSync(work.path(path), work.path("elsewhere"));
      else cpSync(work.path("out/top/a"), work.path("elsewhere"), { recursive: true });
      link(path, "elsewhere");
      const before = filesOf("elsewhere");
      work.write("top/a/built.yaml", resource("ConfigMap", "y", { namespace: "pg" }));
      expect(hydrate("top/a", "-o", "out")).to.deep.equal({
        status: 1,
        stdout: "0 of 1 folders hydrated.\n",
        stderr: `top/a:\n${refused(path)}`,
      });
      expect(filesOf("elsewhere")).to.deep.equal(before);
      expect(lstatSync(work.path(path)).isSymbolicLink()).to.equal(true);
    });

    it(`--prune does not enter one in the place of ${what}`, () => {
      hydrate("top/a", "top/b", "-o", "out");
      if (existsSync(work.path(path))) renameSync(work.path(path), work.path("elsewhere"));
      else cpSync(work.path("out/top/a"), work.path("elsewhere"), { recursive: true });
      link(path, "elsewhere");
      const before = filesOf("elsewhere");
      hydrate("none", "--prune", "--shard", "2/2", "-o", "out");
      expect(filesOf("elsewhere")).to.deep.equal(before);
      expect(lstatSync(work.path(path)).isSymbolicLink()).to.equal(true);
    });
  }

  const filesOf = (path: string) =>
    lstatSync(work.path(path)).isDirectory() ? work.files(path) : { "": work.read(path) };

  it("--prune says which folder it leaves because of one, removes the others, and ends with 1", () => {
    hydrate("top/a", "top/b", "-o", "out");
    work.write("victim/file", "by hand\n");
    work.write("out/x/kustomization.yaml", kustomization("l/file"));
    link("out/x/l", "victim");
    link("out/y", "out/top/a");
    expect(hydrate("top/a", "--prune", "-o", "out")).to.deep.equal({
      status: 1,
      stdout: "out/top/b removed.\n1 of 1 folders hydrated.\n",
      stderr: `out/x:\n${refused("out/x/l")}`,
    });
    expect(work.files("victim")).to.deep.equal({ file: "by hand\n" });
    expect(Object.keys(work.files("out"))).to.deep.equal([
      "top/a/kustomization.yaml",
      "top/a/pg/configmap-x.yaml",
      "x/kustomization.yaml",
    ]);
  });

  it("--prune removes no file that a kustomization.yaml names outside of its folder", () => {
    work.write("out/file", "by hand\n");
    work.write("out/x/kustomization.yaml", kustomization("../file", "/file", ".", "./../file", "a/../../file", ""));
    expect(hydrate("none", "--prune", "--shard", "2/2", "-o", "out").stdout).to.match(/^out\/x removed\.\n/);
    expect(work.files("out")).to.deep.equal({ file: "by hand\n" });
  });

  it("hydrate keeps one that no run wrote and that is in nobody's way, wherever it leads", () => {
    hydrate("top/a", "-o", "out");
    work.write("victim/file", "by hand\n");
    link("out/top/a/mine", "victim");
    link("out/top/a/nowhere", "none");
    expect(hydrate("top/a", "-o", "out").status).to.equal(0);
    expect(readdirSync(work.path("out/top/a"))).to.deep.equal(["kustomization.yaml", "mine", "nowhere", "pg"]);
    expect(work.files("victim")).to.deep.equal({ file: "by hand\n" });
  });

  it("hydrate does not overwrite one that leads nowhere", () => {
    link("out/top/a/pg/configmap-x.yaml", "none");
    expect(hydrate("top/a", "-o", "out").stderr).to.equal(`top/a:\n${refused("out/top/a/pg/configmap-x.yaml")}`);
  });

  it("hydrate takes a link as OUT", () => {
    mkdirSync(work.path("real"));
    link("out", "real");
    expect(hydrate("top/a", "top/b", "-o", "out/").status).to.equal(0);
    expect(hydrate("top/a", "--prune", "-o", "out")).to.deep.equal({
      status: 0,
      stdout: "out/top/b removed.\n1 of 1 folders hydrated.\n",
      stderr: "",
    });
    expect(Object.keys(work.files("real"))).to.deep.equal(["top/a/kustomization.yaml", "top/a/pg/configmap-x.yaml"]);
    rmSync(work.path("real"), { recursive: true });
    expect(hydrate("top/a", "-o", "out")).to.deep.equal({
      status: 2,
      stdout: "",
      stderr:
        "expand-pgbackrest: out is a symbolic link that leads nowhere. Remove it, or choose another folder with -o.\n",
    });
  });

  for (const [what, file] of [
    ["an old folder", "out/top/.a.hydrate-old"],
    ["a new folder", "out/top/.a.hydrate-new"],
  ] as const) {
    it(`hydrate refuses ${what} of an interrupted run that does not carry our mark`, () => {
      hydrate("top/a", "-o", "out");
      work.write(`${file}/file`, "by hand\n");
      const before = work.files("out");
      expect(hydrate("top/a", "-o", "out").stderr).to.equal(`top/a:\n${isThere(file)}`);
      hydrate("top/a", "--prune", "-o", "out");
      expect(work.files("out")).to.deep.equal(before);
    });
  }

  it("hydrate refuses a file where it needs a folder, before it changes anything", () => {
    work.write("out/top/a/pg", "by hand\n");
    expect(hydrate("top/a", "-o", "out").stderr).to.equal(
      "top/a:\nout/top/a/pg exists and is not a folder. Choose another OUT.\n",
    );
    expect(work.files("out")).to.deep.equal({ "top/a/pg": "by hand\n" });
  });

  for (const path of ["out/pg", "out/pg/configmap-x.yaml"]) {
    it(`render -o refuses ${path}, before it writes anything`, () => {
      work.write("elsewhere/configmap-x.yaml", "by hand\n");
      link(path, path === "out/pg" ? "elsewhere" : "elsewhere/configmap-x.yaml");
      work.write("more.yaml", resource("ConfigMap", "w"));
      expect(
        run(program, ["render", "more.yaml", "top/a/built.yaml", "-o", "out/"], { cwd: work.path() }),
      ).to.deep.equal({
        status: 2,
        stdout: "",
        stderr: `expand-pgbackrest: ${refused(path)}`,
      });
      expect(work.files("elsewhere")).to.deep.equal({ "configmap-x.yaml": "by hand\n" });
      expect(work.files("out")).to.deep.equal({});
    });
  }

  it("render -o takes a link as DIR, and replaces the files in it", () => {
    mkdirSync(work.path("real"));
    link("out", "real");
    for (let times = 0; times < 2; times += 1)
      expect(run(program, ["render", "top/a/built.yaml", "-o", "out/"], { cwd: work.path() }).status).to.equal(0);
    expect(work.files("real")).to.deep.equal({
      "pg/configmap-x.yaml": resource("ConfigMap", "x", { namespace: "pg" }),
    });
    expect(readdirSync(join(work.path("real"), "pg"))).to.deep.equal(["configmap-x.yaml"]);
  });
});
