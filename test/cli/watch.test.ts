import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { requireTool, root, run, which } from "../tools.ts";

const program = [process.execPath, "--import", "tsx", join(root, "test", "cli", "watched-passes.ts")];

/** Runs the program until its fourth pass has begun, then sends it a signal. */
function watched(signal: NodeJS.Signals): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const [command = "", ...args] = program;
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    stdout += part;
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    stderr += part;
    if (stderr.endsWith("fourth\n")) child.kill(signal);
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}

/**
 * Runs the program in a terminal of a size, until its fourth pass has begun, then types Ctrl-C. Gives what the terminal shows before that and
 * in the end.
 */
async function inTerminal(tmux: string, rows: number, lines: number): Promise<readonly [string, string]> {
  const folder = mkdtempSync(join(tmpdir(), "watch-"));
  const [told, ended] = [join(folder, "told"), join(folder, "ended")];
  writeFileSync(told, "");
  const control = (...args: readonly string[]) => run(tmux, ["-S", join(folder, "socket"), "-f", "/dev/null", ...args]);
  const shown = () => control("capture-pane", "-p").stdout.trimEnd();
  const script = `echo before; ${program.join(" ")} ${lines} 2>${told}; echo "exit code $?"; touch ${ended}; sleep 600`;
  try {
    control("new-session", "-d", "-x", "40", "-y", String(rows), "-c", root, "bash", "-c", script);
    await until(() => readFileSync(told, "utf8").includes("fourth"));
    const during = shown();
    control("send-keys", "C-c");
    await until(() => existsSync(ended));
    return [during, shown()];
  } finally {
    control("kill-server");
    rmSync(folder, { recursive: true });
  }
}

/** Waits until something is so; the test's own limit is the only one. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(20);
}

describe("watch", function () {
  this.timeout(240_000);

  for (const signal of ["SIGINT", "SIGTERM"] as const)
    it(`shows pass after pass, also after one that fails, and ends on ${signal} with the exit code of the last`, async () => {
      expect(await watched(signal)).to.deep.equal({
        code: 2,
        stdout: "first\nof two lines\n---\nline 1\nline 2\nline 3\n",
        stderr: "expand-pgbackrest: No cluster answers\\u001b[2J.\nfourth\n",
      });
    });

  it("ends where nobody reads any more, with the exit code of the last pass", () => {
    const line = 'set -o pipefail; "$@" | head -1';
    const { status, stdout, stderr } = run("bash", ["-c", line, "-", ...program]);
    expect({ status, stdout, stderr }).to.deep.equal({
      ...{ status: 2, stdout: "first\n" },
      stderr: "expand-pgbackrest: No cluster answers\\u001b[2J.\n",
    });
  });

  it("shows a terminal the last pass alone, and leaves it there", async function () {
    const tmux = requireTool(this, "tmux", which("tmux"));
    expect(await inTerminal(tmux, 12, 1)).to.deep.equal(["line 1", "line 1\n^Cexit code 2"]);
  });

  it("shows a small terminal the beginning, where the worst stands", async function () {
    const tmux = requireTool(this, "tmux", which("tmux"));
    const [during] = await inTerminal(tmux, 6, 100);
    expect(during).to.equal("line 1\nline 2\nline 3\nline 4\n(96 more lines)");
  });

  it("fills a terminal to the last row but one", async function () {
    const tmux = requireTool(this, "tmux", which("tmux"));
    const [during] = await inTerminal(tmux, 6, 5);
    expect(during).to.equal("line 1\nline 2\nline 3\nline 4\nline 5");
  });
});
