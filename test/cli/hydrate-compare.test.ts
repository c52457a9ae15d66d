import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, root, run } from "../tools.ts";
import { hydrateArgs, printBuilt, resource } from "./built.ts";

const demo = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
const at = "spec.backup.pgbackrest.repos[0].resource";

/** The cluster of the tutorial under another name, with its own path unless another one is given. */
const cluster = (name: string, { path = `/pg/${name}`, namespace = "pg", more = "" } = {}) =>
  demo
    .replace("name: demo", `name: ${name}`)
    .replace("namespace: pg", `namespace: ${namespace}`)
    .replace("/pg/demo/repo1", path)
    .replace("spec:\n", `spec:\n${more}`);

/** The Secret that all of them name. */
const secret = `apiVersion: v1
kind: Secret
metadata: { name: demo-s3, namespace: pg }
stringData:
  s3.conf: |
${readFileSync(join(root, "tutorials", "s3", "s3.conf"), "utf8").replace(/^/gm, "    ")}
`;

/** Starts a cluster from the backups of another one. */
const cloneOf = (source: string, path: string) => `  clone:
    cluster: ${source}
    pgbackrest:
      configuration: { secret: demo-s3 }
      options: { repo1-path: ${path}, repo1-cipher-type: aes-256-cbc }
      repo: { storage: s3, resource: demo-backups, endpoint: s3.eu-central-1.amazonaws.com, region: eu-central-1 }
`;

