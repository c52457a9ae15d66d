import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse, parseAllDocuments, stringify } from "yaml";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";

const demo = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
const now = ["--now", "2026-02-01T12:00:00Z"] as const;

/** The manifest with a restore block, or with another number of instances. */
const changed = (
  text: string,
  { restore, instances = 2 }: { readonly restore?: string; readonly instances?: number },
) =>
  text
    .replace("numberOfInstances: 2", `numberOfInstances: ${instances}`)
    .replace("      global:", `${restore === undefined ? "" : `      restore: ${restore}\n`}      global:`);

const head =
  "apiVersion: cpo.opensource.cybertec.at/v1\nkind: postgresql\nmetadata:\n  name: demo\n  namespace: pg\nspec:\n";
const block = (id: string, options: string, more = "") =>
  `${head}  numberOfInstances: 1
  backup:
    pgbackrest:
      restore:
${more}        id: ${id}
        repo: repo1
        options:
${options}`;
const ending = (id = "restore-20260201T120000Z") => `# It is done when this prints ${id}:
#   kubectl get postgresql demo -n pg -o jsonpath='{.status.RestoreID}'
# Then end it: take this patch away, or apply what this prints:
#   expand-pgbackrest restore-patch pg/demo --undo --instances 2
`;
const down =
  "# The database is down until that is done, and what was written later is lost.\n# A null takes away what an earlier patch may have left.\n";
/** What a patch takes away that it does not set. */
const nulls = (...but: readonly string[]) =>
  ["target", "set", "target-exclusive", "target-timeline", "db-include", "db-exclude", "archive-mode"]
    .map((option) => (but.includes(option) ? "" : `          ${option}: null\n`))
    .join("");
const oneInstance = "# The restore runs on one instance; the 2 of the manifest come back when it is ended.\n";
const undone = (instances: string, id = "the restore's id") =>
  `# Ends the restore of pg/demo, so that the cluster is not restored again if it is created anew.
# Apply it when the restore is done: when this prints ${id}:
#   kubectl get postgresql demo -n pg -o jsonpath='{.status.RestoreID}'
${head}${instances}  backup:
    pgbackrest:
      restore: null
`;

