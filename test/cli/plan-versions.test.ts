import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { checkCommands } from "../../src/cli/check-commands.ts";
import type { Plan } from "../../src/recovery/plan-schema.ts";
import { program, requireTool, run, which } from "../tools.ts";

/** A cluster in a bucket, by the path of its repository. */
const cluster = (path: string, { full = "30 2 * * 0", more = "" } = {}) => `apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata: {name: orders, namespace: pg}
spec:
  teamId: acid
  numberOfInstances: 1
  postgresql: {version: "16"}
  volume: {size: 1Gi}
  backup:
    pgbackrest:
      image: pgbackrest:1
      global: {repo1-path: ${path}, repo1-s3-key-type: auto, repo1-retention-full: "4"${more}}
      repos:
      - {name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, region: eu, schedule: {full: ${full}}}
`;
const patch = (path: string) => `apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata: {name: orders, namespace: pg}
spec: {backup: {pgbackrest: {global: {repo1-path: ${path}}}}}
`;
const overlay = "resources: [../base]\npatches: [{path: patch.yaml}]\n";

describe("plan of several versions of one cluster", function () {
  this.timeout(480_000);
  let folder: string;
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  };
  const PATH = `${join(process.env.HOME ?? "/root", "go", "bin")}:${process.env.PATH}`;
  const command = (...args: readonly string[]) => run(program, args, { cwd: folder, env: { ...process.env, PATH } });
  const plan = (...args: readonly string[]) => command("plan", "--now", "2026-11-27T12:00:00Z", ...args);
  const planned = (...args: readonly string[]): Plan => JSON.parse(plan(...args, "--format", "json").stdout);
  const changes = (...args: readonly string[]) =>
    planned(...args).changes?.map(({ effect, name, place, text }) => [effect, place ?? name, text]);
  before(function () {
    requireTool(this, "kustomize", which("kustomize"));
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "plan-versions-"));
    write({
      "base/kustomization.yaml": "resources: [orders.yaml]\n",
      "base/orders.yaml": cluster("/base"),
      "eu/kustomization.yaml": overlay,
      "eu/patch.yaml": patch("/eu/orders"),
      "us/kustomization.yaml": overlay,
      "us/patch.yaml": patch("/us/orders"),
    });
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const gone = "The cluster is no longer in the manifests.";

  it("compares each overlay with itself, in any order", () => {
    plan("-k", "eu", "us", "--format", "json", "-o", "b.json");
    for (const order of [
      ["eu", "us"],
      ["us", "eu"],
      ["./us/", `${folder}/eu`],
    ])
      expect(changes("-k", ...order, "--against", "b.json")).to.deep.equal([]);
  });

  it("says that one of them is gone, and which", () => {
    plan("-k", "eu", "us", "--format", "json", "-o", "b.json");
    expect(changes("-k", "us", "--against", "b.json")).to.deep.equal([["loss", "eu", gone]]);
    expect(plan("-k", "us", "--against", "b.json").stdout).to.equal(`Losses:\n  pg/orders (eu): ${gone}\n`);
  });

  it("compares files with those below another root, and those of a folder that was renamed", () => {
    command("hydrate", "eu", "us", "-o", "one/out");
    command("hydrate", "eu", "us", "-o", "other");
    plan("one", "--format", "json", "-o", "b.json");
    expect(changes("other", "--against", "b.json")).to.deep.equal([]);
    command("hydrate", "us", "-o", "third");
    const [loss, ...others] = changes("third", "--against", "b.json") ?? [];
    expect(loss?.[1]).to.match(/^one\/out\/eu\//);
    expect([loss?.[0], loss?.[2], others]).to.deep.equal(["loss", gone, []]);
    run("mv", ["other/eu", "other/europe"], { cwd: folder });
    expect(changes("other", "--against", "b.json")).to.deep.equal([]);
  });

  it("compares one version wherever it is", () => {
    plan("base/orders.yaml", "--format", "json", "-o", "b.json");
    write({ "elsewhere/x.yaml": cluster("/base", { full: "30 2 1 * *" }) });
    expect(changes("elsewhere", "--against", "b.json")?.map(([, , text]) => text)).to.include(
      "The full backups are taken on day 1 of every month at 02:30 UTC instead of every Sunday at 02:30 UTC.",
    );
  });

  it("names the overlay in every list, and nowhere else", () => {
    const both = planned("-k", "eu", "us", "--require-window", "90d");
    expect(both.clusters.map(({ place }) => place)).to.deep.equal(["eu", "us"]);
    expect(both.fleet.shortestWindow.map(({ place }) => place)).to.deep.equal(["eu", "us"]);
    expect(both.shortfalls?.map(({ place }) => place)).to.deep.equal(["eu", "us"]);
    expect(both.fleet.collisions.flatMap(({ runs }) => runs.map(({ place }) => place))).to.deep.equal(["eu", "us"]);
    const { findings } = planned("-k", "eu", "--require-window", "90d").clusters[0] ?? {};
    expect(both.clusters.map((each) => each.findings.error)).to.deep.equal([findings?.error, findings?.error]);
    for (const format of ["text", "markdown"])
      expect(plan("-k", "eu", "us", "--format", format).stdout).to.match(/pg\/orders \(eu\)[\s\S]*pg\/orders \(us\)/);
    expect(planned("-k", "eu").clusters[0]).not.to.have.property("place");
  });

  it("leads the lists of the page to the right cluster", () => {
    plan("-k", "eu", "us", "--format", "html", "-o", "plan.html");
    const page = readFileSync(join(folder, "plan.html"), "utf8");
    const [, list = ""] = /Shortest windows(.*?)<\/section>/s.exec(page) ?? [];
    expect([...list.matchAll(/<a href="#([^"]*)">([^<]*)</g)].map(([, href, text]) => [href, text])).to.deep.equal([
      ["pg/orders", "pg/orders (eu)"],
      ["pg/orders;2", "pg/orders (us)"],
    ]);
  });

  it("shows the command of check that gives the findings of the page", () => {
    const given = (folders: readonly string[], paths: readonly string[]) =>
      checkCommands({
        paths,
        lists: { kustomize: folders, ignore: ["x/**"] },
        after: {},
        flags: { config: "c d.yaml" },
      });
    expect(given(["eu"], [])({ folder: "eu" })).to.equal("expand-pgbackrest check -k eu --config 'c d.yaml'");
    expect(given(["eu"], ["a.yaml"])({})).to.equal(
      "expand-pgbackrest check a.yaml -k eu --ignore 'x/**' --config 'c d.yaml'",
    );
    expect(given([], ["-"])({})).to.equal(undefined);
  });

  it("names the folders where restore-patch has to choose", () => {
    const { stderr } = command("restore-patch", "pg/orders", "--latest", "-k", "eu", "-k", "us");
    expect(stderr).to.include(
      "base/orders.yaml:1 in the kustomization eu, base/orders.yaml:1 in the kustomization us. Name one of them with -f or -k.",
    );
  });

  it("says what could not be read, and does not take it for removed", () => {
    plan("-k", "eu", "us", "--format", "json", "-o", "b.json");
    write({ "eu/patch.yaml": "a: [" });
    const { exitCode, text, unread } = {
      ...{ exitCode: plan("-k", "eu", "us").status, text: changes("-k", "eu", "us", "--against", "b.json") },
      unread: planned("-k", "eu", "us").unread,
    };
    expect(exitCode).to.equal(1);
    expect(unread?.map(({ folder }) => folder)).to.deep.equal(["eu"]);
    expect(text?.map(([effect, place, said]) => [effect, place, said?.replace(/: This.*/s, "")])).to.deep.equal([
      ["loss", "eu", "The cluster could not be read"],
    ]);
    for (const format of ["text", "markdown", "html"])
      for (const more of [[], ["--against", "b.json"]])
        expect(plan("-k", "eu", "us", "--format", format, ...more).stdout).to.match(/Could not be read[\s\S]*eu/);
    write({ "files/a.yaml": cluster("/a"), "files/b.yaml": cluster("/b").replace("name: orders,", "name: other,") });
    plan("files", "--format", "json", "-o", "b.json");
    write({ "files/b.yaml": "a: [" });
    expect(changes("files", "--against", "b.json")?.map(([, name, said]) => [name, said?.slice(0, 29)])).to.deep.equal([
      ["other", "The cluster could not be read"],
    ]);
  });
});
