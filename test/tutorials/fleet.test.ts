import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { requireTool, root, which } from "../tools.ts";
import { fleetClusters, type Repository, repository } from "./pipeline.ts";

const read = (file: string) => parse(readFileSync(join(root, "tutorials", "fleet", file), "utf8"), { merge: true });
const named = (steps: ReadonlyArray<{ name?: string; run: string }>, name: string) =>
  steps.find((step) => step.name === name)?.run ?? "";

describe("the parts of tutorials/fleet", function () {
  this.timeout(480_000);
  let origin: Repository;
  before(function () {
    requireTool(this, "kustomize", which("kustomize"));
    requireTool(this, "git", which("git"));
  });
  beforeEach(() => {
    origin = repository(fleetClusters);
  });
  afterEach(() => origin.work.remove());

  /** What one hydrate makes of all clusters on the branch. */
  const hydrated = (branch: string) => {
    const script = `git checkout --quiet ${branch} && expand-pgbackrest hydrate clusters/* -o hydrated-${branch}`;
    origin.script(script, { cwd: "tutorials/fleet" });
    return origin.work.files(`tutorials/fleet/hydrated-${branch}`);
  };

  it("github-matrix.yaml: the jobs together make what one would, and remove what is gone", () => {
    const { permissions, jobs } = read("github-matrix.yaml");
    expect([permissions, jobs.hydrate.permissions, jobs.push.permissions]).to.deep.equal([
      {},
      { contents: "read" },
      { contents: "write" },
    ]);
    const { clone, script, work, rendered } = origin;
    for (const branch of ["main", "change"]) {
      mkdirSync(work.path(`downloaded-${branch}`));
      for (const [index, shard] of jobs.hydrate.strategy.matrix.shard.entries()) {
        const cwd = `job-${branch}-${index}`;
        clone(cwd, branch);
        script(named(jobs.hydrate.steps, "Hydrate"), { cwd, env: { SHARD: shard } });
        cpSync(work.path(cwd, "rendered"), work.path(`downloaded-${branch}`), { recursive: true }); // as the artifact actions do
      }
      const cwd = `push-${branch}`;
      clone(cwd, "rendered");
      script(named(jobs.push.steps, "Remove what was rendered before"), { cwd });
      cpSync(work.path(`downloaded-${branch}`), work.path(cwd), { recursive: true });
      for (const step of ["Check", "Commit", "Push"])
        script(named(jobs.push.steps, step), { cwd, env: { GITHUB_SHA: branch } });
      expect(rendered()).to.deep.equal(hydrated(branch));
    }
    expect(Object.keys(rendered()).some((file) => file.includes("db-003"))).to.equal(false);
  });

  it("argo-workflow.yaml: the pods together make what one would, and remove what is gone", () => {
    const { spec } = read("argo-workflow.yaml");
    const [render, hydrate, push] = spec.templates;
    const [[each]] = render.steps;
    const { start, end } = each.withSequence;
    const { clone, script, work, rendered } = origin;
    for (const branch of ["main", "change"]) {
      for (let item = Number(start); item <= Number(end); item += 1) {
        const shard = each.arguments.parameters[0].value.replace("{{item}}", String(item));
        clone(`pod-${branch}-${item}/source`, branch);
        script(hydrate.script.source, {
          cwd: `pod-${branch}-${item}/source`,
          shell: hydrate.script.command,
          env: { SHARD: shard },
        });
        const pod = work.path(`pod-${branch}-${item}/rendered`);
        cpSync(pod, work.path(`push-${branch}/rendered`), { recursive: true }); // as the artifact repository does
      }
      clone(`push-${branch}/source`, "rendered");
      const env = { GIT_USER: "fake", GIT_PASSWORD: "fake" };
      script(push.script.source, { cwd: `push-${branch}/source`, shell: push.script.command, env });
      expect(rendered()).to.deep.equal(hydrated(branch));
    }
    expect(Object.keys(rendered()).some((file) => file.includes("db-003"))).to.equal(false);
  });
});
