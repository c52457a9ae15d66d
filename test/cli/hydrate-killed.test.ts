import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, run } from "../tools.ts";
import { hydrateArgs, kustomization, printBuilt, resource } from "./built.ts";

/** Each change, by `npm run test:hydrate`; else some of them. */
const every = process.env.HYDRATE_ROUNDS === undefined ? 5 : 1;

describe("hydrate, killed before each single change that it makes to the file system", function () {
  this.timeout(480_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("kustomize.sh", printBuilt);
  });
  afterEach(() => work.remove());

  const hydrate = (given: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    run(program, hydrateArgs(work, given), { cwd: work.path(), env });
  const write = (folder: string, version: string) =>
    work.write(
      `${folder}/built.yaml`,
      ["x", version].map((name) => resource("ConfigMap", name, { namespace: "pg", data: version })).join("---\n"),
    );
  const folderOf = (version: string) => ({
    "kustomization.yaml": kustomization(...[`pg/configmap-${version}.yaml`, "pg/configmap-x.yaml"].sort()),
    [`pg/configmap-${version}.yaml`]: resource("ConfigMap", version, { namespace: "pg", data: version }),
    "pg/configmap-x.yaml": resource("ConfigMap", "x", { namespace: "pg", data: version }),
  });
  const below = (folder: string, files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([file, text]) => [join(folder, file), text]));

  /** Prepares, kills a run before its n-th change, and looks at what is left; for n from 1 on, until a run comes to its end. */
  function atEachStep(args: readonly string[], prepare: () => void, look: (step: number) => void): number {
    for (let step = 1; ; step += every) {
      prepare();
      const NODE_OPTIONS = `--require ${join(import.meta.dirname, "kill-at-step.cjs")}`;
      const { status, stderr } = hydrate(args, { NODE_OPTIONS, KILL_AT: String(step) });
      expect(stderr).to.equal("");
      if (status === 0) return step;
      expect(status).to.equal(null);
      look(step);
    }
  }

  for (const [what, before] of [
    ["a folder that a run wrote", { ...folderOf("old"), "notes/README.md": "by hand\n", "pg/todo.txt": "by hand\n" }],
    ["a folder that holds only what no run wrote", { "notes/README.md": "by hand\n", "pg/todo.txt": "by hand\n" }],
  ] as const) {
    it(`${what}: it is the old or the new one, whole; the next run ends the work`, () => {
      const ours = (files: Readonly<Record<string, string>>) =>
        Object.fromEntries(Object.entries(files).filter(([, text]) => text !== "by hand\n"));
      const byHand = { "notes/README.md": "by hand\n", "pg/todo.txt": "by hand\n" };
      const steps = atEachStep(
        ["a", "-o", "out"],
        () => {
          run("rm", ["-rf", work.path("out")]);
          for (const [file, text] of Object.entries(before)) work.write(join("out/a", file), text);
          write("a", "new");
        },
        () => {
          // Between two renames the folder stands aside.
          const at = existsSync(work.path("out/a")) ? "out/a" : "out/.a.hydrate-old";
          const found = ours(work.files(at));
          const { "kustomization.yaml": newList } = folderOf("new");
          const old = ours(before);
          const whole = "pg/configmap-new.yaml" in found ? folderOf("new") : old;
          // What lists files that are not there yet is refused by kustomize.
          const marked = Object.keys(old).length === 0 ? { "kustomization.yaml": newList } : whole;
          expect(found).to.deep.be.oneOf([whole, marked]);
          expect(hydrate(["a", "-o", "out"])).to.deep.equal({
            status: 0,
            stdout: "1 of 1 folders hydrated.\n",
            stderr: "",
          });
          expect(work.files("out")).to.deep.equal(below("a", { ...byHand, ...folderOf("new") }));
          expect(readdirSync(work.path("out"))).to.deep.equal(["a"]);
        },
      );
      expect(steps).to.be.greaterThan(20);
    });
  }

  it("--prune: the next run removes the rest, but perhaps an empty folder", () => {
    const steps = atEachStep(
      ["keep", "--prune", "--shard", "2/2", "-o", "out"],
      () => {
        for (const [file, text] of Object.entries(below("out/gone/deep", folderOf("old")))) work.write(file, text);
        work.write("out/gone/README.md", "by hand\n");
      },
      () => {
        expect(hydrate(["keep", "--prune", "--shard", "2/2", "-o", "out"]).status).to.equal(0);
        expect(work.files("out")).to.deep.equal({ "gone/README.md": "by hand\n" });
        const left = readdirSync(work.path("out"), { recursive: true, encoding: "utf8" });
        expect(left.sort()).to.be.deep.oneOf([
          ["gone", "gone/README.md"],
          ["gone", "gone/README.md", "gone/deep"],
        ]);
      },
    );
    expect(steps).to.be.greaterThan(10);
  });
});
