import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { main } from "../../src/cli/main.ts";
import { type Workspace, workspace } from "../hosts/example.ts";
import { kubectls, program, type Run, requireTool, root, run, which } from "../tools.ts";

const expected = (tutorial: string) => readFileSync(join(root, "tutorials", tutorial, "expected.yaml"), "utf8");
const documents = (text: string) => parseAllDocuments(text).map((document) => document.toJS());

/** The file that hydrate writes for each object of the pvc tutorial. */
const pvcFiles = [
  "kustomization.yaml",
  "pg/configmap-demo-pgbackrest-config.yaml",
  "pg/configmap-demo-pgbackrest-repohost-config.yaml",
  "pg/cronjob-pgbackrest-demo-repo1-full.yaml",
  "pg/cronjob-pgbackrest-demo-repo1-incr.yaml",
  "pg/postgresql-demo.yaml",
  "pg/secret-demo-pgbackrest-mc2d8kct22.yaml",
  "pg/statefulset-demo-pgbackrest-repo-host.yaml",
];

describe("hydrate, with the real kustomize", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace("tutorials", "fn-config");
    for (const tutorial of ["s3", "pvc"]) {
      const file = `tutorials/${tutorial}/kustomization.yaml`;
      work.write(file, work.read(file).replace("fn-config/component", "fn-config/namereference"));
    }
  });
  afterEach(() => work.remove());

  function hydrate(context: Mocha.Context, args: readonly string[], cwd = "."): Run {
    requireTool(context, "kustomize", which("kustomize"));
    const PATH = `${join(process.env.HOME ?? "/root", "go", "bin")}:${process.env.PATH}`;
    return run(program, ["hydrate", ...args], {
      cwd: work.path(cwd),
      env: { PATH },
    });
  }
  const said = (count: string) => ({ status: 0, stdout: `${count} folders hydrated.\n`, stderr: "" });

  it("writes one file per object and a kustomization.yaml that lists them", function () {
    expect(hydrate(this, ["tutorials/pvc", "tutorials/s3", "-o", "out"])).to.deep.equal(said("2 of 2"));
    const files = work.files("out/tutorials/pvc");
    expect(Object.keys(files)).to.deep.equal(pvcFiles);
    expect(
      files["kustomization.yaml"],
    ).to.equal(`# Written by \`expand-pgbackrest hydrate\`, like the files it lists; edit the sources instead.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${pvcFiles
  .slice(1)
  .map((file) => `- ${file}\n`)
  .join("")}`);
    const { "kustomization.yaml": _, ...objects } = files;
    expect(Object.values(objects).flatMap(documents)).to.have.deep.members(documents(expected("pvc")));
  });

  for (const kubectl of kubectls().length > 0 ? kubectls() : [undefined]) {
    it(`${kubectl?.split("/").at(-1) ?? "kubectl"} kustomize of the result needs no plugins and gives what kustomize with the function gives`, function () {
      hydrate(this, ["tutorials/pvc", "tutorials/s3", "-o", "out"]);
      for (const tutorial of ["s3", "pvc"]) {
        const { status, stdout } = run(requireTool(this, "kubectl", kubectl), [
          "kustomize",
          work.path("out/tutorials", tutorial),
        ]);
        expect(status).to.equal(0);
        expect(stdout).to.equal(expected(tutorial));
      }
    });
  }

  it("removes the files of objects that are gone, and keeps what it did not write", function () {
    hydrate(this, ["tutorials/pvc", "-o", "out"]);
    work.write("out/tutorials/pvc/README.md", "by hand\n");
    work.write("out/tutorials/pvc/pg/notes/todo.txt", "by hand\n");
    const source = "tutorials/pvc/postgresql.yaml";
    work.write(source, work.read(source).replace(/ *incr: .*\n/, ""));
    work.write("tutorials/pvc/pgbackrest.conf", "[global]\nrepo1-cipher-pass = another-fake-passphrase\n");
    expect(hydrate(this, ["tutorials/pvc", "-o", "out"])).to.deep.equal(said("1 of 1"));
    const withoutHash = Object.keys(work.files("out/tutorials")).map((file) =>
      file.replace(/-[0-9a-z]{10}\.yaml$/, "-HASH.yaml"),
    );
    expect(withoutHash).to.deep.equal([
      "pvc/README.md",
      "pvc/kustomization.yaml",
      "pvc/pg/configmap-demo-pgbackrest-config.yaml",
      "pvc/pg/configmap-demo-pgbackrest-repohost-config.yaml",
      "pvc/pg/cronjob-pgbackrest-demo-repo1-full.yaml",
      "pvc/pg/notes/todo.txt",
      "pvc/pg/postgresql-demo.yaml",
      "pvc/pg/secret-demo-pgbackrest-HASH.yaml",
      "pvc/pg/statefulset-demo-pgbackrest-repo-host.yaml",
    ]);
  });

  it("leaves a folder that fails as it was, writes the others, and ends with 1", function () {
    hydrate(this, ["tutorials/pvc", "tutorials/s3", "-o", "out"]);
    const before = work.files("out/tutorials/pvc");
    for (const tutorial of ["pvc", "s3"]) {
      const source = `tutorials/${tutorial}/postgresql.yaml`;
      work.write(source, work.read(source).replace("full: 30 2 * * 0", "full: 45 4 * * 0"));
    }
    work.write(
      "tutorials/pvc/postgresql.yaml",
      work.read("tutorials/pvc/postgresql.yaml").replace("retention-full", "retension-full"),
    );
    expect(hydrate(this, ["tutorials/pvc", "tutorials/s3", "tutorials/none", "-o", "out", "-j", "1"])).to.deep.equal({
      status: 1,
      stdout: "1 of 3 folders hydrated.\n",
      stderr: `tutorials/none:
Error: must build at directory: not a valid directory: evalsymlink failure on 'tutorials/none' : lstat ${work.path("tutorials/none")}: no such file or directory
tutorials/pvc:
postgresql pg/demo spec.backup.pgbackrest.global.repo1-retension-full: error: \`repo1-retension-full\` is not a pgBackRest option, so this line has no effect. [unknown-option]
  Write \`repo1-retention-full\`.
`,
    });
    expect(work.files("out/tutorials/pvc")).to.deep.equal(before);
    expect(work.read("out/tutorials/s3/pg/cronjob-pgbackrest-demo-repo1-full.yaml")).to.include(
      'schedule: "45 4 * * 0"',
    );
  });

  it("takes folders from anywhere, and writes each below OUT by its path without the way out", function () {
    const [above, absolute] = ["../pvc", work.path("tutorials/s3")];
    expect(hydrate(this, [above, `${absolute}/`, "-o", "../../out"], "tutorials/azure")).to.deep.equal(said("2 of 2"));
    expect(work.files("out/pvc")).to.have.all.keys(pvcFiles);
    expect(work.read(join("out", absolute, "pg/postgresql-demo.yaml"))).to.include("storage: s3");
    expect(hydrate(this, [".", "-o", "../../here"], "tutorials/pvc")).to.deep.equal(said("1 of 1"));
    expect(hydrate(this, ["..", "-o", "../../there"], "tutorials/pvc").status).to.equal(1); // tutorials/ is not a kustomization
    expect(work.files("here")).to.have.all.keys(pvcFiles);
  });

  it("says what to do where the function cannot be taken off a list", function () {
    const listed = "tutorials/azure/kustomization.yaml";
    const other = "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: a}\nprefix: a-\n";
    work.write("tutorials/azure/both.yaml", `${work.read("fn-config/container.yaml")}---\n${other}`);
    work.write(listed, `${work.read(listed)}transformers: [both.yaml]\n`);
    const { status, stderr } = hydrate(this, ["tutorials/azure", "-o", "out"]);
    expect(status).to.equal(1);
    expect(stderr).to.match(
      /hydrate is the function itself, but cannot see where this kustomization lists it: take it off that list\./,
    );
  });

  it("never replaces a folder that it did not write: the sources, for one", function () {
    const before = work.files("tutorials");
    const { status, stderr } = hydrate(this, ["tutorials/pvc", "-o", "."]);
    expect({ status, stderr }).to.deep.equal({
      status: 1,
      stderr:
        "tutorials/pvc:\ntutorials/pvc/kustomization.yaml exists and was not written by hydrate. Move it, or choose another OUT.\n",
    });
    expect(work.files("tutorials")).to.deep.equal(before);
  });

  it("shows what kustomize says of a folder that it builds, before the findings", function () {
    const deprecated = "tutorials/pvc/kustomization.yaml";
    work.write(deprecated, `${work.read(deprecated)}commonLabels: { team: orders }\n`);
    const source = "tutorials/pvc/postgresql.yaml";
    work.write(source, work.read(source).replace(/ *repo1-retention-full: .*\n/, ""));
    const { status, stdout, stderr } = hydrate(this, ["tutorials/pvc", "tutorials/s3", "-o", "out"]);
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: "2 of 2 folders hydrated.\n" });
    expect(stderr).to.equal(`tutorials/pvc:
# Warning: 'commonLabels' is deprecated. Please use 'labels' instead. Run 'kustomize edit fix' to update your Kustomization automatically.
postgresql pg/demo spec.backup.pgbackrest.repos[0]: warning: Nothing says how many backups repo1 keeps, so they never expire and the repository fills up. [no-retention]
  Add \`repo1-retention-full: "7"\` to \`global\`, with the number of full backups to keep (or of days, with \`repo1-retention-full-type: time\`).
`);
  });

  it("builds kustomizations that list the function without it, and takes its functionConfig", function () {
    const listed = "tutorials/pvc/kustomization.yaml";
    const isWithout = work.read(listed);
    work.write("tutorials/pvc/container.yaml", work.read("fn-config/container.yaml"));
    expect(hydrate(this, ["tutorials/pvc", "tutorials/s3", "-o", "out"])).to.deep.equal(said("2 of 2"));
    const without = work.files("out");
    for (const text of [
      isWithout.replace("fn-config/namereference", "fn-config/component"),
      `${isWithout}transformers: [../../fn-config/transformer]\n`,
      `${isWithout}transformers: [container.yaml]\n`,
    ]) {
      work.write(listed, text);
      expect(hydrate(this, ["tutorials/pvc", "tutorials/s3", "-o", "out"]), text).to.deep.equal(said("2 of 2"));
      expect(work.files("out")).to.deep.equal(without);
    }
    work.write(listed, isWithout.replace("fn-config/namereference", "fn-config/component"));
    const config = "fn-config/component/function.yaml";
    work.write(config, work.read(config).replace("spec: {}", "spec: { jobs: { timeZone: Asia/Tokyo } }"));
    expect(hydrate(this, ["tutorials/pvc", "-o", "out"])).to.deep.equal(said("1 of 1"));
    const job = "out/tutorials/pvc/pg/cronjob-pgbackrest-demo-repo1-full.yaml";
    expect(work.read(job)).to.include("timeZone: Asia/Tokyo\n");
    work.write(
      "f.yaml",
      "apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nmetadata: {name: f}\n",
    );
    expect(hydrate(this, ["tutorials/pvc", "-o", "out", "-f", "f.yaml"])).to.deep.equal(said("1 of 1"));
    expect(work.read(job)).not.to.include("timeZone");
    work.write(config, work.read(config).replace("Asia/Tokyo", "Local"));
    const { status, stderr } = hydrate(this, ["tutorials/pvc", "-o", "out"]);
    expect(status).to.equal(1);
    expect(stderr).to.match(
      /^tutorials\/pvc:\n[\s\S]*ExpandPgBackRest expand-pgbackrest spec\.jobs\.timeZone: error: /,
    );
    expect(work.read(job)).not.to.include("timeZone");
  });

  it("shows its progress on a real terminal", function () {
    const kustomize = requireTool(this, "kustomize", which("kustomize"));
    const terminal = requireTool(this, "script", which("script"));
    const command = `"${program}" hydrate tutorials/pvc tutorials/s3 -o out --kustomize "${kustomize} build"`;
    const { status, stdout } = run(terminal, ["-qec", command, "/dev/null"], { cwd: work.path(), input: "" });
    expect({ status, stdout }).to.deep.equal({
      status: 0,
      stdout: "\r\u001b[K1/2\r\u001b[K2/2\r\n2 of 2 folders hydrated.\r\n",
    });
  });

  it("keeps progress and failures apart on a terminal", async () => {
    let [stdout, stderr] = ["", ""];
    const exitCode = await main(["hydrate", "a", "b", "-o", work.path("out"), "--kustomize", "false", "-j", "1"], {
      stdin: () => Buffer.alloc(0),
      stdout: (part) => {
        stdout += String(part);
      },
      stderr: (text) => {
        stderr += text;
      },
      terminal: true,
      env: {},
    });
    const clear = "\r\u001b[K";
    expect({ exitCode, stdout, stderr }).to.deep.equal({
      exitCode: 1,
      stdout: "0 of 2 folders hydrated.\n",
      stderr: `${clear}a:\nfalse exited with 1.\n${clear}1/2${clear}b:\nfalse exited with 1.\n${clear}2/2\n`,
    });
  });
});