describe("hydrate, comparing the clusters of its folders", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("kustomize.sh", printBuilt);
  });
  afterEach(() => work.remove());

  const hydrate = (...given: readonly string[]) =>
    run(program, hydrateArgs(work, [...given, "-o", "out"]), { cwd: work.path() });
  const source = (folder: string, ...resources: readonly string[]) =>
    work.write(`${folder}/built.yaml`, resources.join("---\n"));
  const written = () => [
    ...new Set(Object.keys(work.files(".")).flatMap((file) => /^out\/(\w+)\//.exec(file)?.[1] ?? [])),
  ];
  const said = (count: string, stderr = "", status = 0) => ({ status, stdout: `${count} folders hydrated.\n`, stderr });

  const sharedBy = (later: string, first: string) =>
    `postgresql pg/${later} (${later}) ${at}: error: repo1 writes to the same place as repo1 of cluster \`${first}\`: \`demo-backups\`, path \`/same\`; they destroy each other's archive. [shared-repository]
  Give each its own path in \`global\`, for example \`repo1-path: /pg/${later}/repo1\`.
  with postgresql pg/${first} (${first}) ${at}
`;

  it("two clusters in one repository: neither is written, both keep what was written for them, the others are written", () => {
    for (const name of ["a", "b", "c"]) source(name, cluster(name));
    expect(hydrate("a", "b", "c")).to.deep.equal(said("3 of 3"));
    const before = work.files("out");
    source("a", cluster("a", { path: "/same" }));
    source("c", cluster("c", { path: "/same" }));
    source("d", cluster("d"));
    expect(hydrate("a", "b", "c", "d")).to.deep.equal(
      said(
        "2 of 4",
        `All folders together:\n${sharedBy("c", "a")}  Because of this, nothing was written for a, c.\n`,
        1,
      ),
    );
    const after = work.files("out");
    expect(Object.fromEntries(Object.entries(after).filter(([file]) => !file.startsWith("d/")))).to.deep.equal(before);
    expect(written()).to.deep.equal(["a", "b", "c", "d"]);
  });

  it("what a folder says of its own clusters is not said again", () => {
    source("a", cluster("a", { path: "/same" }));
    source("b", cluster("b", { path: "/same" }), cluster("twin", { path: "/same" }));
    const own = sharedBy("twin", "b").replaceAll(/ \(\w+\)/g, "");
    expect(hydrate("a", "b")).to.deep.equal(
      said(
        "0 of 2",
        `b:\n${own}All folders together:\n${sharedBy("b", "a")}  Because of this, nothing was written for a, b.\n`,
        1,
      ),
    );
  });

  it("a clone that writes to the place of its source in another folder is one mistake, of its own folder", () => {
    source("a", cluster("a", { path: "/same" }));
    source("b", cluster("b", { path: "/same", more: cloneOf("a", "/same") }), secret);
    const { stderr, ...rest } = hydrate("a", "b");
    expect(rest).to.deep.equal({ status: 1, stdout: "1 of 2 folders hydrated.\n" });
    expect(stderr.match(/\[[\w-]+\]$/gm)).to.deep.equal(["[clone-into-source]"]);
    expect(written()).to.deep.equal(["a"]);
  });

  const wrongSource = (folder: string, from: string) =>
    `All folders together:
postgresql pg/${folder} (${folder}) spec.clone.pgbackrest.options.repo1-path: error: \`${from}\` keeps its backups under \`/pg/${from}\`, but the clone looks under \`/wrong\`. [clone-source]
  Set \`repo1-path: /pg/${from}\` in the clone's \`options\`.
  with postgresql pg/${from} (${from})
  Because of this, nothing was written for ${[folder, from].sort().join(", ")}.
`;
  for (const [clone, from] of [
    ["a", "b"],
    ["b", "a"],
  ] as const)
    it(`a clone is compared with its source in another folder, ${clone} with ${from}`, () => {
      source(from, cluster(from), secret);
      source(clone, cluster(clone, { more: cloneOf(from, `/pg/${from}`) }), secret);
      expect(hydrate("a", "b")).to.deep.equal(said("2 of 2"));
      source(clone, cluster(clone, { more: cloneOf(from, "/wrong") }), secret);
      expect(hydrate("a", "b")).to.deep.equal(said("0 of 2", wrongSource(clone, from), 1));
    });

  it("a clone with its source beside it is not compared with another cluster of that name", () => {
    for (const folder of ["dev", "prod"])
      source(
        folder,
        cluster("orders", { path: `/${folder}` }),
        cluster("copy", { path: `/${folder}/copy`, more: cloneOf("orders", `/${folder}`) }),
        secret,
      );
    expect(hydrate("dev", "prod")).to.deep.equal(said("2 of 2"));
  });

  it("a cluster named like an object of another one", () => {
    source("a", cluster("demo"));
    source("b", cluster("demo-pgbackrest-repo-host"));
    expect(hydrate("a", "b").stderr).to.include(
      `All folders together:
postgresql pg/demo-pgbackrest-repo-host (b) metadata.name: error: \`demo-pgbackrest-repo-host\` is also the name of an object that the operator creates for cluster \`demo\`. [cluster-name-taken]
  Choose a name that does not end in \`-pgbackrest-repo-host\`.
  with postgresql pg/demo (a) metadata.name
`,
    );
  });

  describe("a name twice in one namespace", () => {
    it("is two versions of one cluster, for two Kubernetes clusters", () => {
      source("dev", cluster("demo", { path: "/dev" }));
      source("prod", cluster("demo", { path: "/prod" }));
      expect(hydrate("dev", "prod")).to.deep.equal(said("2 of 2"));
    });

    it("and what is wrong with another one of the folder is said of each folder, and not again", () => {
      for (const folder of ["dev", "prod"])
        source(
          folder,
          cluster("demo", { path: `/${folder}` }),
          cluster("demo-clusterpods", { path: `/${folder}/pods` }),
        );
      const { status, stderr } = hydrate("dev", "prod");
      expect({ status, rules: stderr.match(/\[[\w-]+\]$/gm) }).to.deep.equal({
        status: 1,
        rules: ["[cluster-name-taken]", "[cluster-name-taken]"],
      });
      expect(stderr).not.to.include("All folders together");
    });

    it("and in one repository cannot", () => {
      source("dev", cluster("demo", { path: "/pg/demo/repo1" }));
      source("prod", `${cluster("demo", { path: "/pg/demo/repo1" })}      # for production\n`.replace("30 2", "40 2"));
      const { status, stdout, stderr } = hydrate("dev", "prod");
      expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "0 of 2 folders hydrated.\n" });
      expect(stderr).to.include("for example `repo1-path: /staging/pg/demo/repo1`");
    });

    it("with the same content is one cluster", () => {
      for (const folder of ["all", "demo"]) source(folder, cluster("demo"));
      expect(hydrate("all", "demo")).to.deep.equal(said("2 of 2"));
    });

    it("or without a namespace says nothing", () => {
      for (const folder of ["dev", "prod"])
        source(folder, cluster("demo", { path: `/${folder}` }).replace("  namespace: pg\n", ""));
      expect(hydrate("dev", "prod")).to.deep.equal(said("2 of 2"));
    });
  });

  it("each format has what is found between folders, placed in the folder of the cluster", () => {
    for (const name of ["a", "b"]) {
      source(name, cluster(name, { path: "/same" }));
      work.write(`${name}/kustomization.yaml`, "");
    }
    const { status, stdout, stderr } = hydrate("a", "b", "--format", "github");
    expect({ status, stdout }).to.deep.equal({
      status: 1,
      stdout: `::error file=b/kustomization.yaml,line=1,col=1,title=shared-repository::repo1 writes to the same place as repo1 of cluster \`a\`: \`demo-backups\`, path \`/same\`; they destroy each other's archive. Give each its own path in \`global\`, for example \`repo1-path: /pg/b/repo1\`. See also postgresql pg/a (a/kustomization.yaml:1:1) ${at}.\n`,
    });
    expect(stderr).to.equal(
      `All folders together:\n${sharedBy("b", "a")}  Because of this, nothing was written for a, b.\n0 of 2 folders hydrated.\n`,
    );
  });

  it("an annotation of the cluster, or --config, changes a rule for all folders together, too", () => {
    const off = (name: string) =>
      cluster(name, { path: "/same" }).replace(
        "metadata:\n",
        'metadata:\n  annotations: {expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks: "shared-repository=off: one is stopped"}\n',
      );
    source("a", cluster("a", { path: "/same" }));
    source("b", off("b"));
    const { status, stdout, stderr } = hydrate("a", "b");
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: "2 of 2 folders hydrated.\n" });
    expect(stderr).to.include("info: repo1 writes to the same place");
    expect(stderr).to.include("This error was silenced because: one is stopped. [shared-repository]");
    source("b", cluster("b", { path: "/same" }));
    work.write("config.yaml", "checks: { shared-repository: { severity: warning } }\n");
    expect(hydrate("a", "b", "--config", "config.yaml")).to.include({
      status: 0,
      stdout: "2 of 2 folders hydrated.\n",
    });
    expect(hydrate("a", "b", "--config", "config.yaml", "--fail-on", "warning").status).to.equal(1);
  });

  it("the folders of a part are compared with each other, and with nothing that stands in OUT", () => {
    for (const name of ["a", "b", "c"]) source(name, cluster(name, { path: name === "b" ? "/b" : "/same" }));
    expect(hydrate("a", "b", "c", "--shard", "2/2")).to.deep.equal(said("1 of 1"));
    expect(hydrate("c").status).to.equal(0);
    expect(hydrate("a").status).to.equal(0);
    expect(hydrate("a", "b", "c", "--shard", "1/2").stderr).to.include("nothing was written for a, c.");
  });

  it("a folder that cannot be written is named after the comparison", () => {
    for (const name of ["a", "b"]) source(name, cluster(name));
    work.write("out/a/kustomization.yaml", "by hand\n");
    expect(hydrate("a", "b")).to.deep.equal(
      said(
        "1 of 2",
        "a:\nout/a/kustomization.yaml exists and was not written by hydrate. Move it, or choose another OUT.\n",
        1,
      ),
    );
  });

  describe("--require-clusters", () => {
    const missing = (found: string, wanted: string) =>
      `All folders together:\nerror: Only ${found} with a backup section could be checked, but ${wanted} required. [require-clusters]\n  Check the paths and the selector, or change \`--require-clusters\`.\n`;

    it("counts the clusters of all folders; nothing is removed where some are missing", () => {
      for (const name of ["a", "b"]) source(name, cluster(name));
      source("c", resource("ConfigMap", "c"));
      expect(hydrate("a", "b", "c", "--require-clusters", "2")).to.deep.equal(said("3 of 3"));
      expect(hydrate("a", "c", "--require-clusters", "2", "--prune")).to.deep.equal(
        said("2 of 2", `${missing("1 cluster", "2 are")}Nothing was removed, because clusters are missing.\n`, 1),
      );
      work.write("config.yaml", "requireClusters: 1\n");
      expect(hydrate("a", "c", "--config", "config.yaml", "--prune")).to.deep.equal({
        status: 0,
        stdout: "out/b removed.\n2 of 2 folders hydrated.\n",
        stderr: "",
      });
      expect(hydrate("c", "--config", "config.yaml")).to.deep.equal(said("1 of 1", missing("0 clusters", "1 is"), 1));
    });

    it("names errors that keep clusters from being checked", () => {
      source("a", cluster("a").replace(/spec:[\s\S]*?(?=\n---|$)/, "spec: 1"));
      work.write("b/other.yaml", "");
      expect(hydrate("a", "b", "--require-clusters", "2").stderr).to.include(
        "\n  1 cluster has errors that keep it from being checked, and 1 kustomization could not be built: correct these first.\n",
      );
    });

    it("is refused as `check` refuses it", () => {
      expect(hydrate("a", "--require-clusters", "two")).to.deep.equal({
        status: 2,
        stdout: "",
        stderr: "expand-pgbackrest: --require-clusters cannot be `two`; write a whole number, 0 or more.\n",
      });
    });
  });

  it("says that a selector fits no cluster", () => {
    source("a", cluster("a"));
    work.write(
      "config",
      "apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nspec: {selector: {matchLabels: {no: such}}}\n",
    );
    expect(hydrate("a", "-f", "config").stderr).to.equal(
      "All folders together:\ninfo: The selector in the functionConfig matches none of the postgresqls found (1), so nothing was checked. [no-cluster]\n  Check the selector and the labels. In CI, `--require-clusters 1` makes this an error.\n",
    );
  });

  it("--config leaves out folders that it ignores", () => {
    for (const name of ["a", "old"]) source(name, cluster(name));
    work.write("config.yaml", "ignore: [old]\n");
    expect(hydrate("a", "old", "--config", "config.yaml")).to.deep.equal(said("1 of 1"));
    expect(hydrate("old", "--config", "config.yaml")).to.deep.equal({
      status: 2,
      stdout: "",
      stderr: "expand-pgbackrest: All folders are left out by `ignore`, so there is nothing to hydrate.\n",
    });
  });

  it("--fail-on warning makes the exit code 1 for a warning of a folder, which is written", () => {
    source("a", cluster("a").replace(/ *repo1-retention-full.*\n/, ""));
    expect(hydrate("a")).to.include({ status: 0, stdout: "1 of 1 folders hydrated.\n" });
    expect(hydrate("a", "--fail-on", "warning")).to.include({ status: 1, stdout: "1 of 1 folders hydrated.\n" });
  });
});

describe("hydrate, without a program that builds folders", () => {
  const get =
    "install kustomize (https://kubectl.docs.kubernetes.io/installation/kustomize/), in a container as tutorials/ci/Dockerfile does, or name another command with --kustomize-command.\n";
  for (const [what, args, problem] of [
    [
      "kustomize",
      [],
      "Neither kustomize nor kubectl is on the PATH (the container image of this program has neither): ",
    ],
    [
      "the one that --kustomize-command names",
      ["--kustomize-command", "no-such-program build"],
      "`no-such-program`, which is to build the folders, is not there (the container image of this program has no kustomize): ",
    ],
    [
      "the one at that path",
      ["--kustomize", "/no/such/program"],
      "`/no/such/program`, which is to build the folders, is not there (the container image of this program has no kustomize): ",
    ],
  ] as const)
    it(`says once how to get ${what}`, () => {
      const given = [program, "hydrate", "a", "b", "-o", "out", ...args];
      expect(run(process.execPath, given, { cwd: root, env: { PATH: "/none" } })).to.deep.equal({
        status: 2,
        stdout: "",
        stderr: `expand-pgbackrest: ${problem}${get}`,
      });
    });
});
