import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";
import { installed } from "./tools.ts";

const git = ["-c", "user.name=me", "-c", "user.email=me@example.com", "-c", "init.defaultBranch=main"];

describe(".pre-commit-hooks.yaml", function () {
  this.timeout(300_000);
  let work: Workspace;
  let python: string;

  before(function () {
    python = join(installed(this, "python/bin/pre-commit"), "..", "..");
    requireTool(this, "git", which("git"));
    work = workspace("tutorials/s3");
    mkdirSync(work.path("path"));
    symlinkSync(program, work.path("path", "expand-pgbackrest"));

    // This repository, as it would be committed now.
    const files = run("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root });
    for (const file of files.stdout.trim().split("\n")) {
      if (/^(?:test|tutorials|bench)\/|^package-lock\.json$/.test(file) || !existsSync(join(root, file))) continue;
      cpSync(join(root, file), work.path("as/deep/as/hooks", file));
    }
    const manifest = JSON.parse(work.read("as/deep/as/hooks/package.json"));
    // What the build needs comes from this project's own node_modules, so nothing is downloaded.
    manifest.devDependencies = Object.fromEntries(
      Object.keys(manifest.devDependencies).map((name) => [name, `file:${join(root, "node_modules", name)}`]),
    );
    manifest.overrides = undefined;
    work.write("as/deep/as/hooks/package.json", JSON.stringify(manifest));
    const lock = ["install", "--package-lock-only", "--offline", "--ignore-scripts", "--no-audit"];
    const locked = run("npm", lock, {
      cwd: work.path("as/deep/as/hooks"),
      env: { npm_config_cache: work.path("npm") },
    });
    expect(locked.status, locked.stderr).to.equal(0);
    commit("as/deep/as/hooks");
    expect(run("git", ["tag", "v1.0.0"], { cwd: work.path("as/deep/as/hooks") }).status).to.equal(0);
    commit("repository", "start");
  });
  after(() => work?.remove());

  function commit(folder: string, file?: string): void {
    mkdirSync(work.path(folder), { recursive: true });
    if (file !== undefined) work.write(`${folder}/${file}`, "");
    const script = `git init --quiet . && git add --all && git ${git.map((each) => `'${each}'`).join(" ")} commit --quiet --message Start`;
    const { status, stderr } = run("bash", ["-euc", script], { cwd: work.path(folder) });
    expect(status, stderr).to.equal(0);
  }

  function preCommit(...args: readonly string[]) {
    return run("python3", ["-m", "pre_commit", ...args], {
      cwd: work.path("repository"),
      env: {
        PYTHONPATH: python,
        PATH: [work.path("path"), process.env.PATH].join(delimiter),
        PRE_COMMIT_HOME: work.path("home"),
        npm_config_cache: work.path("npm"),
        npm_config_offline: "true",
        PRE_COMMIT_COLOR: "never",
      },
    });
  }

  it("is a manifest to pre-commit", () => {
    const { status, stdout } = preCommit("validate-manifest", join(root, ".pre-commit-hooks.yaml"));
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: "" });
  });

  for (const { id, language } of parse(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8")))
    it(`has a hook that stops a commit with a mistake, and no other: ${id}`, () => {
      const good = work.read("tutorials/s3/postgresql.yaml");
      const stage = (text: string, more = "") => {
        work.write("repository/clusters/postgresql.yaml", text);
        work.write("repository/clusters/s3.conf", work.read("tutorials/s3/s3.conf"));
        work.write("repository/values.yaml", "replicas: 2\n");
        work.write(
          "repository/.pre-commit-config.yaml",
          `repos:\n- repo: file://${work.path("as/deep/as/hooks")}\n  rev: v1.0.0\n  hooks:\n  - id: ${id}\n${language === "node" ? "    language_version: system\n" : ""}${more}`,
        );
        expect(run("git", ["add", "--all"], { cwd: work.path("repository") }).status).to.equal(0);
      };
      stage(good);
      const passed = preCommit("run");
      expect(passed.status, passed.stdout + passed.stderr).to.equal(0);
      expect(passed.stdout).to.match(/^check backups of CYBERTEC PG operator clusters.*Passed$/m);

      stage(good.replace("name: repo1", "name: repo9"));
      const failed = preCommit("run");
      expect(failed.status, failed.stdout).to.equal(1);
      expect(failed.stdout).to.match(/^clusters\/postgresql\.yaml:\d+:\d+: .* error: .*repo9/m);

      stage(good, "    args: [clusters, --fail-on, warning, --require-clusters, '2']\n");
      expect(preCommit("run").stdout).to.include("2");

      work.write("repository/notes.txt", "nothing to do with it\n");
      expect(preCommit("run", "--files", "notes.txt").stdout).to.include("no files to check");
    });
});
