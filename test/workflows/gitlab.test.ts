import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";
import { registry } from "./servers.ts";
import { schemaErrors } from "./tools.ts";

const [header, content] = parseAllDocuments(readFileSync(join(root, "templates/check/template.yml"), "utf8")).map(
  (document) => document.toJS(),
);
type Inputs = Readonly<Record<string, string>>;

/** What GitLab makes of the component: inputs are put into keys and texts of what was read, so they never become YAML. */
function included(given: Inputs): Readonly<Record<string, Job>> {
  const fill = (text: string) =>
    text.replace(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name: string) => given[name] ?? header.spec.inputs[name].default);
  const filled = (value: unknown): unknown => {
    if (typeof value === "string") return fill(value);
    if (Array.isArray(value)) return value.map(filled);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, under]) => [fill(key), filled(under)]));
  };
  return JSON.parse(JSON.stringify(filled(content)));
}

interface Job {
  readonly stage: string;
  readonly image: string;
  readonly variables: Readonly<Record<string, { readonly value: string }>>;
  readonly script: readonly string[];
}

describe("templates/check/template.yml", function () {
  this.timeout(480_000);
  let work: Workspace;

  before(() => {
    work = workspace("tutorials/s3");
    mkdirSync(work.path("path"));
    symlinkSync(program, work.path("path", "expand-pgbackrest"));
    const good = work.read("tutorials/s3/postgresql.yaml");
    work.write("repository/good/one.yaml", good);
    work.write("repository/bad/one.yaml", good.replace("name: repo1", "name: repo9"));
    for (const [name, text] of Object.entries({ good, bad: good.replace(/^.*cipher-type.*\n/m, "") })) {
      work.write(`repository/built/${name}/postgresql.yaml`, text);
      work.write(`repository/built/${name}/s3.conf`, work.read("tutorials/s3/s3.conf"));
      work.write(
        `repository/built/${name}/kustomization.yaml`,
        "resources: [postgresql.yaml]\nsecretGenerator:\n- { name: demo-s3, namespace: pg, files: [s3.conf] }\ngeneratorOptions: { disableNameSuffixHash: true }\n",
      );
    }
  });
  after(() => work.remove());

  /** Runs the job as GitLab's runner does, in the shell of a small image. */
  function job(given: Inputs, env: Inputs = { PATH: `${work.path("path")}:${process.env.PATH}` }, shell = "sh") {
    const [task] = Object.values(included(given));
    const variables = Object.entries(task?.variables ?? {}).map(([name, { value }]) => [name, value] as const);
    return run(shell, ["-euc", (task?.script ?? []).join("\n")], {
      cwd: work.path("repository"),
      env: { ...Object.fromEntries(variables), ...env },
    });
  }

  it("fits GitLab's schema, header and job", function () {
    expect(schemaErrors(this, "gitlab-ci", header)).to.deep.equal([]);
    expect(schemaErrors(this, "gitlab-ci", included({}))).to.deep.equal([]);
    expect(schemaErrors(this, "gitlab-ci", { job: { script: 1 } })).not.to.deep.equal([]);
  });

  it("uses every input, and none that it does not have", () => {
    const text = JSON.stringify(content);
    const used = [...text.matchAll(/\$\[\[ inputs\.([\w-]+) \]\]/g)].map(([, name = ""]) => name);
    expect(new Set(used)).to.deep.equal(new Set(Object.keys(header.spec.inputs)));
    const [name, made] = Object.entries(included({ "job-name": "a: b", stage: "lint", image: "x" }))[0] ?? [];
    expect([name, made?.stage, made?.image]).to.deep.equal(["a: b", "lint", "x"]);
  });

  for (const shell of ["sh", "bash"])
    it(`reports what it finds, in ${shell}`, function () {
      requireTool(this, "kustomize", which("kustomize"));
      const passed = job({ paths: "good" }, undefined, shell);
      expect(passed.status, passed.stderr).to.equal(0);
      expect(JSON.parse(work.read("repository/gl-code-quality-report.json")).filter(isError)).to.deep.equal([]);
      const failed = job({ kustomize: "built/*", "fail-on": "warning" }, undefined, shell);
      expect(failed.status, failed.stderr).to.equal(1);
      expect(failed.stdout).to.include("2 clusters: ").and.to.include("[cipher-pass-without-type]");
      const report: readonly Reported[] = JSON.parse(work.read("repository/gl-code-quality-report.json"));
      expect(report.map(({ check_name, location }) => [check_name, location.path])).to.deep.include([
        "cipher-pass-without-type",
        "built/bad/s3.conf",
      ]);
      expect(work.read("repository/check-backups.xml")).to.include("cipher-pass-without-type");
    });

  it("checks the whole repository without inputs", () => {
    const { status, stdout } = job({});
    expect(status).to.equal(1);
    expect(stdout).to.match(/^4 clusters: /m);
  });

  it("gets the program from npm where the image has none", async () => {
    mkdirSync(work.path("few"));
    for (const name of ["node", "npm", "sh", "env", "mkdir"]) symlinkSync(which(name) ?? name, work.path("few", name));
    const npm = await registry(work.path());
    const [task] = Object.values(included({ paths: "good" }));
    const [first = "", second = ""] = task?.script ?? [];
    // Without the reports, which other tests are about.
    const script = `${first}command -v expand-pgbackrest\n${second.replace(/^if \[ "\$result"[\s\S]*?^fi$/m, "")}`;
    const child = spawn(
      which("sh") ?? "sh",
      ["-euc", script.replaceAll("/tmp/expand-pgbackrest", work.path("npm-prefix"))],
      {
        cwd: work.path("repository"),
        env: {
          PATH: work.path("few"),
          HOME: work.path(),
          CHECK_PATHS: "good",
          CHECK_KUSTOMIZE: "",
          CHECK_FAIL_ON: "error",
          CHECK_VERSION: header.spec.inputs["expand-pgbackrest-version"].default,
          npm_config_registry: npm.url,
          npm_config_cache: work.path("npm"),
        },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const [[status], stdout] = await Promise.all([once(child, "close"), text(child.stdout)]);
    npm.close();
    expect(status).to.equal(0);
    expect(stdout).to.include(work.path("npm-prefix/node_modules/.bin/expand-pgbackrest"));
  });

  it("takes hostile inputs for names", () => {
    const mark = work.path("mark");
    for (const value of [
      `"; touch ${mark}; "`,
      `$(touch ${mark})`,
      `\`touch ${mark}\``,
      `'; touch ${mark}; '`,
      "--config=/etc/passwd",
      `x\n$(touch ${mark})`,
    ])
      for (const name of ["paths", "kustomize", "fail-on"]) {
        const { status } = job({ paths: "good", [name]: value });
        expect({ value, name, failed: status !== 0, made: existsSync(mark) }).to.deep.equal({
          value,
          name,
          failed: true,
          made: false,
        });
      }
  });
});

interface Reported {
  readonly check_name: string;
  readonly severity: string;
  readonly location: { readonly path: string };
}

const isError = ({ severity }: Reported) => severity === "blocker" || severity === "critical";
