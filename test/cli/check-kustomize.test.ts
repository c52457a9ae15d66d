import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename } from "node:path";
import { expect } from "chai";
import { execFunction, type Workspace, workspace } from "../hosts/example.ts";
import { kubectls, program, requireTool, run, which } from "../tools.ts";

const conf = "[global]\nrepo1-s3-key = HUSH\nrepo1-s3-key-secret = HUSH\nrepo1-cipher-pass = HUSH\n";
const fn = "../fn-config";
const own = "resources: [postgresql.yaml]\nsecretGenerator:\n- name: demo-s3\n  namespace: pg\n  files:\n  - s3.conf\n";
const nameReference = `components: [${fn}/namereference]\n`;
/** A patch of a cluster, in the form that merges. */
const patch = (spec: string) =>
  `apiVersion: cpo.opensource.cybertec.at/v1\nkind: postgresql\nmetadata: {name: demo, namespace: pg}\nspec:\n  ${spec}\n`;

describe("check --kustomize, with the real kustomize", function () {
  this.timeout(480_000);
  let work: Workspace;
  let cluster: string;
  beforeEach(function () {
    requireTool(this, "kustomize", which("kustomize"));
    work = workspace("fn-config", "tutorials/s3");
    cluster = work.read("tutorials/s3/postgresql.yaml");
    work.write("base/postgresql.yaml", cluster);
    work.write("base/s3.conf", conf);
    work.write("base/kustomization.yaml", own + nameReference);
  });
  afterEach(() => work.remove());

  const environment = () => {
    const kustomize = which("kustomize") ?? "";
    return { PATH: `${kustomize.replace(/\/[^/]*$/, "")}:${process.env.PATH}` };
  };
  const command = (name: string, ...args: readonly string[]) =>
    run(program, [name, ...args], { cwd: work.path(), env: environment() });
  const check = (...args: readonly string[]) => command("check", ...args);
  /** Each finding with its file and line; nothing of a Secret is in any format. */
  function found(...args: readonly string[]): readonly string[] {
    const { stdout, stderr } = check(...args, "--format", "json");
    expect(stdout + stderr).not.to.include("HUSH");
    const { findings }: { findings: ReadonlyArray<Record<string, unknown>> } = JSON.parse(stdout);
    return findings.map(({ rule, severity, file, line }) => `${file}:${line} ${severity} ${rule}`);
  }
  /** The line of the first that has a text, counted from 1. */
  const lineOf = (file: string, text: string) =>
    work
      .read(file)
      .split("\n")
      .findIndex((line) => line.includes(text)) + 1;
  const replace = (file: string, from: string, to: string) => {
    expect(work.read(file)).to.include(from);
    work.write(file, work.read(file).replace(from, to));
  };

  it("is silent about what is right, and leaves no folder of its own", () => {
    const mine = () => readdirSync(tmpdir()).filter((name) => name.startsWith("expand-pgbackrest-build-"));
    const before = { files: work.files("base"), folders: mine() };
    expect(check("--kustomize", "base")).to.deep.equal({
      status: 0,
      stdout: "1 cluster: 0 errors, 0 warnings, 0 infos.\n",
      stderr: "",
    });
    expect({ files: work.files("base"), folders: mine() }).to.deep.equal(before);
  });

  it("sees the Secret beside the manifest, which the manifest alone does not show", () => {
    replace("base/s3.conf", "repo1-s3-key-secret", "repo1-s3-key-secrt");
    expect(check("base/postgresql.yaml").status).to.equal(0);
    expect(check("--kustomize", "base").status).to.equal(1);
    expect(found("-k", "base/")).to.deep.equal([
      `base/postgresql.yaml:${lineOf("base/postgresql.yaml", "name: repo1")} error s3-key-missing`,
      "base/s3.conf:3 error unknown-option",
    ]);
  });

  it("places findings in every format in the sources", () => {
    replace("base/s3.conf", "repo1-s3-key-secret", "x\nrepo1-s3-key-secret");
    const report = (format: string) => check("-k", "base", "--format", format).stdout;
    const problem = "The line has no `=`, so pgBackRest refuses the whole configuration.";
    expect(report("github")).to.equal(
      `::error file=base/s3.conf,line=3,col=1,endColumn=2,title=conf-file-syntax::${problem} Write \`option = value\`; comments begin with \`#\`.\n`,
    );
    expect(JSON.parse(report("sarif")).runs[0].results[0].locations[0].physicalLocation).to.deep.equal({
      artifactLocation: { uri: "base/s3.conf", uriBaseId: "%SRCROOT%" },
      region: { startLine: 3, startColumn: 1, endColumn: 2 },
    });
    expect(report("junit")).to.match(/type="error">base\/s3\.conf:3:1: Secret pg\/demo-s3-\w{10} s3\.conf:3: error: /);
    expect(report("text")).to.match(
      /^base\/s3\.conf:3:1: Secret pg\/demo-s3-\w{10}: error: .*\n.*\n\n1 cluster: 1 error/,
    );
  });

  it("follows an absolute DIR with absolute paths, and one that a link leads to by the link", () => {
    replace("base/s3.conf", "[global]", "[globl]");
    expect(found("-k", work.path("base"))).to.include(`${work.path("base/s3.conf")}:2 error section-ignored`);
    run("ln", ["-s", "base", work.path("link")]);
    expect(found("-k", "link")).to.include("link/s3.conf:2 error section-ignored");
  });

  describe("a finding at a field", () => {
    const overlay = (more: string) =>
      work.write("over/kustomization.yaml", `resources: [../base]\nnamePrefix: acme-\nnamespace: prod\n${more}`);
    const wrong = 'backup: {pgbackrest: {global: {repo1-retension-full: "9"}}}';
    const rule = "error unknown-option";

    it("is in the resource's file, whatever else the overlay changes", () => {
      replace("base/postgresql.yaml", "repo1-retention-full", "repo1-retension-full");
      overlay("");
      const line = lineOf("base/postgresql.yaml", "retension");
      expect(found("-k", "over")).to.deep.equal([`base/postgresql.yaml:${line} ${rule}`]);
    });

    for (const [form, field, file, text, line] of [
      ["a file that merges", "patches: [{path: p.yaml}]", "over/p.yaml", patch(wrong), 5],
      ["an older list", "patchesStrategicMerge: [p.yaml]", "over/p.yaml", patch(wrong), 5],
      [
        "operations in a file",
        "patches: [{path: p.yaml, target: {kind: postgresql}}]",
        "over/p.yaml",
        '- op: test\n  path: /kind\n  value: postgresql\n- op: add\n  path: /spec/backup/pgbackrest/global/repo1-retension-full\n  value: "9"\n',
        6,
      ],
      [
        "operations in the kustomization",
        'patches:\n- target: {kind: postgresql, name: demo}\n  patch: |-\n    - op: add\n      path: /spec/backup/pgbackrest/global/repo1-retension-full\n      value: "9"',
        "over/kustomization.yaml",
        undefined,
        9,
      ],
      [
        "a text in the kustomization",
        `patches:\n- patch: |\n    ${patch(wrong).trimEnd().replaceAll("\n", "\n    ")}`,
        "over/kustomization.yaml",
        undefined,
        10,
      ],
    ] as const)
      it(`is in the patch that sets it: ${form}`, () => {
        overlay(`${field}\n`);
        if (text !== undefined) work.write(file, text);
        expect(found("-k", "over")).to.deep.equal([`${file}:${line} ${rule}`]);
      });

    it("is at the patch of the outer layer where two set it", () => {
      overlay("patches: [{path: p.yaml}]\n");
      work.write("over/p.yaml", patch("teamId: one\n  numberOfInstances: 2"));
      work.write(
        "top/kustomization.yaml",
        "resources: [../over]\npatches: [{path: p.yaml, target: {kind: postgresql}}]\n",
      );
      work.write("top/p.yaml", patch(`# above\n  ${wrong}`));
      replace("over/p.yaml", "numberOfInstances: 2", wrong);
      expect(found("-k", "top")).to.deep.equal([`top/p.yaml:6 ${rule}`]);
    });

    it("is not in the patch of a cluster with a similar name", () => {
      const second = cluster.replaceAll("demo", "demo-2").replace("secret: demo-2-s3", "secret: demo-s3");
      work.write("base/postgresql.yaml", `${cluster}---\n${second.replace("retention-full", "retension-full")}`);
      overlay("patches: [{path: p.yaml}, {path: q.yaml, target: {kind: postgresql, name: dem.}}]\n");
      work.write("over/p.yaml", patch('backup: {pgbackrest: {global: {repo1-retension-full: "4"}}}'));
      work.write("over/q.yaml", patch('backup: {pgbackrest: {global: {repo1-retention-full: "4"}}}'));
      const line = lineOf("base/postgresql.yaml", "retension");
      expect(found("-k", "over")).to.have.members([`over/p.yaml:5 ${rule}`, `base/postgresql.yaml:${line} ${rule}`]);
    });

    it("is where the resource begins if nothing in the sources has the value", () => {
      work.write("base/postgresql.yaml", `# above\n---\n${cluster}`);
      overlay(
        "replacements:\n- source: {kind: postgresql, fieldPath: spec.teamId}\n  targets:\n  - select: {kind: postgresql}\n    fieldPaths: [spec.backup.pgbackrest.global.repo1-retention-full]\n",
      );
      expect(found("-k", "over")).to.deep.equal(["base/postgresql.yaml:3 error option-value"]);
    });

    it("is at its own document of a file, and at its own member of a List", () => {
      const broken = cluster
        .replace("name: demo\n", "name: other\n")
        .replace("/pg/demo/", "/pg/other/")
        .replace("retention-full", "retension-full");
      work.write("base/postgresql.yaml", `${cluster}---\n${broken}`);
      const line = lineOf("base/postgresql.yaml", "retension");
      expect(found("-k", "base")).to.deep.equal([`base/postgresql.yaml:${line} ${rule}`]);
      const members = [cluster, broken].map((text) => `- ${text.trimEnd().replaceAll("\n", "\n  ")}\n`).join("");
      work.write("base/postgresql.yaml", `apiVersion: v1\nkind: List\nitems:\n${members}`);
      expect(found("-k", "base")).to.deep.equal([
        `base/postgresql.yaml:${lineOf("base/postgresql.yaml", "retension")} ${rule}`,
      ]);
    });
  });

  describe("a finding in a Secret", () => {
    it("is in the file that a later layer merges into it", () => {
      work.write(
        "over/kustomization.yaml",
        "resources: [../base]\nsecretGenerator: [{name: demo-s3, namespace: pg, behavior: merge, files: [s3.conf=later.txt]}]\n",
      );
      work.write("over/later.txt", `# later\n${conf.replace("repo1-s3-key ", "repo1-s3-kye ")}`);
      expect(found("-k", "over")).to.include("over/later.txt:3 error unknown-option");
    });

    it("is in the manifest of a Secret that is written out", () => {
      work.write("base/kustomization.yaml", "resources: [postgresql.yaml, secret.yaml]\n");
      work.write(
        "base/secret.yaml",
        `apiVersion: v1\nkind: Secret\nmetadata: {name: demo-s3, namespace: pg}\nstringData:\n  s3.conf: |\n    ${conf.replace("[global]", "[globl]").trimEnd().replaceAll("\n", "\n    ")}\n`,
      );
      expect(found("-k", "base")).to.include("base/secret.yaml:7 error section-ignored");
    });

    it("about the name of a file is at the generator's entry", () => {
      work.write("base/kustomization.yaml", own.replace("- s3.conf", "- s3.configuration=s3.conf") + nameReference);
      expect(found("-k", "base")).to.include("base/kustomization.yaml:6 error secret-file-unread");
    });

    it("of a literal is at the literal", () => {
      work.write(
        "base/kustomization.yaml",
        `${own.replace("files:\n  - s3.conf", 'literals:\n  - "s3.conf=[globl]\\nrepo1-s3-key=HUSH\\n"')}${nameReference}`,
      );
      expect(found("-k", "base")).to.include("base/kustomization.yaml:6 error section-ignored");
    });
  });

  describe("a kustomization that lists the function", () => {
    const listed = `transformers: [${fn}/transformer]\n${nameReference}`;
    for (const [how, text] of [
      ["the Component", `components: [${fn}/component]\n`],
      ["the transformer", listed],
      [
        "both by their addresses",
        "transformers: ['https://github.com/cybertec-postgresql/expand-pgbackrest//fn-config/transformer?ref=main']\ncomponents: ['https://github.com/cybertec-postgresql/expand-pgbackrest//fn-config/namereference?ref=main']\n",
      ],
      [
        "the Component by its address",
        "components: ['https://github.com/cybertec-postgresql/expand-pgbackrest//fn-config/component?ref=main']\n",
      ],
      ["a file", `transformers: [function.yaml]\n${nameReference}`],
      [
        "a text",
        `${nameReference}transformers:\n- |-\n  ${execFunction("./none").trimEnd().replaceAll("\n", "\n  ")}\n`,
      ],
    ] as const)
      it(`is checked without plugins: ${how}`, () => {
        work.write("base/kustomization.yaml", own + text);
        work.write("base/function.yaml", execFunction("./does-not-exist"));
        expect(found("-k", "base")).to.deep.equal([]);
        replace("base/s3.conf", "[global]", "[globl]");
        const before = { ...work.files("base"), ...work.files("fn-config") };
        expect(found("-k", "base")).to.include("base/s3.conf:2 error section-ignored");
        expect({ ...work.files("base"), ...work.files("fn-config") }).to.deep.equal(before);
      });

    it("is checked with the functionConfig that it lists, and --config on top", () => {
      replace("base/postgresql.yaml", '        repo1-retention-full: "4"\n', "");
      const spec = '{checks: {no-retention: {severity: "off", reason: by law}}}';
      work.write("base/function.yaml", execFunction("./none", spec));
      work.write("base/kustomization.yaml", `${own}transformers: [function.yaml]\n${nameReference}`);
      expect(found("-k", "base")).to.deep.equal([]);
      work.write("config.yaml", "checks: {no-retention: {severity: error}}\n");
      expect(found("-k", "base", "--config", "config.yaml")).to.deep.equal([
        `base/postgresql.yaml:${lineOf("base/postgresql.yaml", "name: repo1")} error no-retention`,
      ]);
    });

    it("says where it is broken without the names of folders of ours", () => {
      work.write("base/kustomization.yaml", `${own}components: [${fn}/component]\n`.replace("postgresql", "missing"));
      const { status, stdout } = check("-k", "base");
      expect({ status, ours: stdout.includes("expand-pgbackrest-build") }).to.deep.equal({ status: 1, ours: false });
      expect(stdout).to.include(work.path("base/missing.yaml"));
    });

    it("runs no other function", () => {
      work.write("base/kustomization.yaml", `${own}transformers: [function.yaml]\n`);
      const other = execFunction("./run.sh")
        .replace("ExpandPgBackRest", "Other")
        .replaceAll("expand-pgbackrest", "other");
      work.write("base/function.yaml", other);
      work.write("base/run.sh", "#!/bin/sh\ntouch ran\ncat\n");
      run("chmod", ["+x", work.path("base/run.sh")]);
      expect(found("-k", "base")[0]).to.equal("base/kustomization.yaml:1 error not-built");
      expect(Object.keys(work.files("base"))).not.to.include("ran");
      const command = "kustomize build --enable-alpha-plugins --enable-exec";
      expect(found("-k", "base", "--kustomize-command", command)).to.deep.equal([
        `base/postgresql.yaml:${lineOf("base/postgresql.yaml", "secret: demo-s3")} error secret-missing`,
      ]);
      expect(Object.keys(work.files("base"))).to.include("ran");
    });
  });

  describe("several folders", () => {
    beforeEach(() => {
      for (const name of ["one", "two"]) {
        work.write(`${name}/postgresql.yaml`, cluster.replaceAll("demo", name));
        work.write(`${name}/s3.conf`, conf);
        work.write(`${name}/kustomization.yaml`, own.replace("demo", name) + nameReference);
      }
      replace("two/s3.conf", "[global]", "[globl]");
    });
    const section = "two/s3.conf:2 error section-ignored";

    for (const args of [
      ["-k", "one", "-k", "two"],
      ["--kustomize", "one", "two"],
      ["--kustomize=one", "two/", "--require-clusters", "2"],
      ["-k", "two", "one", "two", "--fail-on", "warning"],
    ])
      it(`are built all: ${args.join(" ")}`, () => {
        expect(found(...args)).to.deep.equal(found("-k", "two"));
        expect(found(...args)).to.include(section);
        expect(check(...args).stdout).to.match(/^2 clusters: /m);
      });

    it("may stand beside files and standard input, which follow too", () => {
      work.write("other.yaml", cluster.replaceAll("demo", "other"));
      for (const args of [
        ["other.yaml", "-k", "one"],
        ["-k", "one", "other.yaml"],
        ["-k", "one", "--", "other.yaml"],
      ])
        expect(check(...args).stdout).to.equal("2 clusters: 0 errors, 0 warnings, 0 infos.\n");
    });

    it("are not read once more as they are", () => {
      expect(found(".", "-k", "one", "two", "--ignore", "tutorials", "--ignore", "base")).to.deep.equal(
        found("-k", "two"),
      );
      expect(check("one/postgresql.yaml", "-k", "one").stdout).to.match(/^1 cluster: 0 errors/m);
    });

    it("are checked for themselves: a Secret of one is not that of another with the same name", () => {
      for (const name of ["one", "two"]) {
        work.write(`${name}/kustomization.yaml`, `${own}generatorOptions: {disableNameSuffixHash: true}\n`);
        work.write(`${name}/postgresql.yaml`, cluster.replaceAll("/pg/demo/", `/pg/${name}/`));
      }
      for (const args of [
        ["one", "two"],
        ["two", "one"],
      ])
        expect(found("-k", ...args)).to.include(section);
    });

    it("share the object store: two overlays of one base with one path", () => {
      for (const name of ["dev", "prod"])
        work.write(`${name}/kustomization.yaml`, `resources: [../base]\nnamespace: ${name}\n`);
      const line = lineOf("base/postgresql.yaml", "resource: ");
      const path = "spec.backup.pgbackrest.repos[0].resource";
      expect(check("-k", "dev", "prod")).to.deep.equal({
        status: 1,
        stdout: `base/postgresql.yaml:${line}:9: postgresql prod/demo ${path}: error: repo1 writes to the same place as repo1 of cluster \`dev/demo\`: \`demo-backups\`, path \`/pg/demo/repo1\`; they destroy each other's archive. [shared-repository]
  Give each its own path in \`global\`, for example \`repo1-path: /prod/demo/repo1\`.
  with postgresql dev/demo (base/postgresql.yaml:${line}:9) ${path}

2 clusters: 1 error, 0 warnings, 0 infos.
`,
        stderr: "",
      });
      expect(found("-k", "dev")).to.deep.equal([]);
    });

    it("do not share what a later step fills in", () => {
      replace("base/postgresql.yaml", "/pg/demo/repo1", `/pg/\${cluster_name}/repo1`);
      for (const name of ["dev", "prod"])
        work.write(`${name}/kustomization.yaml`, `resources: [../base]\nnamespace: ${name}\n`);
      expect(found("-k", "dev", "prod")).to.deep.equal([]);
      expect(command("hydrate", "dev", "prod", "-o", "out")).to.deep.equal({
        status: 0,
        stdout: "2 of 2 folders hydrated.\n",
        stderr: "",
      });
    });

    /** Overlays of one base for two Kubernetes clusters: the same names, each with its own path. */
    const versions = (...names: readonly string[]) => {
      for (const name of names) {
        work.write(`${name}/kustomization.yaml`, "resources: [../base]\npatches: [{path: p.yaml}]\n");
        work.write(`${name}/p.yaml`, patch(`backup: {pgbackrest: {global: {repo1-path: /${name}}}}`));
      }
    };

    it("may have versions of one cluster, for two Kubernetes clusters", () => {
      versions("dev", "prod");
      const silent = { status: 0, stdout: "2 clusters: 0 errors, 0 warnings, 0 infos.\n", stderr: "" };
      expect(check("-k", "dev", "prod", "--fail-on", "warning")).to.deep.equal(silent);
      expect(command("hydrate", "dev", "prod", "-o", "out", "--fail-on", "warning")).to.deep.equal({
        ...{ status: 0, stdout: "2 of 2 folders hydrated.\n", stderr: "" },
      });
      work.write("prod/p.yaml", `${patch("backup: {pgbackrest: {global: {repo1-path: /dev}}}")}  teamId: other\n`);
      expect(found("-k", "dev", "prod")).to.deep.equal([
        `base/postgresql.yaml:${lineOf("base/postgresql.yaml", "resource: ")} error shared-repository`,
      ]);
    });

    describe("with something between their clusters", () => {
      const clone =
        "spec:\n  clone:\n    cluster: one\n    pgbackrest:\n      configuration: {secret: two-s3}\n      options: {repo1-path: /pg/one/repo1, repo1-cipher-type: aes-256-cbc}\n      repo: {storage: s3, resource: elsewhere, endpoint: s3.eu-central-1.amazonaws.com, region: eu-central-1}\n";
      const annotated =
        "metadata:\n  annotations: {expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks: 'shared-repository=off: restored from there'}\n";
      const share = () => {
        replace("two/postgresql.yaml", "/pg/two/", "/pg/one/");
        replace("two/postgresql.yaml", "two-backups", "one-backups");
      };
      beforeEach(() => work.write("two/s3.conf", conf));

      type Found = Readonly<Record<"rule" | "severity" | "problem" | "fix", string>> &
        Readonly<Record<"file" | "line", unknown>> & { readonly also: readonly Found[] };
      const said = (stdout: string): readonly Found[] => JSON.parse(stdout).findings;
      const words = ({ rule, severity, problem, fix }: Found) => ({ rule, severity, problem, fix });
      for (const [what, two, one, change] of [
        ["shared-repository error", "resource: ", "resource: ", share],
        ["clone-source error", "elsewhere", "apiVersion", () => replace("two/postgresql.yaml", "spec:\n", clone)],
        [
          "cluster-name-taken error",
          "name: one-clusterpods",
          "name: one",
          () => replace("two/postgresql.yaml", "name: two\n", "name: one-clusterpods\n"),
        ],
        [
          "shared-repository info",
          "resource: ",
          "resource: ",
          () => {
            share();
            for (const name of ["one", "two"]) replace(`${name}/postgresql.yaml`, "metadata:\n", annotated);
          },
        ],
        [
          "shared-repository warning",
          "resource: ",
          "resource: ",
          () => {
            share();
            work.write("config.yaml", "checks: {shared-repository: {severity: warning}}\n");
          },
        ],
      ] as const)
        it(`say what hydrate says of them, with the lines of both: ${what}`, () => {
          work.write("config.yaml", "");
          change();
          const more = ["--format", "json", "--config", "config.yaml"];
          const inCheck = said(check("-k", "one", "two", ...more).stdout);
          const inHydrate = said(command("hydrate", "one", "two", "-o", "out", ...more).stdout);
          expect(inCheck.map(words)).to.deep.equal(inHydrate.map(words));
          expect(inCheck.map(({ rule, severity }) => `${rule} ${severity}`)).to.deep.equal([what]);
          const places = (each: readonly Found[]) =>
            each.flatMap(({ also, ...at }) => [at, ...also]).map(({ file, line }) => `${file}:${line}`);
          const expected = [
            `two/postgresql.yaml:${lineOf("two/postgresql.yaml", two)}`,
            `one/postgresql.yaml:${lineOf("one/postgresql.yaml", one)}`,
          ];
          expect(places(inCheck)).to.deep.equal(expected);
          expect(places(inHydrate)).to.deep.equal(["two/kustomization.yaml:1", "one/kustomization.yaml:1"]);
          // A file beside a built folder is compared with it, too. Of the two, it comes first.
          const beside = said(check("two/postgresql.yaml", "-k", "one", ...more).stdout);
          const between = beside.filter(({ rule }) => what.startsWith(`${rule} `));
          expect(places(between)).to.have.members(expected);
        });

      it("have clean paths in every format", () => {
        share();
        const line = lineOf("one/postgresql.yaml", "resource: ");
        const report = (format: string) => check("-k", "one", "two", "--format", format).stdout;
        const at = (file: string) => ({
          artifactLocation: { uri: file, uriBaseId: "%SRCROOT%" },
          region: { startLine: line, startColumn: 9, endColumn: 17 },
        });
        const [{ locations, relatedLocations }] = JSON.parse(report("sarif")).runs[0].results;
        expect([...locations, ...relatedLocations].map(({ physicalLocation }) => physicalLocation)).to.deep.equal([
          at("two/postgresql.yaml"),
          at("one/postgresql.yaml"),
        ]);
        for (const format of ["github", "junit", "text"])
          expect(report(format)).to.include(`postgresql pg/one (one/postgresql.yaml:${line}:9) spec.backup`);
      });
    });

    it("one that cannot be built is an error, and the others are checked", () => {
      work.write("one/kustomization.yaml", "resources: [missing.yaml]\n");
      const results = found("-k", "one", "two");
      expect(results[0]).to.equal("one/kustomization.yaml:1 error not-built");
      expect(results).to.include(section);
      expect(check("-k", "nowhere").stdout).to.match(
        /^nowhere:1:1: error: This kustomization could not be built.*\[not-built\]$/m,
      );
    });
  });

  it("a name that no Secret has, beside a generated one that no cluster names, is an error", () => {
    replace("base/kustomization.yaml", "demo-s3", "pgbackrest-credentials");
    const line = lineOf("base/postgresql.yaml", "secret: demo-s3");
    expect(found("-k", "base")).to.deep.equal([`base/postgresql.yaml:${line} error secret-missing`]);
    expect(check("-k", "base").stdout).to.include(
      "There is no Secret `demo-s3` in the input; `pgbackrest-credentials`, which has `s3.conf`, is named by no cluster.",
    );
  });

  it("a Secret that is not built is an info, and plain files say nothing of it", () => {
    work.write("base/kustomization.yaml", "resources: [postgresql.yaml]\n");
    const line = lineOf("base/postgresql.yaml", "secret: demo-s3");
    expect(found("-k", "base")).to.deep.equal([`base/postgresql.yaml:${line} info secret-missing`]);
    expect(found("base")).to.deep.equal([]);
    // hydrate says nothing: it writes what is there, for clusters in which something else makes the Secrets.
    const { status, stderr } = command("hydrate", "base", "-o", "out");
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
  });

  it("a Secret of another kustomization that is not built proves nothing", () => {
    work.write("base/kustomization.yaml", "resources: [postgresql.yaml]\n");
    const secret = `${JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name: "credentials", namespace: "pg" }, stringData: { "s3.conf": conf } })}\n`;
    work.write("overlay/kustomization.yaml", "resources: [../base, secret.yaml]\n");
    work.write("overlay/secret.yaml", secret);
    expect(found("base", "overlay")).to.deep.equal([]);
    work.write("base/kustomization.yaml", "resources: [postgresql.yaml, secret.yaml]\n");
    work.write("base/secret.yaml", secret);
    expect(found("base")).to.have.lengthOf(1);
  });

  it("a generated name that does not reach the resource is an error: a hash, a prefix, a suffix", () => {
    const line = lineOf("base/postgresql.yaml", "secret: demo-s3");
    const missing = [`base/postgresql.yaml:${line} error secret-missing`];
    for (const more of [
      "",
      `transformers: [${fn}/transformer]\n`,
      "namePrefix: acme-\n",
      "generatorOptions: {disableNameSuffixHash: true}\nnameSuffix: -x\n",
    ]) {
      work.write("base/kustomization.yaml", own + more);
      expect(found("-k", "base"), more).to.deep.equal(missing);
      expect(found("base"), more).to.deep.equal(["base/kustomization.yaml:1 info judged-unbuilt", ...missing]);
    }
  });

  describe("a Secret that the kustomization lists, under a name that kustomize changes", () => {
    const line = () => lineOf("base/postgresql.yaml", "secret: ");
    const manifests = {
      Secret: `apiVersion: v1\nkind: Secret\nmetadata: {name: demo-s3, namespace: pg}\nstringData:\n  s3.conf: |\n    ${conf.replaceAll("\n", "\n    ")}\n`,
      ExternalSecret:
        "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: demo-s3, namespace: pg}\nspec: {data: [{secretKey: s3.conf, remoteRef: {key: x}}]}\n",
      SealedSecret:
        "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: demo-s3, namespace: pg}\nspec: {encryptedData: {s3.conf: AgBy}}\n",
      OnePasswordItem:
        "apiVersion: onepassword.com/v1\nkind: OnePasswordItem\nmetadata: {name: demo-s3, namespace: pg}\nspec: {itemPath: vaults/v/items/i}\n",
    } as const;
    const base = (manifest: string) => {
      work.write("base/secret.yaml", manifest);
      work.write("base/kustomization.yaml", "resources: [postgresql.yaml, secret.yaml]\n");
    };
    const over = (more: string) => work.write("over/kustomization.yaml", `resources: [../base]\n${more}`);
    const hydrate = () => {
      const { status, stderr } = command("hydrate", "over", "-o", "out");
      return { status, said: /error: (.*) \[secret-missing\]/.exec(stderr)?.[1] };
    };
    const checked = () => /error: (.*) \[secret-missing\]/.exec(check("-k", "over").stdout)?.[1];

    for (const [kind, manifest] of Object.entries(manifests))
      for (const [more, name] of [
        ["namePrefix: prod-\n", "prod-demo-s3"],
        ["nameSuffix: -x\n", "demo-s3-x"],
        ["namePrefix: a-\nnameSuffix: -z\nnamespace: prod\n", "a-demo-s3-z"],
      ] as const)
        it(`is an error of check and of hydrate: ${kind}, ${name}`, () => {
          base(manifest);
          over(more);
          const lists = kind === "Secret" ? "lists the Secret" : `lists the ${kind} that makes the Secret`;
          const why = kind === "Secret" ? ", because it does not know that this field refers to a Secret" : "";
          const problem = `over/kustomization.yaml ${lists} \`demo-s3\`, whose name kustomize changes to \`${name}\`, but not here${why}: the pods start without what is in it.`;
          expect(found("-k", "over")).to.deep.equal([`base/postgresql.yaml:${line()} error secret-missing`]);
          expect(checked()).to.equal(problem);
          expect(hydrate()).to.deep.equal({ status: 1, said: problem });
        });

    it("is not one of the two names where two layers change it, each in its own way", () => {
      base(manifests.ExternalSecret);
      work.write("one/kustomization.yaml", "resources: [../base]\nnamePrefix: one-\n");
      work.write("two/kustomization.yaml", "resources: [../base]\nnamePrefix: two-\n");
      work.write("over/kustomization.yaml", "resources: [../one, ../two]\n");
      const problem =
        "over/kustomization.yaml lists the ExternalSecret that makes the Secret `demo-s3`, whose name kustomize changes, but not here: the pods start without what is in it.";
      expect(checked()).to.equal(problem);
      expect(hydrate()).to.deep.equal({ status: 1, said: problem });
    });

    for (const [what, manifest, more] of [
      ["the Component tells kustomize", manifests.Secret, `namePrefix: prod-\n${nameReference}`],
      [
        "a patch writes the new name",
        manifests.ExternalSecret,
        `namePrefix: prod-\npatches:\n- patch: |\n    ${patch("backup: {pgbackrest: {configuration: {secret: prod-demo-s3}}}").trimEnd().replaceAll("\n", "\n    ")}\n`,
      ],
      [
        "the ExternalSecret says the name of its Secret",
        manifests.ExternalSecret.replace("spec: {", "spec: {target: {name: demo-s3}, "),
        "namePrefix: prod-\n",
      ],
      ["kustomize changes no name", manifests.SealedSecret, "namespace: prod\n"],
    ] as const)
      it(`is fine where ${what}`, () => {
        base(manifest);
        over(more);
        expect(checked()).to.equal(undefined);
        expect(hydrate()).to.deep.equal({ status: 0, said: undefined });
      });

    it("is not taken for another one with a longer name", () => {
      base(manifests.ExternalSecret.replace("name: demo-s3", "name: other-demo-s3"));
      over("labels: [{pairs: {a: b}}]\n");
      for (const said of [checked(), hydrate().said]) expect(said).to.include("is named by no cluster");
    });
  });

  it("is what kubectl of old and new releases builds, too", () => {
    replace("base/s3.conf", "[global]", "[globl]");
    const expected = found("-k", "base");
    for (const kubectl of kubectls())
      expect(found("-k", "base", "--kustomize-command", `${kubectl} kustomize`), basename(kubectl)).to.deep.equal(
        expected,
      );
  });

  it("ends a kustomize that hangs", () => {
    work.write("slow.sh", "sleep 60\n");
    const { status, stdout } = check(
      "-k",
      "base",
      "--timeout",
      "1",
      "--kustomize-command",
      `sh ${work.path("slow.sh")}`,
    );
    expect({ status, said: /took longer than 1 s/.test(stdout) }).to.deep.equal({ status: 1, said: true });
  });

  it("render prints the expansion of what is built, and names the files of what is wrong", () => {
    const built = run("kustomize", ["build", work.path("base")], { env: environment() }).stdout;
    const { status, stdout, stderr } = command("render", "--kustomize", "base");
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    expect(stdout.startsWith(built)).to.equal(true);
    expect(stdout).to.match(/kind: CronJob/);
    expect(command("render", "base/postgresql.yaml", "-k", "base").stdout).to.equal(stdout);
    replace("base/s3.conf", "[global]", "[globl]");
    const broken = command("render", "-k", "base");
    expect({ status: broken.status, stdout: broken.stdout }).to.deep.equal({ status: 1, stdout: "" });
    expect(broken.stderr).to.match(/^base\/s3\.conf:2:1: Secret .*\[section-ignored\]$/m);
    expect(broken.stderr).not.to.include("HUSH");
    expect(command("render", "-k", "nowhere")).to.deep.include({ status: 2, stdout: "" });
  });
});