describe("restore-patch", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("demo.yaml", demo);
  });
  afterEach(() => work.remove());
  const patch = (...args: readonly string[]) => run(program, ["restore-patch", ...args, ...now], { cwd: work.path() });
  const printed = (stdout: string) => ({ status: 0, stdout, stderr: "" });

  it("restores the state at a moment", () => {
    expect(patch("demo", "--to", "2026-01-31 11:59 Europe/Vienna")).to.deep.equal(
      printed(
        `# Restores pg/demo in place from repo1: the state at 2026-01-31 10:59:00 UTC, which was written as "2026-01-31 11:59 Europe/Vienna".
${down}# PostgreSQL starts only if the archive has a transaction that was committed later.
${oneInstance}${ending()}${block("restore-20260201T120000Z", `          type: time\n          target: "2026-01-31 10:59:00+00"\n${nulls("target")}`)}`,
      ),
    );
  });

  it("restores one backup, with an id and more options", () => {
    const label = "20260125-023000F_20260131-023000D";
    expect(patch("pg/demo", "--set", label, "--id", "a", "--repo", "1", "--option", "process-max=4")).to.deep.equal(
      printed(
        `# Restores pg/demo in place from repo1: the backup ${label} as it is, without the WAL after it.
${down}${oneInstance}${ending("a")}${block("a", `          type: immediate\n          set: "${label}"\n          process-max: "4"\n${nulls("set")}`)}`,
      ),
    );
  });

  it("restores the newest backup, and takes away what an earlier restore has left", () => {
    work.write(
      "demo.yaml",
      changed(demo, {
        instances: 1,
        restore:
          '{id: restore-20260201T120000Z, repo: repo1, options: {type: time, target: "2025-12-31 11:59:00+00", set: x}}',
      }),
    );
    expect(patch("demo", "--latest")).to.deep.equal(
      printed(
        `# Restores pg/demo in place from repo1: the newest backup as it is, without the WAL after it.
# By the plan, that one began at 2026-02-01 02:30:00 UTC.
${down}${ending("restore-20260201T120000Z-2").replace(" --instances 2", "")}${block("restore-20260201T120000Z-2", `          type: immediate\n${nulls()}`)}`,
      ),
    );
  });

  it("ends a restore", () => {
    expect(patch("demo", "--undo")).to.deep.equal(printed(undone("  numberOfInstances: 2\n")));
    work.write(
      "demo.yaml",
      changed(demo, { restore: "{id: a, repo: repo1, options: {type: immediate}}", instances: 1 }),
    );
    expect(patch("demo", "--undo", "--instances", "3")).to.deep.equal(printed(undone("  numberOfInstances: 3\n", "a")));
    expect(patch("demo", "--undo")).to.deep.equal({
      ...printed(undone("  numberOfInstances: 1\n", "a")),
      stderr:
        "The manifest has one instance and a restore, so it does not say how many instances there were before; --instances N asks for N.\n",
    });
  });

  const namespaced = (name: string, namespace: string) =>
    demo
      .replace("name: demo\n", `name: ${name}\n`)
      .replace("namespace: pg", `namespace: ${namespace}`)
      .replace("/pg/demo/", `/${namespace}/${name}/`);
  const unread = (message: string) => ({ status: 2, stdout: "", stderr: `expand-pgbackrest: ${message}\n` });

  for (const [what, args, message] of [
    ["no cluster", [], "restore-patch needs the name of a cluster."],
    ["no target", ["demo"], "restore-patch needs --to TIME, --set LABEL or --latest, which say what to restore."],
    ["two targets", ["demo", "--latest", "--set", "x"], "--set and --latest cannot be given together; leave one out."],
    [
      "undo with a target",
      ["demo", "--undo", "--latest"],
      "--undo takes no --latest: it ends whatever restore there is.",
    ],
    [
      "undo with an option",
      ["demo", "--undo", "--option", "db-include=a"],
      "--undo takes no --option: it ends whatever restore there is.",
    ],
    [
      "instances without undo",
      ["demo", "--latest", "--instances", "3"],
      "--instances goes with --undo; a restore needs one instance.",
    ],
    [
      "instances that are no number",
      ["demo", "--undo", "--instances", "x"],
      "--instances takes a whole number, 0 or more.",
    ],
    [
      "no time",
      ["demo", "--to", "noon"],
      "--to: `noon` is not a time that can be read. Write, for example, `2026-01-31T11:59:00Z`, `2026-01-31 11:59 Europe/Vienna`, `yesterday 14:00 UTC`, `90 minutes ago`, or seconds since 1970.",
    ],
    [
      "no label",
      ["demo", "--set", "20260231-023000F"],
      "--set: This is not the label of a backup. Write it as `pgbackrest info` prints it, for example `20260131-023000F` or `20260131-023000F_20260201-023000I`.",
    ],
    ["no number", ["demo", "--latest", "--repo", "5"], "--repo cannot be `5`; write the repository's number, 1 to 4."],
    [
      "another repository",
      ["demo", "--latest", "--repo", "repo2"],
      "The cluster has no `repo2`. Its repository is `repo1`.",
    ],
    [
      "an option without a value",
      ["demo", "--latest", "--option", "x"],
      "--option: An option has a name and a value. Write it as `NAME=VALUE`, for example `target-timeline=1`.",
    ],
    [
      "an option for the target",
      ["demo", "--latest", "--option", "target=x"],
      "--option: `target` says what to restore. Say it with --to, --set or --latest instead.",
    ],
    [
      "an option twice",
      ["demo", "--latest", "--option", "process-max=1", "--option", "process-m=2"],
      "--option: `process-max` is there twice, and the operator can pass it only once. Leave one out.",
    ],
    [
      "the beginning of an option for the target",
      ["demo", "--latest", "--option", "ty=time"],
      "--option: `type` says what to restore. Say it with --to, --set or --latest instead.",
    ],
    [
      "an id that is none",
      ["demo", "--latest", "--id", "a b"],
      "--id: The id of a restore cannot be used. Write up to 63 letters, digits, `-`, `_` and `.`, with a letter or a digit in front.",
    ],
    [
      "a cluster with a slip",
      ["dmeo", "--latest"],
      "There is no cluster `dmeo` in the manifests. Did you mean `pg/demo`?",
    ],
    [
      "a namespace with a slip",
      ["pq/demo", "--latest"],
      "There is no cluster `pq/demo` in the manifests. Did you mean `pg/demo`?",
    ],
    [
      "another cluster",
      ["accounting", "--latest"],
      "There is no cluster `accounting` in the manifests. There is `pg/demo`.",
    ],
    [
      "a value that begins with a dash",
      ["demo", "--to", "-90m"],
      "Option '--to' argument is ambiguous. Write `--to=...` for a value that begins with a dash.",
    ],
    ["another folder", ["demo", "--latest", "-f", "nowhere"], "nowhere: no such file or directory."],
  ] as const)
    it(`says what is missing or wrong: ${what}`, () => {
      expect(patch(...args)).to.deep.equal(unread(message));
    });

  it("says so of a cluster without a backup section", () => {
    const { backup: _, ...spec } = parse(demo).spec;
    work.write("demo.yaml", stringify({ ...parse(demo), spec }));
    expect(patch("demo", "--latest")).to.deep.equal(
      unread("The cluster has no repository in its backup section, so there is nothing to restore from."),
    );
    expect(patch("demo", "--undo")).to.deep.equal(
      unread("The cluster has no backup section, so there is no restore to end."),
    );
  });

  it("says in what the cluster may be that could not be read", () => {
    work.write("broken.yaml", "kind: [\n");
    expect(patch("accounting", "--latest").stderr).to.match(
      /^expand-pgbackrest: There is no cluster `accounting` in the manifests\. There is `pg\/demo`\. It may be in broken\.yaml:\d, which could not be read: [^\n]+\n$/,
    );
    work.write("demo.yaml", "kind: Service\napiVersion: v1\nmetadata: {name: a}\n");
    expect(patch("demo", "--latest").stderr).to.match(
      /^expand-pgbackrest: There is no postgresql in the manifests, so none is named `demo`\. Name its file or folder with -f, or its kustomization with -k\. It may be in broken\.yaml:/,
    );
  });

  it("names the choices where a name is that of several clusters, and finds each by its namespace", () => {
    work.write("two.yaml", `${demo}---\n${namespaced("demo", "prod")}---\n${namespaced("other", "prod")}`);
    expect(patch("demo", "--latest", "-f", "two.yaml")).to.deep.equal(
      unread("`demo` is the name of 2 clusters: `pg/demo` and `prod/demo`. Write the namespace in front."),
    );
    expect(patch("nothing", "--latest", "-f", "two.yaml")).to.deep.equal(
      unread("There is no cluster `nothing` in the manifests. There are `pg/demo`, `prod/demo` and `prod/other`."),
    );
    expect(patch("prod/demo", "--latest", "-f", "two.yaml").stdout).to.include("  name: demo\n  namespace: prod\n");
  });

  it("names the places where a cluster is there in several versions", () => {
    work.write("more/demo.yaml", changed(demo, { instances: 3 }));
    expect(patch("demo", "--latest")).to.deep.equal(
      unread(
        "`demo` is there 2 times, with different content: demo.yaml:1, more/demo.yaml:1. Name one of them with -f or -k.",
      ),
    );
    expect(patch("demo", "--undo", "more").status).to.equal(0);
  });

  it("looks past copies, patches that it printed itself, and files beside those of a kustomization", () => {
    const expected = patch("demo", "--latest");
    expect(expected.status).to.equal(0);
    work.write("copy.yaml", demo);
    work.write("restore.yaml", patch("demo", "--latest").stdout);
    expect(patch("demo", "--latest")).to.deep.equal(expected);
    work.write("output.yaml", changed(demo, { instances: 5 }));
    work.write("kustomization.yaml", "resources: [demo.yaml]\n");
    expect(patch("demo", "--latest")).to.deep.equal(expected);
  });

  it("reads what kubectl prints, and never takes the id of the restore that was run last", () => {
    const live = {
      ...parse(demo),
      status: { PostgresClusterStatus: "Running", RestoreID: "restore-20260201T120000Z" },
    };
    const input = JSON.stringify({ apiVersion: "v1", kind: "List", items: [live] });
    const { stdout, stderr } = run(program, ["restore-patch", "demo", "--latest", "-f", "-", ...now], { input });
    expect(stderr).to.equal("");
    expect(parse(stdout).spec.backup.pgbackrest.restore.id).to.equal("restore-20260201T120000Z-2");
    expect(
      run(program, ["restore-patch", "demo", "--latest", "--id", "restore-20260201T120000Z", "-f", "-"], { input }),
    ).to.deep.equal(
      unread(
        "--id: A restore has this id already, and the operator runs each id once, so nothing would be restored. Write an id that was never used, or leave `--id` out.",
      ),
    );
  });

  it("refuses the future, with the clock beside it", () => {
    expect(patch("demo", "--to", "2026-02-01T13:30:00+01:00")).to.deep.equal({
      status: 1,
      stdout: "",
      stderr:
        "2026-02-01 12:30:00 UTC is in the future: it is 2026-02-01 12:00:00 UTC now. Write an earlier time; if it should be in the past, look at its zone.\n",
    });
    expect(patch("demo", "--set", "20260301-023000F").stderr).to.equal(
      "The backup 20260301-023000F would begin in the future: it is 2026-02-01 12:00:00 UTC now. Write a label as `pgbackrest info` prints it.\n",
    );
  });

  const force = "If `pgbackrest info` shows that it can be restored, add --force.";

  for (const [what, given, args, message] of [
    [
      "before the oldest backup",
      demo,
      ["--to", "2025-12-31 11:59 UTC"],
      `By the plan, 2025-12-31 11:59:00 UTC is before the oldest backup that repo1 still has. The earliest moment is the end of the backup that began at 2026-01-11 02:30:00 UTC. ${force}`,
    ],
    [
      "WAL that has expired",
      demo.replace("      global:\n", '      global:\n        repo1-retention-archive: "1"\n'),
      ["--to", "2026-01-20 11:59 UTC"],
      `By the plan, repo1 no longer has the WAL for 2026-01-20 11:59:00 UTC. The nearest that can be restored: the backups that began at 2026-01-20 02:30:00 UTC and 2026-01-21 02:30:00 UTC, as they are (--set with the label), and every moment after the backup that began at 2026-02-01 02:30:00 UTC. ${force}`,
    ],
    [
      "a backup that has expired",
      demo,
      ["--set", "20251228-023000F"],
      `By the plan, repo1 no longer has the backup 20251228-023000F: the oldest that it still has began at 2026-01-11 02:30:00 UTC. Write the label of a newer backup, as \`pgbackrest info\` prints it. ${force}`,
    ],
    [
      "no schedule",
      demo.replace(/ {8}schedule:\n(?: {10}.*\n)+/, ""),
      ["--latest"],
      `By the plan, repo1 has no backup, because no schedule of it runs. ${force}`,
    ],
    [
      "long ago",
      demo,
      ["--to", "0000000001"],
      `By the plan, repo1 has nothing that is more than ten years old. Look at the year. ${force}`,
    ],
  ] as const)
    it(`refuses what is not there by the plan, with the nearest that is, unless it is told to: ${what}`, () => {
      work.write("demo.yaml", given);
      expect(patch("demo", ...args)).to.deep.equal({ status: 1, stdout: "", stderr: `${message}\n` });
      expect(patch("demo", ...args, "--force")).to.include({ status: 0, stderr: "" });
    });

  it("restores from the first repository that can, and asks which one has a backup", () => {
    work.write("demo.yaml", readFileSync(join(root, "tutorials", "several-repos", "postgresql.yaml"), "utf8"));
    const from = (...args: readonly string[]) =>
      parse(patch("demo", ...args).stdout).spec.backup.pgbackrest.restore.repo;
    expect(from("--to", "2026-01-31 11:59 UTC")).to.equal("repo1");
    expect(from("--to", "2025-12-31 11:59 UTC")).to.equal("repo2");
    expect(from("--to", "2026-01-31 11:59 UTC", "--repo", "2")).to.equal("repo2");
    expect(patch("demo", "--to", "2025-12-31 11:59 UTC", "--repo", "1").status).to.equal(1);
    expect(patch("demo", "--set", "20260125-023000F")).to.deep.equal(
      unread(
        "--set needs --repo: the cluster has `repo1`, `repo2`, and `pgbackrest info` says in which of them the backup is.",
      ),
    );
    expect(from("--set", "20260101-043000F", "--repo", "2")).to.equal("repo2");
  });

  it("restores a cluster that falls short of a policy", () => {
    work.write(
      "config.yaml",
      stringify({
        apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
        kind: "ExpandPgBackRest",
        spec: { policy: { repos: 2 } },
      }),
    );
    expect(patch("demo", "--latest", "-f", "demo.yaml", "--function-config", "config.yaml")).to.include({
      status: 0,
      stderr: "",
    });
  });

  it("prints nothing where the patched cluster has an error, unless it is told to", () => {
    work.write("demo.yaml", demo.replace("repo1-retention-full", "repo1-retension-full"));
    const error =
      "demo.yaml:21:9: postgresql pg/demo spec.backup.pgbackrest.global.repo1-retension-full: error: `repo1-retension-full` is not a pgBackRest option, so this line has no effect. [unknown-option]\n  Write `repo1-retention-full`.\n";
    expect(patch("demo", "--latest")).to.deep.equal({
      status: 1,
      stdout: "",
      stderr: `${error}\nNo patch is printed because of this; --force prints it nevertheless.\n`,
    });
    const forced = patch("demo", "--latest", "--force");
    expect({ ...forced, stdout: "" }).to.deep.equal({ status: 0, stdout: "", stderr: error });
    expect(forced.stdout).to.include("type: immediate");
  });

  it("prints no restore that cannot work, whatever it is told", () => {
    for (const option of ["delta=y", "db-include=$(id)", "repo1-s3-key=x", "unknown=x"]) {
      const { status, stdout, stderr } = patch("demo", "--latest", "--option", option, "--force");
      expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "" });
      expect(stderr).to.match(/\[restore-option\]\n {2}.*\n\nNo patch is printed because of this\.\n$/);
    }
  });

  it("names a cluster as a kustomization builds it, for one above", function () {
    const kustomize = requireTool(this, "kustomize", which("kustomize"));
    work.write("base/demo.yaml", demo.replace("  namespace: pg\n", ""));
    work.write("base/kustomization.yaml", "resources: [demo.yaml]\nnamespace: prod\nnamePrefix: eu-\n");
    const { status, stdout, stderr } = patch("prod/eu-demo", "--latest", "-k", "base");
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    work.write("incident/restore.yaml", stdout);
    work.write("incident/kustomization.yaml", "resources: [../base]\npatches:\n- path: restore.yaml\n");
    const built = parse(run(kustomize, ["build", work.path("incident")]).stdout);
    expect(built.metadata).to.deep.equal({ name: "eu-demo", namespace: "prod" });
    expect(built.spec.backup.pgbackrest.restore).to.deep.equal({
      id: "restore-20260201T120000Z",
      repo: "repo1",
      options: { type: "immediate" },
    });
    // The file's own name is for a patch in its own kustomization, which gives the cluster its namespace.
    work.write("base/restore.yaml", patch("prod/demo", "--latest", "-f", "base").stdout);
    expect(work.read("base/restore.yaml")).to.include("-n prod -o").and.not.to.include("namespace:");
    work.write("base/kustomization.yaml", `${work.read("base/kustomization.yaml")}patches:\n- path: restore.yaml\n`);
    const inPlace = parse(run(kustomize, ["build", work.path("base")]).stdout);
    expect(inPlace).to.deep.equal(built);
  });

  const unbuilt = (file: string, folder: string) =>
    `${file} was read as written, and is built by \`${folder}\`. That one may have other names, instances, schedules and retention. For what is built, use \`--kustomize ${folder}\`.`;

  it("says of a manifest that a kustomization would change that it was not built, in the patch, too", () => {
    work.write("base/demo.yaml", demo);
    work.write("base/kustomization.yaml", "resources: [demo.yaml]\n");
    work.write("eu/kustomization.yaml", "resources: [../base]\nnamespace: eu\n");
    rmSync(work.path("demo.yaml"));
    for (const args of [["--latest"], ["--undo"], ["--set", "20251228-023000F"]]) {
      const { stdout, stderr, status } = patch("pg/demo", ...args);
      expect(stderr).to.include(`${unbuilt("base/demo.yaml", "eu")}\n`);
      if (status === 0) expect(stdout).to.include(`# ${unbuilt("base/demo.yaml", "eu")}\n`);
    }
    const clone = run(program, ["clone-patch", "pg/demo", "copy", "--latest", ...now], { cwd: work.path() });
    expect(clone.stderr).to.equal(`${unbuilt("base/demo.yaml", "eu")}\n`);
    expect(clone.stdout).to.include(`# ${unbuilt("base/demo.yaml", "eu")}\n`);
    work.write("us/kustomization.yaml", "resources: [../base]\nnamespace: us\n");
    expect(patch("pg/demo", "--latest").stderr).to.match(/2 kustomizations \(eu, us\).*`--kustomize DIR` with the one/);
  });

  it("is listed in the kustomization that changes the names as its comments say", function () {
    const kustomize = requireTool(this, "kustomize", which("kustomize"));
    work.write("base/kustomization.yaml", "resources: [demo.yaml]\n");
    for (const [changes, name, others] of [
      ["namespace: prod", "prod/demo", ""],
      ["namePrefix: eu-", "pg/eu-demo", ""],
      [
        "namespace: prod\nnamePrefix: eu-\nnameSuffix: -x",
        "prod/eu-demo-x",
        demo.replace("name: demo\n", "name: demo-2\n").replace("/pg/demo/", "/pg/demo-2/"),
      ],
    ] as const) {
      work.write("base/demo.yaml", `${demo}${others === "" ? "" : `---\n${others}`}`);
      const own = `resources: [../base]\n${changes}\n`;
      work.write("over/kustomization.yaml", own);
      const { stdout, stderr } = patch(name, "--latest", "-k", "over");
      expect(stderr).to.equal("");
      const entry = /^# {3}patches:\n(?:# {3}.*\n)+/m.exec(stdout)?.[0].replace(/^# {3}/gm, "") ?? "";
      expect(entry).to.include("path: restore.yaml");
      for (const folder of ["over", "above"]) {
        work.write("above/kustomization.yaml", `resources: [../over]\n${folder === "above" ? entry : ""}`);
        work.write("over/kustomization.yaml", `${own}${folder === "over" ? entry : ""}`);
        work.write(`${folder}/restore.yaml`, stdout);
        const built = run(kustomize, ["build", work.path(folder)]);
        expect(built.stderr).to.equal("");
        const restored = parseAllDocuments(built.stdout)
          .map((document) => document.toJS())
          .filter((each) => each.spec.backup.pgbackrest.restore !== undefined);
        expect(restored.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).to.deep.equal([name]);
      }
    }
    work.write("over/kustomization.yaml", "resources: [../base]\n");
    expect(patch("pg/demo", "--latest", "-k", "over").stdout).to.not.include("target:\n");
  });

  it("names no target that two clusters would match", function () {
    requireTool(this, "kustomize", which("kustomize"));
    work.write("base/demo.yaml", demo);
    work.write("base/kustomization.yaml", "resources: [demo.yaml]\n");
    for (const name of ["a", "b"])
      work.write(`${name}/kustomization.yaml`, `resources: [../base]\nnamePrefix: ${name}-\n`);
    work.write("both/kustomization.yaml", "resources: [../a, ../b]\n");
    // Both archive into one repository, which is an error of its own.
    const { stdout } = patch("pg/a-demo", "--latest", "-k", "both", "--force");
    expect(stdout).to.include(
      "# The names are those that both builds, and patches in it may not see them: list the file in a kustomization that has both under resources.\n",
    );
    expect(stdout).to.not.include("# patches");
  });

  it("refuses to restore a standby cluster, with the reason, and says it in a patch that is forced", () => {
    work.write(
      "demo.yaml",
      demo.replace("spec:\n", "spec:\n  standby: {standby_host: a.example.com, standby_port: '5432'}\n"),
    );
    const bare = demo.replace(/ {8}schedule:\n(?: {10}.*\n)+/, "");
    for (const text of [demo, bare]) {
      work.write("demo.yaml", text.replace("spec:\n", "spec:\n  standby: {standby_host: a.example.com}\n"));
      const { status, stdout, stderr } = patch("demo", "--latest");
      expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "" });
      expect(stderr).to.match(/^pg\/demo is a standby cluster \(`spec.standby`\): it follows another cluster/);
      expect(stderr).to.not.include("no schedule of it runs");
    }
    expect(patch("demo", "--latest", "--force").stdout).to.include("# This is a standby cluster (spec.standby):");
  });

  it("says of a backup that is not on schedule that it must have been made by hand", () => {
    expect(patch("demo", "--set", "20260129-120000F").stdout).to.include("# No schedule takes such a backup");
    expect(patch("demo", "--set", "20260129-023000F").stdout).to.include("# No schedule takes such a backup");
    expect(patch("demo", "--set", "20260125-023000F").stdout).to.not.include("No schedule");
  });

  it("passes no option that destroys something, unless it is told to, and then says so", () => {
    for (const [option, message] of [
      ["db-include=app", "destroys all other databases"],
      ["db-exclude=app", "destroys that database"],
      ["archive-mode=off", "outlasts the restore"],
    ] as const) {
      const { status, stdout, stderr } = patch("demo", "--latest", "--option", option);
      expect({ status, stdout }).to.deep.equal({ status: 2, stdout: "" });
      expect(stderr).to.include(message);
      expect(patch("demo", "--latest", "--option", option, "--force").stdout).to.match(
        new RegExp(`^# WARNING: .*${message}`, "m"),
      );
    }
    expect(patch("demo", "--latest", "--option", "archive-mode=preserve").status).to.equal(0);
  });

  it("takes a timeline only as PostgreSQL reads it", () => {
    const timeline = (value: string) =>
      patch("demo", "--to", "2026-01-31 11:59 UTC", "--option", `target-timeline=${value}`);
    for (const value of ["1", "16", "current", "latest"]) expect(timeline(value).status).to.equal(0);
    expect(timeline("00000010").stderr).to.match(/Write `16` if .* hexadecimal, or `10` if it is decimal\.\n$/);
    expect(timeline("0000000A").stderr).to.match(/Write `10` if .* hexadecimal\.\n$/);
    for (const value of ["abc", "0", "08", ""]) expect(timeline(value).status, value).to.equal(2);
  });

  it("prints nothing where pgBackRest refuses the cluster's Secret", () => {
    const secret = (text: string) =>
      `---\n${stringify({ apiVersion: "v1", kind: "Secret", metadata: { name: "demo-s3", namespace: "pg" }, stringData: { "s3.conf": text } })}`;
    const keys = "[global]\nrepo1-s3-key=a\nrepo1-s3-key-secret=b\nrepo1-cipher-pass=c\n";
    work.write("demo.yaml", `${demo}${secret(keys)}`);
    expect(patch("demo", "--latest").status).to.equal(0);
    work.write("demo.yaml", `${demo}${secret(`${keys}nonsense\n`)}`);
    const { status, stdout, stderr } = patch("demo", "--latest");
    expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "" });
    expect(stderr).to.include("[conf-file-syntax]");
    work.write("demo.yaml", `${demo}${secret(keys)}${secret("nonsense").replace("name: demo-s3", "name: other")}`);
    expect(patch("demo", "--latest").status).to.equal(0);
  });

  it("is what kustomize makes of a cluster, and --undo gives the cluster back", function () {
    this.timeout(240_000);
    requireTool(this, "kustomize", which("kustomize"));
    const kustomize = (patches: readonly string[]) => {
      work.write(
        "kustomization.yaml",
        stringify({ resources: ["demo.yaml"], patches: patches.map((path) => ({ path })) }),
      );
      const { status, stdout, stderr } = run(which("kustomize") ?? "", ["build", work.path()]);
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      return stdout;
    };
    const leftover = '{id: old, repo: repo1, options: {type: time, target: "2025-12-31 11:59:00+00"}}';
    for (const [given, options, target] of [
      [demo, ["--to", "1769860740.25"], { type: "time", target: "2026-01-31 11:59:00.25+00" }],
      [demo.replace("  namespace: pg\n", ""), ["--latest"], { type: "immediate" }],
      [
        changed(demo, { restore: leftover, instances: 3 }),
        ["--set", "20260125-023000F"],
        { type: "immediate", set: "20260125-023000F" },
      ],
    ] as const) {
      work.write("demo.yaml", given);
      for (const [file, args] of [
        ["restore.yaml", options],
        ["undo.yaml", ["--undo"]],
      ] as const)
        work.write(file, patch("demo", "-f", "demo.yaml", ...args).stdout);
      const before = parse(kustomize([]));
      const restored = kustomize(["restore.yaml"]);
      const { pgbackrest } = before.spec.backup;
      const restore = { id: "restore-20260201T120000Z", repo: "repo1", options: target };
      expect(parse(restored)).to.deep.equal({
        ...before,
        spec: { ...before.spec, numberOfInstances: 1, backup: { pgbackrest: { ...pgbackrest, restore } } },
      });
      work.write("restored.yaml", restored);
      expect(run(program, ["check", work.path("restored.yaml")]).stdout).to.match(/1 cluster: 0 errors, 0 warnings,/);
      const { restore: _, ...without } = pgbackrest;
      const ended = { ...before, spec: { ...before.spec, backup: { pgbackrest: without } } };
      work.write("ended.yaml", stringify(ended));
      const objects = (file: string) =>
        parseAllDocuments(run(program, ["render", work.path(file)]).stdout)
          .map((document) => document.toJS())
          .filter(({ kind }) => kind !== "postgresql");
      expect(objects("restored.yaml")).to.deep.equal(objects("ended.yaml"));
      expect(parse(kustomize(["restore.yaml", "undo.yaml"]))).to.deep.equal(ended);
      expect(parse(kustomize(["undo.yaml"]))).to.deep.equal(ended);
    }
  });
});
