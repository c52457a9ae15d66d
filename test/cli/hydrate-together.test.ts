import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program } from "../tools.ts";
import { hydrateArgs, kustomization, resource } from "./built.ts";

/** `npm run test:hydrate` runs 200. */
const rounds = Number(process.env.HYDRATE_ROUNDS ?? 10);

describe(`two runs of hydrate with one OUT, ${rounds} rounds`, function () {
  this.timeout(rounds * 20_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("one.sh", 'cat "$1/one.yaml"\n');
    work.write("two.sh", 'cat "$1/two.yaml"\n');
    for (const folder of folders)
      for (const version of versions) work.write(`${folder}/${version}.yaml`, built(version));
  });
  afterEach(() => work.remove());

  // One lies in another, so that to replace the one moves the other.
  const folders = ["a", "a/deep/b", "c/d", "c/e", "f"];
  const versions = ["one", "two"] as const;
  type Version = (typeof versions)[number];
  const objects = ["v", "w", "x", "z"];
  const names = (version: Version) => [...objects, `only-${version}`].sort();
  const object = (name: string, version: Version) => resource("ConfigMap", name, { namespace: "pg", data: version });
  const built = (version: Version) =>
    names(version)
      .map((name) => object(name, version))
      .join("---\n");
  const folderOf = (version: Version): Readonly<Record<string, string>> => ({
    "kustomization.yaml": kustomization(...names(version).map((name) => `pg/configmap-${name}.yaml`)),
    ...Object.fromEntries(names(version).map((name) => [`pg/configmap-${name}.yaml`, object(name, version)])),
  });

  interface Ended {
    readonly status: number | NodeJS.Signals | null;
    readonly stdout: string;
    readonly stderr: string;
  }
  function start(version: Version): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const args = hydrateArgs(work, [
      ...folders,
      "-o",
      "out",
      "-j",
      "2",
      "--kustomize",
      `sh ${work.path(`${version}.sh`)}`,
    ]);
    const child = spawn(program, args, { cwd: work.path(), stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (part) => {
      stdout += part;
    });
    child.stderr.on("data", (part) => {
      stderr += part;
    });
    return {
      child,
      ended: new Promise((resolve) => child.on("close", (code, by) => resolve({ status: by ?? code, stdout, stderr }))),
    };
  }

  /** The version of a folder, which is whole; `undefined` where the folder is not there. */
  function versionOf(folder: string): Version | undefined {
    if (!existsSync(work.path("out", folder, "kustomization.yaml"))) return undefined;
    const found = work.files(`out/${folder}`);
    // The other folder in it does not count, and neither does what a killed run left beside that.
    const own = Object.fromEntries(Object.entries(found).filter(([file]) => !/^(deep\/|\.deep\.hydrate-)/.test(file)));
    const version = "pg/configmap-only-one.yaml" in own ? "one" : "two";
    expect(own).to.deep.equal(folderOf(version));
    return version;
  }
  const hiddenOnes = () =>
    readdirSync(work.path("out"), { recursive: true, encoding: "utf8" }).filter((path) => /(^|\/)\./.test(path));
  const done = { status: 0, stdout: `${folders.length} of ${folders.length} folders hydrated.\n`, stderr: "" };

  it("both end with 0, and every folder is what one of them wrote, whole", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const ended = await Promise.all(versions.map((version) => start(version).ended));
      expect(ended).to.deep.equal([done, done]);
      for (const folder of folders) expect(versionOf(folder)).to.be.oneOf(versions);
      expect(hiddenOnes()).to.deep.equal([]);
    }
  });

  it("with one of them killed at any time, the other ends with 0, and every folder is whole", async () => {
    const usual = Date.now();
    await start("one").ended;
    const takes = Date.now() - usual;
    for (let round = 0; round < rounds; round += 1) {
      const [killed, other] = [start("one"), start("two")];
      setTimeout(() => killed.child.kill("SIGKILL"), Math.random() * takes * 1.5);
      const [first, second] = await Promise.all([killed.ended, other.ended]);
      expect(second).to.deep.equal(done);
      expect(first.status).to.be.oneOf([0, "SIGKILL"]);
      const found = folders.map(versionOf);
      // Only a run that is killed between two renames after the other has ended leaves a folder standing aside.
      if (found.includes(undefined)) expect(first.status).to.equal("SIGKILL");
      const version = versions[round % 2] ?? "one";
      expect(await start(version).ended).to.deep.equal(done);
      for (const folder of folders) expect(versionOf(folder)).to.equal(version);
      expect(hiddenOnes()).to.deep.equal([]);
    }
  });
});
