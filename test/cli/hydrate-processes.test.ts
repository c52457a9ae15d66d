import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { kustomizeBuild } from "../../src/cli/kustomize-build.ts";
import { kustomizeEnvironment } from "../../src/cli/kustomize-environment.ts";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, run } from "../tools.ts";
import { hydrateArgs, printBuilt, resource } from "./built.ts";

/** Where Linux tells of processes. */
const processes = "/proc/self/status";

describe("the programs that hydrate runs", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    for (const folder of ["a", "b"]) work.write(`${folder}/built.yaml`, resource("ConfigMap", "x"));
  });
  afterEach(() => work.remove());

  /** Whether the process of a file with its number is there, and not only waits for its parent to notice its end. */
  const isRunning = (file: string) => {
    const status = `/proc/${work.read(file).trim()}/status`;
    return existsSync(status) && !/^State:\s+Z/m.test(readFileSync(status, "utf8"));
  };
  const until = async (holds: () => boolean) => {
    for (let times = 0; !holds() && times < 500; times += 1) await pause(10);
    expect(holds()).to.equal(true);
  };
  const isWritten = (file: string) => existsSync(work.path(file)) && work.read(file).endsWith("\n");

  /** Starts a child of its own that sleeps, then waits for it. */
  const sleepy = 'sleep 600 &\necho $! >"$1/child"\necho $$ >"$1/self"\nwait\n';
  const stubborn = `trap "" TERM INT HUP\n${sleepy}wait\nwait\n`;

  for (const [signal, script] of [
    ["SIGTERM", sleepy],
    ["SIGINT", sleepy],
    ["SIGHUP", sleepy],
    ["SIGQUIT", sleepy],
    ["SIGTERM", stubborn],
  ] as const) {
    it(`${signal} ends them, with ${script === sleepy ? "their children" : "those that do not listen"}, and starts no more`, async function () {
      requireTool(this, "/proc", existsSync(processes) ? processes : undefined);
      work.write("kustomize.sh", script);
      const child = spawn(program, hydrateArgs(work, ["a", "b", "-o", "out", "-j", "1"]), { cwd: work.path() });
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (part) => {
          output += part;
        });
      const ended = new Promise((resolve) => child.on("close", (code, by) => resolve(by ?? code)));
      await until(() => isWritten("a/child") && isWritten("a/self"));
      child.kill(signal);
      expect(await ended).to.equal(signal);
      await until(() => !isRunning("a/child") && !isRunning("a/self"));
      expect(output).to.equal("");
      expect(existsSync(work.path("b/self"))).to.equal(false);
    });
  }

  it("--timeout ends one that hangs, with its children; the folder fails, the others are written", async function () {
    requireTool(this, "/proc", existsSync(processes) ? processes : undefined);
    work.write(
      "kustomize.sh",
      `case $1 in a) echo "waiting for a host" >&2; ${sleepy.replaceAll("\n", ";").replace("&;", "& ")} ;; esac; ${printBuilt}`,
    );
    const { status, stdout, stderr } = run(program, hydrateArgs(work, ["a", "b", "-o", "out", "--timeout", "1"]), {
      cwd: work.path(),
    });
    expect({ status, stdout, stderr }).to.deep.equal({
      status: 1,
      stdout: "1 of 2 folders hydrated.\n",
      stderr: `a:
waiting for a host
sh took longer than 1 s, and was stopped.
  Look for what it waits for, for example a remote base, or give it more time with --timeout.
`,
    });
    expect(Object.keys(work.files("out"))).to.deep.equal(["b/configmap-x.yaml", "b/kustomization.yaml"]);
    await until(() => !isRunning("a/child") && !isRunning("a/self"));
  });

  it("none is left where kustomize itself ends and a child of it goes on", async function () {
    requireTool(this, "/proc", existsSync(processes) ? processes : undefined);
    work.write("kustomize.sh", `sleep 600 >/dev/null 2>&1 &\necho $! >"$1/child"\n${printBuilt}`);
    expect(run(program, hydrateArgs(work, ["a", "-o", "out"]), { cwd: work.path() }).status).to.equal(0);
    await until(() => !isRunning("a/child"));
  });

  it("what a child prints after kustomize itself has ended is not lost", () => {
    work.write("kustomize.sh", '(sleep 0.3; cat "$1/built.yaml") &\n');
    expect(run(program, hydrateArgs(work, ["a", "-o", "out"]), { cwd: work.path() }).status).to.equal(0);
    expect(Object.keys(work.files("out"))).to.deep.equal(["a/configmap-x.yaml", "a/kustomization.yaml"]);
  });

  for (const [what, script] of [
    ["documents", "yes"],
    ["messages", "yes >&2"],
  ] as const) {
    it(`one that prints ${what} without end is ended`, async () => {
      const limits = { stop: new AbortController().signal, seconds: 60, bytes: { output: 4 << 20, errors: 1 << 20 } };
      work.write("kustomize.sh", script);
      expect(await kustomizeBuild("a", ["sh", work.path("kustomize.sh")], limits)).to.deep.equal({
        is: "failed",
        by: "bytes",
        text: "sh printed more than 4 MiB, or 1 MiB of messages, and was stopped.\n",
        advice: "",
      });
    });
  }

  it("a folder whose name begins with a hyphen is no option for them", async () => {
    work.write("kustomize.sh", 'echo "$1"\n');
    const built = await kustomizeBuild("-x", ["sh", work.path("kustomize.sh")], {
      stop: new AbortController().signal,
      seconds: 60,
    });
    expect(built).to.deep.equal({ is: "built", documents: Buffer.from("./-x\n"), text: "" });
  });

  for (const [what, env, told] of [
    ["told to use one processor where as many run as there are", {}, "1"],
    ["left what the user has set", { GOMAXPROCS: "3" }, "3"],
  ] as const)
    it(`are ${what}, and everything else as it is`, () => {
      work.write("kustomize.sh", `printf '%s %s\\n' "\${GOMAXPROCS:-none}" "$GIVEN" >"$1/told"\n${printBuilt}`);
      const folders = Array.from({ length: availableParallelism() }, (_, index) => `of-many-${index}`);
      for (const folder of folders) work.write(`${folder}/built.yaml`, resource("ConfigMap", "x"));
      const given = { GOMAXPROCS: "", ...env, GIVEN: "by the user" };
      const ended = run(program, hydrateArgs(work, [...folders, "-o", "out"]), { cwd: work.path(), env: given });
      expect(ended.status).to.equal(0);
      for (const folder of folders) expect(work.read(`${folder}/told`)).to.equal(`${told} by the user\n`);
    });

  for (const [atOnce, processors, given, told] of [
    [2, 2, undefined, "1"],
    [8, 2, undefined, "1"],
    [2, 2, "", "1"],
    [2, 2, "3", "3"],
    [1, 2, undefined, undefined],
    [1, 2, "3", "3"],
  ] as const)
    it(`are told GOMAXPROCS=${told}: ${atOnce} at a time on ${processors} processors, GOMAXPROCS=${given} before`, () =>
      expect(kustomizeEnvironment({ A: "b", GOMAXPROCS: given }, atOnce, processors)).to.deep.equal({
        A: "b",
        GOMAXPROCS: told,
      }));

  for (const timeout of ["0", "x", "1.5", "86401"]) {
    it(`--timeout ${timeout}: exit code 2 and a sentence`, () => {
      expect(run(program, ["hydrate", "a", "-o", "out", "--timeout", timeout], { cwd: work.path() })).to.deep.equal({
        status: 2,
        stdout: "",
        stderr: `expand-pgbackrest: --timeout is \`${timeout}\`; it takes a number of seconds from 1 to 86400.\n`,
      });
    });
  }
});
