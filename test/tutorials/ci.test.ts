import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { docker, requireTool, root, run, start, which } from "../tools.ts";
import { ciClusters, type Repository, repository } from "./pipeline.ts";

const folder = join(root, "tutorials", "ci");
const read = (file: string) => readFileSync(join(folder, file), "utf8");

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly script?: string;
}

describe("the pipelines of tutorials/ci", function () {
  this.timeout(480_000);
  let origin: Repository;
  before(function () {
    requireTool(this, "kustomize", which("kustomize"));
    requireTool(this, "git", which("git"));
  });
  beforeEach(() => {
    origin = repository(ciClusters);
  });
  afterEach(() => origin.work.remove());

  /** What hydrate makes of the clusters, as the branch has it. */
  const hydrated = () => {
    origin.script("expand-pgbackrest hydrate clusters/* -o hydrated", { cwd: "tutorials/ci" });
    return origin.work.files("tutorials/ci/hydrated");
  };

  describe("github-actions.yaml", () => {
    const workflow = parse(read("github-actions.yaml"));
    const { comment, publish } = workflow.jobs;

    /** Runs the steps of a job, all but those that need GitHub. */
    function pipeline(context: Mocha.Context, job: { readonly steps: readonly Step[] }, clone: string): void {
      requireTool(context, "docker with the image", docker());
      const { work, script } = origin;
      const temp = `temp-of-${clone}`; // the runner's, new for every job
      work.write(`${temp}/path`, "");
      for (const { name, run: text } of job.steps) {
        if (text === undefined || name === "Comment") continue;
        const added = work.read(`${temp}/path`).trim();
        script(`PATH=${added}:$PATH\n${text}`, {
          cwd: clone,
          env: {
            RUNNER_TEMP: work.path(temp),
            GITHUB_PATH: work.path(temp, "path"),
            GITHUB_STEP_SUMMARY: work.path(temp, "summary.md"),
            GITHUB_SHA: "0123456",
          },
        });
      }
    }

    it("has these steps, and only Comment and Push leave the machine", () => {
      expect(Object.keys(workflow)).to.deep.equal(["name", "on", "concurrency", "permissions", "jobs"]);
      const same = [undefined, "Get the function", "Get the rendered branch", "Check", "Hydrate"];
      const names = ({ steps }: { steps: readonly Step[] }) => steps.map(({ name }) => name);
      expect(names(comment)).to.deep.equal([...same, "Compare", "Comment"]);
      expect(names(publish)).to.deep.equal([...same, "Commit", "Push"]);
      expect(publish.steps.slice(0, same.length)).to.deep.equal(comment.steps.slice(0, same.length));
    });

    it("lets only a push to main write to the repository", () => {
      expect(workflow.on).to.deep.equal({ pull_request: { branches: ["main"] }, push: { branches: ["main"] } });
      const rights = Object.values<{ if: string; permissions: object }>(workflow.jobs).map((job) => [
        job.if,
        job.permissions,
      ]);
      expect([workflow.permissions, ...rights]).to.deep.equal([
        {},
        ["github.event_name == 'pull_request'", { contents: "read", "pull-requests": "write" }],
        ["github.event_name == 'push'", { contents: "write" }],
      ]);
    });

    it("renders main into the branch, and comments a pull request with what it changes", function () {
      origin.clone("main");
      pipeline(this, publish, "main");
      const { work, rendered, script } = origin;
      expect(work.read("temp-of-main/function/expand-pgbackrest")).to.equal(readFileSync(start, "utf8"));
      script("git checkout --quiet main", { cwd: "tutorials/ci" });
      const whole = rendered();
      expect(whole).to.deep.equal(hydratedBelow("clusters"));
      origin.clone("change", "change");
      pipeline(this, comment, "change");
      for (const file of ["change/comment.md", "temp-of-change/summary.md"])
        expect(work.read(file)).to.equal(read("expected-comment.md"));
      expect(rendered()).to.deep.equal(whole);
    });

    it("comments also where a policy is violated, and fails then", () => {
      const { clone, script, work } = origin;
      const steps = (job: { readonly steps: readonly Step[] }, cwd: string, ...names: readonly string[]) => {
        work.write(`temp-of-${cwd}/summary.md`, "");
        const env = {
          RUNNER_TEMP: work.path(`temp-of-${cwd}`),
          GITHUB_STEP_SUMMARY: work.path(`temp-of-${cwd}/summary.md`),
        };
        for (const { name = "", run: text = "" } of job.steps) {
          if (!names.includes(name)) continue;
          const status = name === "Compare" ? 1 : 0;
          script(text.replace(/(plan rendered)/, "$1 --require-window 90d"), { cwd, status, env });
        }
      };
      clone("main");
      steps(publish, "main", "Get the rendered branch", "Hydrate", "Commit", "Push");
      clone("change", "change");
      steps(comment, "change", "Get the rendered branch", "Hydrate", "Compare");
      expect(work.read("change/comment.md")).to.match(
        /^## What this changes[\s\S]*Falls short of the policy[\s\S]*```diff[\s\S]*```\n$/,
      );
      expect(work.read("temp-of-change/summary.md")).to.equal(work.read("change/comment.md"));
      const { if: condition } = comment.steps.find(({ name }: Step) => name === "Comment");
      expect(condition.replace(/^\$\{\{ (.*) \}\}$/, "$1").split(" && ")).to.deep.equal([
        "!cancelled()",
        "hashFiles('comment.md') != ''",
        "github.event.pull_request.head.repo.full_name == github.repository",
      ]);
    });

    it("removes a cluster from the branch that is removed from main", function () {
      origin.clone("main");
      pipeline(this, publish, "main");
      const remove =
        "git checkout --quiet main && git rm -rq clusters/events && git commit --quiet -m Remove && git push --quiet origin main";
      origin.script(remove, { cwd: "tutorials/ci" });
      origin.clone("later");
      pipeline(this, publish, "later");
      expect(Object.keys(origin.rendered()).map((file) => file.split("/")[1])).to.deep.equal(
        new Array(6).fill("orders"),
      );
    });
  });

  const hydratedBelow = (name: string) =>
    Object.fromEntries(Object.entries(hydrated()).filter(([file]) => file.startsWith(`${name}/`)));

  describe("gitlab-ci.yaml", () => {
    const { default: _, stages, ...jobs } = parse(read("gitlab-ci.yaml"), { merge: true });
    const shell = ["bash", "-eo", "pipefail"]; // as the runner does

    it("has these jobs, and only those of the stage publish leave the machine", () => {
      expect(stages).to.deep.equal(["hydrate", "publish"]);
      const visible = Object.entries<{ stage: string }>(jobs).filter(([name]) => !name.startsWith("."));
      expect(visible.map(([name, { stage }]) => [name, stage])).to.deep.equal([
        ["hydrate", "hydrate"],
        ["compare", "hydrate"],
        ["comment", "publish"],
        ["push", "publish"],
      ]);
    });

    it("hydrates, reports findings, and comments a merge request with what it changes", () => {
      const { clone, script, work } = origin;
      const job = (name: string, cwd: string) => {
        for (const text of jobs[name].script)
          script(text, { cwd, shell, env: { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main" } });
      };
      clone("main");
      job("hydrate", "main");
      for (const report of ["check.xml", "hydrate.xml"])
        expect(work.read(`main/${report}`)).to.match(
          /^<\?xml[^\n]*\n<testsuites>\n {2}<testsuite name="expand-pgbackrest" [^\n]* tests="\d+" failures="0" errors="0"/,
        );
      script("git checkout --quiet main", { cwd: "tutorials/ci" });
      expect(work.files("main/rendered")).to.deep.equal(hydrated());
      clone("change", "change");
      job("compare", "change");
      const onBranch = read("expected-comment.md").replaceAll(/([ab])\/clusters/g, "$1/rendered/clusters");
      expect(work.read("change/comment.md")).to.equal(onBranch);
    });
  });

  it("comments in GitLab also where a policy is violated, and fails then", () => {
    const { clone, script, work } = origin;
    const { comment, compare } = parse(read("gitlab-ci.yaml"), { merge: true });
    clone("change", "change");
    for (const text of compare.script)
      script(text.replace(/(plan rendered)/, "$1 --require-window 90d"), {
        ...{ cwd: "change", shell: ["bash", "-eo", "pipefail"], status: text.includes("comment.md") ? 1 : 0 },
        env: { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main" },
      });
    expect(work.read("change/comment.md")).to.match(
      /^## What this changes[\s\S]*Falls short of the policy[\s\S]*```diff[\s\S]*```\n$/,
    );
    expect(compare.artifacts).to.deep.equal({ when: "always", paths: ["comment.md"] });
    expect(comment.rules).to.deep.equal([{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"', when: "always" }]);
  });

  describe("tekton.yaml", () => {
    const { spec } = parse(read("tekton.yaml"));
    const steps: readonly Step[] = spec.steps;

    it("renders a branch into the branch, and changes nothing where nothing changed", () => {
      expect(steps.map(({ name }) => name)).to.deep.equal(["clone", "hydrate", "commit", "push"]);
      const { script, work, rendered } = origin;
      const task = (cwd: string) => {
        work.write(`${cwd}/x`, "");
        script("rm x", { cwd });
        for (const { script: text = "" } of steps)
          script(text, {
            cwd,
            shell: ["sh", "-e"],
            env: { URL: `file://${work.path("tutorials/origin.git")}`, REVISION: "main" },
          });
      };
      const tip = () => run("git", ["-C", work.path("tutorials/origin.git"), "rev-parse", "rendered"]).stdout;
      task("first");
      const first = tip();
      task("second");
      expect(tip()).to.equal(first);
      script("git checkout --quiet main", { cwd: "tutorials/ci" });
      expect(rendered()).to.deep.equal(hydrated());
    });

    it("gives its scripts their parameters by the environment, never by their text", () => {
      expect(spec.params.map(({ name }: { name: string }) => name)).to.deep.equal(["url", "revision"]);
      for (const { script } of steps) expect(script).not.to.include("$(params");
    });
  });
});
