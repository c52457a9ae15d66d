import { spawn } from "node:child_process";
import { existsSync, readdirSync, renameSync } from "node:fs";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, run } from "../tools.ts";
import { hydrateArgs, kustomization, printBuilt, resource } from "./built.ts";

describe("hydrate, interrupted", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("kustomize.sh", printBuilt);
  });
  afterEach(() => work.remove());

  const hydrate = (...given: readonly string[]) => run(program, hydrateArgs(work, given), { cwd: work.path() });

  const folders = Array.from({ length: 12 }, (_, index) => `cluster-${index}`);
  const write = (version: string) => {
    for (const folder of folders)
      work.write(
        `${folder}/built.yaml`,
        ["x", version, "z"].map((name) => resource("ConfigMap", name, { data: version })).join("---\n"),
      );
  };
  const folderOf = (version: string) => ({
    [`configmap-${version}.yaml`]: resource("ConfigMap", version, { data: version }),
    "configmap-x.yaml": resource("ConfigMap", "x", { data: version }),
    "configmap-z.yaml": resource("ConfigMap", "z", { data: version }),
    "kustomization.yaml": kustomization(`configmap-${version}.yaml`, "configmap-x.yaml", "configmap-z.yaml"),
  });

  for (const signal of ["SIGTERM", "SIGINT", "SIGKILL"] as const) {
    it(`by ${signal}: every folder is the old or the new one, whole; the next run ends the work`, async () => {
      write("old");
      expect(hydrate(...folders, "-o", "out").status).to.equal(0);
      write("new");
      // One folder takes its time, all others are written, so the signal finds the program in the middle of its work.
      work.write("kustomize.sh", 'case $1 in *-4) exec sleep 5;; esac; cat "$1/built.yaml"\n');
      const child = spawn(program, hydrateArgs(work, [...folders, "-o", "out", "-j", "2"]), {
        cwd: work.path(),
        stdio: "ignore",
      });
      const ended = new Promise((resolve) => child.on("exit", (code, by) => resolve(by ?? code)));
      while (!existsSync(work.path("out/cluster-9/configmap-new.yaml")))
        await new Promise((resolve) => setTimeout(resolve, 10));
      child.kill(signal);
      expect(await ended).to.equal(signal);
      for (const folder of folders)
        expect(work.files(`out/${folder}`)).to.deep.equal(folderOf(folder === "cluster-4" ? "old" : "new"));
      work.write("kustomize.sh", printBuilt);
      expect(hydrate(...folders, "-o", "out").status).to.equal(0);
      for (const folder of folders) expect(work.files(`out/${folder}`)).to.deep.equal(folderOf("new"));
      expect(readdirSync(work.path("out")).sort()).to.deep.equal([...folders].sort());
    });
  }

  it("between the two renames: the next run puts the old folder back before it does anything", () => {
    write("old");
    hydrate("cluster-0", "-o", "out");
    renameSync(work.path("out/cluster-0"), work.path("out/.cluster-0.hydrate-old"));
    work.write("out/.cluster-0.hydrate-new/kustomization.yaml", kustomization("configmap-x.yaml", "configmap-z.yaml"));
    work.write("out/.cluster-0.hydrate-new/configmap-x.yaml", "half");
    work.write("kustomize.sh", "exit 1\n");
    expect(hydrate("cluster-0", "-o", "out").status).to.equal(1);
    expect(work.files("out/cluster-0")).to.deep.equal(folderOf("old"));
    work.write("kustomize.sh", printBuilt);
    expect(hydrate("cluster-0", "-o", "out").status).to.equal(0);
    expect(readdirSync(work.path("out"))).to.deep.equal(["cluster-0"]);
  });

  it("after them: the next run brings over what it did not write", () => {
    write("old");
    hydrate("cluster-0", "-o", "out");
    work.write("out/cluster-0/notes/README.md", "by hand\n");
    renameSync(work.path("out/cluster-0"), work.path("out/.cluster-0.hydrate-old"));
    for (const [file, text] of Object.entries(folderOf("new"))) work.write(`out/cluster-0/${file}`, text);
    work.write("kustomize.sh", "exit 1\n");
    expect(hydrate("cluster-0", "-o", "out").status).to.equal(1);
    expect(work.files("out")).to.deep.equal(
      Object.fromEntries(
        Object.entries({ ...folderOf("new"), "notes/README.md": "by hand\n" }).map(([file, text]) => [
          `cluster-0/${file}`,
          text,
        ]),
      ),
    );
  });

  it("between the two renames of the folder above: the old one comes back before another is written into it", () => {
    write("old");
    for (const folder of ["cluster-0", "cluster-0/deep/b"]) {
      work.write(`${folder}/built.yaml`, work.read("cluster-0/built.yaml"));
      hydrate(folder, "-o", "out");
    }
    renameSync(work.path("out/cluster-0"), work.path("out/.cluster-0.hydrate-old"));
    work.write("cluster-0/deep/b/built.yaml", resource("ConfigMap", "b"));
    work.write("out/cluster-0/notes/README.md", "by hand\n"); // by somebody who found no folder
    expect(hydrate("cluster-0/deep/b", "-o", "out").status).to.equal(0);
    expect(work.files("out/cluster-0")).to.deep.equal({
      ...folderOf("old"),
      "deep/b/configmap-b.yaml": resource("ConfigMap", "b"),
      "deep/b/kustomization.yaml": kustomization("configmap-b.yaml"),
      "notes/README.md": "by hand\n",
    });
    expect(readdirSync(work.path("out"))).to.deep.equal(["cluster-0"]);
  });

  it("another run, between its two renames of a folder that this one has written: this one puts it back", () => {
    write("old");
    work.write(
      "kustomize.sh",
      `case $1 in cluster-1) mv out/cluster-0 out/.cluster-0.hydrate-old;; esac; ${printBuilt}`,
    );
    expect(hydrate("cluster-0", "cluster-1", "-o", "out", "-j", "1").status).to.equal(0);
    expect(work.files("out/cluster-0")).to.deep.equal(folderOf("old"));
    expect(readdirSync(work.path("out"))).to.deep.equal(["cluster-0", "cluster-1"]);
  });
});
