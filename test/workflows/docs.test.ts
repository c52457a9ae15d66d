import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { workspace } from "../hosts/example.ts";
import { root, run } from "../tools.ts";
import { action } from "./composite.ts";
import { installed, schemaErrors } from "./tools.ts";

const read = (file: string) => readFileSync(join(root, file), "utf8");
const page = read("docs/ci.md");
const { version } = JSON.parse(read("package.json"));

/** The YAML block of a chapter. */
const blockOf = (chapter: string) =>
  new RegExp(`^## ${chapter}$[\\s\\S]*?^\`\`\`yaml\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(page)?.[1] ?? "";

describe("docs/ci.md", function () {
  this.timeout(240_000);

  it("has a workflow that actionlint and zizmor accept, with inputs that the action has", function () {
    const text = blockOf("GitHub Actions");
    const { status, stdout } = run(installed(this, "bin/actionlint"), ["-no-color", "-"], { input: text });
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: "" });
    expect(schemaErrors(this, "github-workflows", parse(text))).to.deep.equal([]);
    const [, step] = parse(text).jobs.check.steps;
    expect(step.uses).to.equal(`cybertec-postgresql/expand-pgbackrest@v${version}`);
    expect(Object.keys(action.inputs)).to.include.members(Object.keys(step.with));
    const work = workspace();
    work.write(".github/workflows/backups.yaml", text.replace(`@v${version}`, `@${"0".repeat(40)} # v${version}`));
    const zizmor = installed(this, "python/bin/zizmor");
    const judged = run(zizmor, ["--offline", "--no-progress", "--no-config", work.path(".github")]);
    work.remove();
    expect(judged.status, judged.stdout).to.equal(0);
  });

  it("includes the template of GitLab with inputs that it has", function () {
    const { include } = parse(blockOf("GitLab CI"));
    expect(schemaErrors(this, "gitlab-ci", { include })).to.deep.equal([]);
    const [{ remote, inputs }] = include;
    const path = remote.replace(
      `https://raw.githubusercontent.com/cybertec-postgresql/expand-pgbackrest/v${version}/`,
      "",
    );
    const [header = ""] = read(path).split("\n---\n");
    expect(Object.keys(parse(header).spec.inputs)).to.include.members(Object.keys(inputs));
  });

  it("configures hooks that there are, as pre-commit reads it", function () {
    const python = join(dirname(installed(this, "python/bin/pre-commit")), "..");
    const text = blockOf("pre-commit");
    const work = workspace();
    work.write(".pre-commit-config.yaml", text);
    const { status, stdout } = run("python3", ["-m", "pre_commit", "validate-config", ".pre-commit-config.yaml"], {
      cwd: work.path(),
      env: { PYTHONPATH: python, PRE_COMMIT_HOME: work.path("home") },
    });
    work.remove();
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: "" });
    const [{ rev, hooks }] = parse(text).repos;
    expect(rev).to.equal(`v${version}`);
    const ids = parse(read(".pre-commit-hooks.yaml")).map(({ id }: { id: string }) => id);
    for (const { id } of hooks) expect(ids).to.include(id);
    expect(ids).to.include(/The hook `([\w-]+)`/.exec(page)?.[1]);
  });

  it("uses the Task of Tekton with params that it has", () => {
    const [, path = ""] = /kubectl apply -f \S+\/v[\d.]+\/(\S+)/.exec(page) ?? [];
    const task = parse(read(path));
    const [{ taskRef, params, workspaces }] = parse(blockOf("Tekton"));
    const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
    expect(taskRef.name).to.equal(task.metadata.name);
    expect(names(task.spec.params)).to.include.members(names(params));
    expect(names(workspaces)).to.deep.equal(names(task.spec.workspaces));
  });

  it("has commands that the program understands", () => {
    const commands = [...page.matchAll(/\bcheck (clusters --[^`\n]*)/g)].map(([, args = ""]) => args.trim().split(" "));
    expect(commands).to.have.lengthOf(2);
    for (const args of commands) {
      const { status, stderr } = run("node", [join(root, "dist/expand-pgbackrest.cjs"), "check", ...args], {
        cwd: join(root, "tutorials/ci"),
      });
      expect(status, stderr).to.equal(0);
    }
  });

  for (const file of ["docs/ci.md", "docs/releasing.md"])
    it(`links to files that are there: ${file}`, () => {
      const links = [...read(file).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)];
      expect(links).not.to.deep.equal([]);
      for (const [, path = ""] of links) expect(existsSync(join(root, dirname(file), path)), path).to.equal(true);
    });
});
