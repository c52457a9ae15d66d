import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

  describe("-i FILE -o FILE", () => {
    let folder = "";
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "output-"));
      writeFileSync(join(folder, "list.yaml"), list, { mode: 0o600 });
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));
    const file = () => join(folder, "list.yaml");

    it("writes the file, which keeps its mode; a link to it stays a link", () => {
      symlinkSync("list.yaml", join(folder, "link.yaml"));
      const expanded = run([], list).output;
      expect(run(["-i", file(), "-o", join(folder, "link.yaml")], "")).to.deep.equal({
        status: 0,
        stderr: "",
        output: "",
      });
      expect(readFileSync(file(), "utf8")).to.equal(expanded);
      expect(statSync(file()).mode & 0o777).to.equal(0o600);
      expect(readdirSync(folder).sort()).to.deep.equal(["link.yaml", "list.yaml"]);
      expect(readlinkSync(join(folder, "link.yaml"))).to.equal("list.yaml");
    });

    it("a new file: only the owner can read Secrets; `-` is standard output", () => {
      const without = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- kind: ConfigMap\n";
      for (const [name, text, mode] of [
        ["with.yaml", list, 0o600],
        ["without.yaml", without, 0o644],
      ] as const) {
        const script = `umask 022; exec "${process.execPath}" "${program}" -o "${join(folder, name)}"`;
        expect(runTool("sh", ["-c", script], { input: text }).status).to.equal(0);
        expect(statSync(join(folder, name)).mode & 0o777).to.equal(mode);
      }
      expect(run(["-o", "-"], list)).to.deep.equal(run([], list));
    });

    it("a disk that is full in the middle: a sentence, exit code 2, and the file as it was", () => {
      // A file of this process may have 16 blocks of 512 bytes; what is over that is refused as on a full disk.
      const { status, stderr } = runTool("sh", [
        "-c",
        `trap '' XFSZ; ulimit -f 16; "${process.execPath}" "${program}" -i "${file()}" -o "${file()}"`,
      ]);
      expect({ status, stderr }).to.deep.equal({
        status: 2,
        stderr: `expand-pgbackrest: ${file()}: file too large.\n`,
      });
      expect(readFileSync(file(), "utf8")).to.equal(list);
      expect(readdirSync(folder)).to.deep.equal(["list.yaml"]);
    });
  });

  it("a folder in the place of a file: the same", () => {
    const refusal = (name: string) => ({
      status: 2,
      stderr: `expand-pgbackrest: ${name}illegal operation on a directory.\n`,
      output: "",
    });
    expect(withFile(tmpdir(), "r", (file) => run([], file))).to.deep.equal(refusal(""));
    expect(run(["-i", tmpdir()], "")).to.deep.equal(refusal(`${tmpdir()}: `));
    expect(run(["-f", tmpdir()], list)).to.deep.equal(refusal(`${tmpdir()}: `));
  });

  it("a terminal to read from: says what it waits for", function () {
    const terminal = requireTool(this, "script", which("script"));
    const { stdout } = runTool(terminal, ["-qec", `"${program}"`, "/dev/null"], { input: "" });
    expect(stdout.replace(/^\^D[\b]*/, "").split("\r\n")).to.deep.equal([
      "expand-pgbackrest is reading a ResourceList from the terminal; `--help` lists its commands.",
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
