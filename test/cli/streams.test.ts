import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect } from "chai";
import { makeList } from "../../bench/lists.ts";
import { program, requireTool, run as runTool, which } from "../tools.ts";

describe("streams that fail", () => {
  const run = (args: readonly string[], stdin: string | number, stdout: "pipe" | number = "pipe") => {
    const {
      status,
      stderr,
      stdout: output,
    } = spawnSync(process.execPath, [program, ...args], {
      stdio: [typeof stdin === "number" ? stdin : "pipe", stdout, "pipe"],
      encoding: "utf8",
      ...(typeof stdin === "string" && { input: stdin }),
    });
    return { status, stderr, output };
  };
  const withFile = <T>(path: string, flags: string, use: (file: number) => T): T => {
    const file = openSync(path, flags);
    try {
      return use(file);
    } finally {
      closeSync(file);
    }
  };
  const list = makeList(50, { expand: true });

  it("a full disk: a sentence and exit code 2", () => {
    const { status, stderr } = withFile("/dev/full", "w", (file) => run([], list, file));
    expect({ status, stderr }).to.deep.equal({
      status: 2,
      stderr: "expand-pgbackrest: no space left on device.\n",
    });
  });

  it("a folder in the place of a file: the same", () => {
    const refusal = {
      status: 2,
      stderr: "expand-pgbackrest: illegal operation on a directory.\n",
      output: "",
    };
    expect(withFile(tmpdir(), "r", (file) => run([], file))).to.deep.equal(refusal);
    expect(run(["-i", tmpdir()], "")).to.deep.equal(refusal);
    expect(run(["-f", tmpdir()], list)).to.deep.equal(refusal);
  });

  it("a terminal to read from: says what it waits for", function () {
    const terminal = requireTool(this, "script", which("script"));
    const { stdout } = runTool(terminal, ["-qec", `"${program}"`, "/dev/null"], { input: "" });
    expect(stdout.replace(/^\^D[\b]*/, "").split("\r\n")).to.deep.equal([
      "expand-pgbackrest reads a ResourceList from standard input, here from the terminal; `--help` shows its commands.",
      "expand-pgbackrest: The input is empty. Expected a ResourceList, or Kubernetes resources as YAML documents.",
      "",
    ]);
  });

  it("nothing to read: the same", () => {
    const { status, stderr, output } = withFile("/dev/null", "r", (file) => run([], file));
    expect({ status, output }).to.deep.equal({ status: 2, output: "" });
    expect(stderr).to.include("The input is empty");
  });
});
