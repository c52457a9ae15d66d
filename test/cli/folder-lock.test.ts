import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { folderLock } from "../../src/cli/folder-lock.ts";
import { hasEnded, newOwner, ownerText } from "../../src/cli/lock-owner.ts";

describe("the lock of a folder", () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), "expand-pgbackrest-"));
  });
  afterEach(() => rmSync(base, { recursive: true }));

  const out = () => join(base, "out");
  const lockOf = (patience: number, said: string[] = [], stop = new AbortController()) =>
    folderLock(out(), { enter: () => {}, say: (text) => said.push(text), stop: stop.signal, patience });
  const target = () => join(out(), "a/b");
  /** What is locked now, by the paths of the files without the names of the owners. */
  const locks = () =>
    readdirSync(base, { recursive: true, encoding: "utf8" })
      .filter((path) => /hydrate-lock\/./.test(path))
      .map((path) => path.replace(/[^/]*$/, ""))
      .sort();
  const lockBy = (owner: string) => {
    mkdirSync(join(out(), ".a.hydrate-lock"), { recursive: true });
    writeFileSync(join(out(), ".a.hydrate-lock", owner), "");
  };
  /** The name of this process, with one of the six parts changed. */
  const changed = (part: number, value: string) =>
    newOwner(Math.random())
      .split(".")
      .map((old, index) => (index === part ? value : old))
      .join(".");

  it("is held for each folder from OUT down while the work goes on, and leaves nothing", async () => {
    expect(await lockOf(0)(target(), locks)).to.deep.equal([
      ".out.hydrate-lock/",
      "out/.a.hydrate-lock/",
      "out/a/.b.hydrate-lock/",
    ]);
    expect(readdirSync(base, { recursive: true })).to.have.members(["out", "out/a"]);
  });

  it("is released where the work throws", async () => {
    const thrown = await lockOf(0)(target(), () => {
      throw new Error("of the work");
    }).catch((error: Error) => error.message);
    expect([thrown, locks()]).to.deep.equal(["of the work", []]);
  });

  it("lets nobody in while another works, neither in the folder, nor above it, nor below", async function () {
    this.timeout(240_000);
    mkdirSync(out());
    const script = join(import.meta.dirname, "lock-often.ts");
    const ended = ["a", "a", "a/b", "a/b/c"].map((folder) => {
      const child = spawn(process.execPath, ["--import", "tsx", script, out(), folder, "30"], { stdio: "pipe" });
      let stderr = "";
      child.stderr.on("data", (part) => {
        stderr += part;
      });
      return new Promise((resolve) => child.on("close", (status) => resolve({ status, stderr })));
    });
    const well = { status: 0, stderr: "" };
    expect(await Promise.all(ended)).to.deep.equal([well, well, well, well]);
    expect(locks()).to.deep.equal([]);
  });

  it("of a run that has ended is nobody's", async () => {
    const { pid } = spawnSync("true");
    lockBy(changed(3, String(pid)));
    lockBy(changed(4, "1")); // its number is another process's now
    expect(await lockOf(0)(target(), () => "done")).to.equal("done");
    expect(locks()).to.deep.equal([]);
  });

  it("of a run that goes on is waited for, with a sentence after a second", async () => {
    const owner = newOwner(Math.random());
    lockBy(owner);
    const said: string[] = [];
    const done = lockOf(10_000, said)(target(), () => "done");
    await pause(1500);
    expect(said).to.deep.equal([
      `Waiting for another run (process ${process.pid} on ${owner.split(".")[0]}) that writes to ${join(out(), "a")}.`,
    ]);
    rmSync(join(out(), ".a.hydrate-lock"), { recursive: true });
    expect(await done).to.equal("done");
  });

  it("of a run elsewhere is waited for only so long; then a sentence says how to remove it, and nobody waits again", async () => {
    lockBy("build-7.0123abcd.4026531836.42.1000.89abcdef");
    const lock = lockOf(300);
    const problem = `${join(out(), "a")} stayed locked by another run (process 42 on build-7). If that run has ended, remove ${join(out(), ".a.hydrate-lock")}.`;
    const fail = () => lock(target(), () => "done").catch((error: Error) => error.message);
    expect(await fail()).to.equal(problem);
    const since = Date.now();
    expect(await fail()).to.equal(problem);
    expect(Date.now() - since).to.be.lessThan(250);
    expect(locks()).to.deep.equal(["out/.a.hydrate-lock/"]);
    rmSync(join(out(), ".a.hydrate-lock"), { recursive: true });
    expect(await lock(target(), () => "done")).to.equal("done");
  });

  it("is not waited for any more when a signal arrives", async () => {
    lockBy(newOwner(Math.random()));
    const stop = new AbortController();
    const done = lockOf(10_000, [], stop)(target(), () => "done").catch((error: Error) => error.name);
    stop.abort();
    expect(await done).to.equal("AbortError");
    expect(locks()).to.deep.equal(["out/.a.hydrate-lock/"]);
  });

  it("is made in no folder that a link leads to", async () => {
    mkdirSync(join(base, "elsewhere"));
    mkdirSync(out());
    symlinkSync("../elsewhere", join(out(), ".a.hydrate-lock"));
    const problem = await lockOf(0)(target(), () => "done").catch((error: Error) => error.message);
    expect(problem).to.match(/\.a\.hydrate-lock is a symbolic link\. /);
    expect(readdirSync(join(base, "elsewhere"))).to.deep.equal([]);
  });

  it("beside OUT is left out where only OUT itself can be written", async () => {
    mkdirSync(out());
    chmodSync(out(), 0o777);
    chmodSync(base, 0o555);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65534); // nothing is refused to root
    try {
      expect(await lockOf(0)(target(), locks)).to.deep.equal(["out/.a.hydrate-lock/", "out/a/.b.hydrate-lock/"]);
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(base, 0o755);
    }
  });

  for (const [what, owner, ended] of [
    ["this process", () => newOwner(Math.random()), false],
    ["another machine", () => changed(0, "other"), false],
    ["an earlier boot, or a machine of the same name", () => changed(1, "0123abcd"), false],
    ["another container", () => changed(2, "1"), false],
    ["a process with the same number, but another start", () => changed(4, "1"), true],
    ["a process that is not there", () => changed(3, String(spawnSync("true").pid)), true],
    ["nobody that we know", () => "by-hand", false],
  ] as const)
    it(`of ${what}: has ${ended ? "" : "not "}ended for certain`, () => expect(hasEnded(owner())).to.equal(ended));

  it("names its owner in words", () => {
    expect(ownerText("build-7.0123abcd.4026531836.42.1000.89abcdef")).to.equal("process 42 on build-7");
    expect(ownerText("by-hand")).to.equal("by-hand");
  });
});