describe("commands that build folders, where neither kustomize nor kubectl is there, as in the container", () => {
  const missing = "`kubectl` is not there (the container image of this program has neither kustomize nor kubectl)";
  const fix =
    "Install kustomize (https://kubectl.docs.kubernetes.io/installation/kustomize/), in a container as tutorials/ci/Dockerfile does, or name another command with --kustomize-command.";
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    for (const folder of ["a", "b"]) work.write(`${folder}/kustomization.yaml`, "resources: []\n");
  });
  afterEach(() => work.remove());
  const without = (...args: readonly string[]) =>
    run(process.execPath, [program, ...args], { cwd: work.path(), env: { PATH: work.path() } });

  it("check says so, once for all folders, and how to have it", () => {
    expect(without("check", "-k", "a", "b")).to.deep.equal({
      status: 1,
      stdout: `a/kustomization.yaml:1:1: error: This kustomization could not be built, so nothing in it was checked: ${missing}. [not-built]
  ${fix}
  also b/kustomization.yaml:1:1

0 clusters: 2 errors, 0 warnings, 0 infos. No postgresql found in 2 kustomizations, so nothing was checked.
`,
      stderr: "",
    });
  });

  for (const args of [
    ["render", "-k", "a"],
    ["plan", "-k", "a"],
    ["hydrate", "a", "-o", "out"],
  ])
    it(`${args[0]} says so, and how to have it`, () => {
      const { status, stderr } = without(...args);
      expect(status).to.not.equal(0);
      expect(stderr).to.match(/kubectl.*is (not there|on the PATH).*the container image of this program has neither/);
      expect(stderr).to.include(fix.slice(1));
    });
});
