import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { requireTool, root, run, which } from "../tools.ts";
import { type Runner, runAction } from "./composite.ts";
import { type Comment, comments, type Listening, registry } from "./servers.ts";

const lost = "repo1 has a cipher passphrase but no cipher type";

describe("action.yml", function () {
  this.timeout(480_000);
  let work: Workspace;
  let npm: Listening;
  let runner: Runner;

  before(async () => {
    work = workspace("tutorials/s3", "action");
    // As a checkout of the action is: nothing is built in it.
    for (const file of ["package.json", "action.yml"])
      work.write(`checkout/${file}`, readFileSync(join(root, file), "utf8"));
    for (const [file, text] of Object.entries(work.files("action"))) work.write(`checkout/action/${file}`, text);
    npm = await registry(work.path());
    for (const folder of ["temp", "repository"]) mkdirSync(work.path(folder));
    work.write("event.json", JSON.stringify({ pull_request: { number: 7 } }));
    runner = {
      workspace: work.path("repository"),
      action: work.path("checkout"),
      temp: work.path("temp"),
      env: {
        npm_config_registry: npm.url,
        npm_config_cache: work.path("npm"),
        GITHUB_EVENT_PATH: work.path("event.json"),
        GITHUB_REPOSITORY: "o/r",
        GITHUB_WORKFLOW: "Backups -->",
        GITHUB_JOB: "check",
      },
    };
    const good = work.read("tutorials/s3/postgresql.yaml");
    const bad = good.replace(/^.*repo1-cipher-type.*\n/m, "");
    work.write("repository/good/one.yaml", good);
    for (const [name, text] of Object.entries({ good, bad })) {
      work.write(`repository/built/${name}/postgresql.yaml`, text);
      work.write(`repository/built/${name}/s3.conf`, work.read("tutorials/s3/s3.conf"));
      work.write(
        `repository/built/${name}/kustomization.yaml`,
        "resources: [postgresql.yaml]\nsecretGenerator:\n- { name: demo-s3, namespace: pg, files: [s3.conf] }\ngeneratorOptions: { disableNameSuffixHash: true }\n",
      );
    }
  });
  after(() => {
    npm.close();
    work.remove();
  });

  it("passes for files that are right, with the program of its own version from the registry", async () => {
    const { status, stdout, summary, outputs } = await runAction(runner, { paths: "good" });
    expect(status, stdout).to.equal(0);
    expect(stdout).to.match(/^::stop-commands::(\S+)\n[\s\S]*1 cluster: 0 errors[\s\S]*^::\1::$/m);
    expect(summary).to.match(/^### Backups \(expand-pgbackrest\)\n\nThe check passes\.\n\n```text\n[\s\S]*\n```\n$/);
    expect(outputs.result).to.equal("0");
    expect(existsSync(work.path("repository", "node_modules"))).to.equal(false);
  });

  it("fails for a mistake in what a kustomization builds, and annotates its line", async function () {
    requireTool(this, "kustomize", which("kustomize"));
    const { status, stdout, summary } = await runAction(runner, { kustomize: "\n  built/*  \n\n", format: "github" });
    expect(status).to.equal(1);
    expect(stdout).to.include("2 clusters: ");
    expect(stdout).to.match(/^::error .*file=built\/bad\/s3\.conf,line=\d+/m);
    expect(summary).to.include("**The check fails.**").and.to.include(lost);
  });

  it("writes the report of a format to a file, and fails on warnings where it is asked to", async function () {
    requireTool(this, "kustomize", which("kustomize"));
    const { status, outputs, stdout } = await runAction(runner, {
      kustomize: "built/bad",
      format: "sarif",
      "fail-on": "warning",
    });
    expect(status).to.equal(1);
    const sarif = JSON.parse(readFileSync(outputs.report ?? "", "utf8"));
    expect(sarif.runs[0].results.length).to.be.greaterThan(0);
    expect(stdout).not.to.include('"$schema"');
  });

  it("checks the whole repository without paths", async () => {
    const { stdout } = await runAction(runner, {});
    expect(stdout).to.match(/^3 clusters: /m);
  });

  it("says what is wrong with its own inputs, and fails", async () => {
    for (const [inputs, said] of [
      [{ paths: "nowhere" }, "nowhere"],
      [{ paths: "good", format: "pdf" }, "--format cannot be `pdf`"],
      [{ paths: "good", "fail-on": "sometimes" }, "--fail-on cannot be `sometimes`"],
    ] as const) {
      const { status, stderr } = await runAction(runner, inputs, "Get the program");
      expect(status).to.equal(2);
      expect(stderr).to.include(said);
    }
  });

  describe("takes hostile inputs for names", () => {
    const hostile = [
      `"; touch "$MARK"; echo "`,
      "$(touch $MARK)",
      "`touch $MARK`",
      "'; touch $MARK; '",
      "--config=/etc/passwd",
      "-o/etc/passwd",
      "good\n$(touch $MARK)",
      "[a-",
      "*; touch $MARK",
      "\\",
    ];
    for (const value of hostile)
      it(JSON.stringify(value), async () => {
        const mark = work.path("mark");
        const given = { ...runner, env: { ...runner.env, MARK: mark } };
        for (const inputs of [
          { paths: value, kustomize: value, config: value },
          { paths: "good", format: value, "fail-on": value },
        ]) {
          const { status, stdout } = await runAction(given, inputs, "Get the program");
          expect(status).to.be.oneOf([1, 2]);
          expect(existsSync(mark)).to.equal(false);
          expect(stdout).not.to.match(/^::(?!stop-commands::|[0-9a-f-]{36}::|error file=)/m);
        }
      });
  });

  it("shows names and texts of the repository to people, not to the runner", async () => {
    for (const name of ["::error::x.yaml", "```.yaml"]) work.write(`repository/${name}`, "kind: postgresql\na: [\n");
    const { stdout, summary } = await runAction(
      runner,
      { paths: "good\n::*\n```.yaml", format: "text" },
      "Get the program",
    );
    for (const name of ["::error::x.yaml", "```.yaml"]) rmSync(work.path("repository", name));
    const [, inside = "", after] = /^::stop-commands::\S+\n([\s\S]*)^::[0-9a-f-]{36}::\n([\s\S]*)$/m.exec(stdout) ?? [];
    expect(inside).to.include(":error::x.yaml:").and.to.include("```.yaml");
    expect(after).to.equal("");
    expect(summary).to.include(":error::x.yaml:");
  });

  it("fences what it shows, whatever that is, and cuts whole lines where it is long", () => {
    const shown = (text: string) => {
      work.write("shown.txt", text);
      return run("node", [join(root, "action/summary.mjs"), work.path("shown.txt")], { env: { CHECK_RESULT: "1" } })
        .stdout;
    };
    const head = "### Backups (expand-pgbackrest)\n\n**The check fails.**\n\n";
    expect(shown("a\n````\n# not a title\n")).to.equal(
      `${head}\`\`\`\`\`text\na\n\`\`\`\`\n# not a title\n\`\`\`\`\`\n`,
    );
    const long = shown(`${"é".repeat(99)}\n`.repeat(1000));
    expect(long).to.equal(
      `${head}\`\`\`text\n${`${"é".repeat(99)}\n`.repeat(600)}\`\`\`\n\nThere is more: see the log of the job.\n`,
    );
  });

  describe("with `comment`", () => {
    const comment = async (all: Comment[], status?: number, inputs: object = {}) => {
      const asked: string[] = [];
      const api = await comments(all, asked, status);
      const given = { ...runner, env: { ...runner.env, GITHUB_API_URL: api.url } };
      const job = await runAction(given, { paths: "good", comment: "true", ...inputs }, "Get the program");
      api.close();
      return { ...job, asked, tokens: [...api.tokens] };
    };

    it("writes one, and replaces it later", async () => {
      const all: Comment[] = [];
      const first = await comment(all);
      expect(first.status, first.stdout).to.equal(0);
      expect(first.tokens).to.deep.equal(["Bearer token-of-the-job"]);
      expect(all.map(({ body }) => body)).to.deep.equal([
        `<!-- expand-pgbackrest Backups%20%2D%2D%3E%20check -->\n${first.summary}`,
      ]);
      const second = await comment(all, 200, { paths: "nowhere" });
      expect(second.status).to.equal(2);
      expect(all).to.have.lengthOf(1);
      expect(all[0]?.body).to.include("**The check fails.**").and.to.include("nowhere");
      expect(second.asked.at(-1)).to.equal("PATCH /repos/o/r/issues/comments/1");
    });

    it("finds its own among many, and leaves a person's alone", async () => {
      const all = Array.from({ length: 230 }, (_, index): Comment => {
        const type = index === 220 ? "Bot" : "User";
        return { id: index + 1, user: { type }, body: "<!-- expand-pgbackrest Backups%20%2D%2D%3E%20check -->\nold" };
      });
      await comment(all);
      expect(all).to.have.lengthOf(230);
      expect(all.filter(({ body }) => !body.endsWith("old")).map(({ id }) => id)).to.deep.equal([221]);
    });

    it("says where it may not write one, and keeps the result", async () => {
      const { status, stdout } = await comment([], 403);
      expect(status).to.equal(0);
      expect(stdout).to.include(
        "::warning title=expand-pgbackrest::The comment could not be written: GitHub answers 403",
      );
    });

    it("writes none for a push", async () => {
      work.write("push.json", "{}");
      const asked: string[] = [];
      const api = await comments([], asked);
      const env = { ...runner.env, GITHUB_API_URL: api.url, GITHUB_EVENT_PATH: work.path("push.json") };
      const { status, stdout } = await runAction({ ...runner, env }, { paths: "good", comment: "true" });
      api.close();
      expect({ status, asked }).to.deep.equal({ status: 0, asked: [] });
      expect(stdout).to.include("not of a pull request");
    });
  });

  it("asks for Node where the runner has none", async () => {
    mkdirSync(work.path("few-programs"));
    for (const name of ["bash", "cat"]) symlinkSync(which(name) ?? name, work.path("few-programs", name));
    const { status, stdout } = await runAction(
      { ...runner, env: { ...runner.env, PATH: work.path("few-programs") } },
      { paths: "good" },
    );
    expect(status).to.equal(1);
    expect(stdout).to.match(/^::error title=expand-pgbackrest::.*actions\/setup-node/);
  });
});
