import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { workspace } from "../hosts/example.ts";
import { root, run } from "../tools.ts";
import { installed, schemaErrors } from "./tools.ts";

const folder = ".github/workflows";
const workflows = readdirSync(join(root, folder)).sort();
const read = (file: string) => readFileSync(join(root, folder, file), "utf8");

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly uses?: string;
  readonly steps?: readonly { readonly uses?: string; readonly run?: string; readonly with?: object }[];
}

const jobs = workflows.flatMap((file) =>
  Object.entries<Job>(parse(read(file)).jobs).map(([name, job]) => ({ id: `${file} ${name}`, job })),
);

describe("workflows of GitHub", function () {
  this.timeout(240_000);

  it("are those that CONTRIBUTING.md and docs/releasing.md speak of", () =>
    expect(workflows).to.deep.equal(["audit.yml", "ci.yml", "release.yml"]));

  it("are right to actionlint, which also says no to a wrong one", function () {
    const actionlint = installed(this, "bin/actionlint");
    const files = workflows.map((file) => join(folder, file));
    const { status, stdout, stderr } = run(actionlint, ["-no-color", ...files], { cwd: root });
    expect({ status, stdout, stderr }).to.deep.equal({ status: 0, stdout: "", stderr: "" });
    const wrong = read("release.yml").replace("steps.push.outputs.digest", "steps.pushed.outputs.digest");
    expect(run(actionlint, ["-no-color", "-"], { input: wrong }).stdout).to.include('property "pushed" is not defined');
  });

  it("are safe to zizmor, and so are the action and dependabot.yml; a mistake is found", function () {
    const zizmor = installed(this, "python/bin/zizmor");
    const args = ["--offline", "--no-progress", "--no-config", "--persona", "regular", "--color", "never"];
    const inputs = [".github", "action.yml"];
    const { status, stdout } = run(zizmor, [...args, ...inputs], { cwd: root });
    expect({ status, stdout: stdout.replace(/^No findings.*\n/m, "") }).to.deep.equal({ status: 0, stdout: "" });
    const work = workspace(".github");
    writeFileSync(
      work.path(folder, "release.yml"),
      read("release.yml").replace('"$GITHUB_REF_NAME" >>', "$" + "{{ github.ref_name }} >>"),
    );
    expect(run(zizmor, [...args, ".github"], { cwd: work.path() }).stdout).to.include("template-injection");
    work.remove();
  });

  for (const [schema, file] of [
    ...workflows.map((file) => ["github-workflows", join(folder, file)] as const),
    ["github-actions", "action.yml"] as const,
    ["dependabot", ".github/dependabot.yml"] as const,
  ])
    it(`fits the schema ${schema}: ${file}`, function () {
      expect(schemaErrors(this, schema, parse(readFileSync(join(root, file), "utf8")))).to.deep.equal([]);
    });

  it("give no permission to all jobs, and end", () => {
    for (const file of workflows) expect(parse(read(file)).permissions, file).to.deep.equal({});
    for (const { id, job } of jobs) if (job.uses === undefined) expect(job["timeout-minutes"], id).to.be.a("number");
  });

  it("give each job the permissions that it needs, and no others", () =>
    expect(Object.fromEntries(jobs.map(({ id, job }) => [id, job.permissions]))).to.deep.equal({
      "audit.yml audit": { contents: "read" },
      "ci.yml ci": { contents: "read" },
      "release.yml ci": { contents: "read" },
      "release.yml build": { contents: "read" },
      "release.yml image": { contents: "read", packages: "write" },
      "release.yml index": { attestations: "write", "id-token": "write", packages: "write" },
      "release.yml npm": { "id-token": "write" },
      "release.yml github": { attestations: "write", contents: "write", "id-token": "write" },
    }));

  it("say of every action which release its digest is", () => {
    const lines = workflows.flatMap((file) => [...read(file).matchAll(/^\s*(?:- )?uses: (?!\.\/)(.*)$/gm)]);
    expect(lines.length).to.be.greaterThan(15);
    const releases = new Map<string, string>();
    for (const [, line = ""] of lines) {
      expect(line).to.match(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      const [action = "", digest = ""] = line.split("@");
      expect(releases.get(action) ?? digest, `${action}, twice the same`).to.equal(digest);
      releases.set(action, digest);
    }
  });

  it("check out without leaving a token", () => {
    const checkouts = jobs
      .flatMap(({ job }) => job.steps ?? [])
      .filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts).to.have.length.greaterThan(4);
    for (const step of checkouts) expect(step.with).to.deep.equal({ "persist-credentials": false });
  });

  it("run only scripts that are there", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const commands = jobs.flatMap(({ job }) => (job.steps ?? []).map((step) => step.run ?? "")).join("\n");
    const files = [...commands.matchAll(/(?:tsx |^)((?:scripts|\.ci)\/[\w./-]+)/gm)].map(([, file = ""]) => file);
    expect(new Set(files)).to.include.all.keys(
      ".ci/run",
      "scripts/release/assemble.ts",
      "scripts/release/publish.sh",
      "scripts/release/version.ts",
    );
    for (const file of files) expect(run("ls", [join(root, file)]).status, file).to.equal(0);
    const named = [...commands.matchAll(/npm run --silent ([\w:-]+)/g)].map(([, name = ""]) => name);
    expect(named).to.include.members(["audit", "build", "executables", "sbom"]);
    for (const name of named) expect(scripts, name).to.have.property(name);
  });
});
