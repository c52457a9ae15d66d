import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { docker, image, requireTool, root, run } from "../tools.ts";

describe("the container image", function () {
  this.timeout(240_000);

  const ask = (context: Mocha.Context, ...args: readonly string[]) =>
    run(requireTool(context, "docker with the image", docker()), args);

  /** Files of the image as `tar -tv` shows them: mode, owner, ..., path. */
  function listing(context: Mocha.Context): ReadonlyArray<{ readonly mode: string; readonly path: string }> {
    const tool = requireTool(context, "docker with the image", docker());
    const script = `id=$("${tool}" create ${image}) && trap '"${tool}" rm "$id" >/dev/null' EXIT && "${tool}" export "$id" | tar -tv`;
    const { status, stdout } = run("bash", ["-o", "pipefail", "-c", script]);
    expect(status).to.equal(0);
    return stdout
      .trim()
      .split("\n")
      .map((line) => ({ mode: line.slice(0, 10), path: line.split(/\s+/)[5] ?? "" }));
  }

  it("runs the program as a user without rights, at /", function () {
    const { stdout } = ask(this, "inspect", "--format", "{{json .Config}}", image);
    const { User, Entrypoint, Cmd = null, WorkingDir } = JSON.parse(stdout);
    expect({ User, Entrypoint, Cmd, WorkingDir }).to.deep.equal({
      User: "65532:65532",
      Entrypoint: ["node", "/app/expand-pgbackrest.cjs"],
      Cmd: null,
      WorkingDir: "/",
    });
  });

  it("says what it is and of which revision", function () {
    const { stdout } = ask(this, "inspect", "--format", "{{json .Config.Labels}}", image);
    const { description, homepage, license, name } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const prefix = "org.opencontainers.image.";
    const labels = Object.entries(JSON.parse(stdout)).map(([key, value]) => [key.replace(prefix, ""), value]);
    const { revision, version, ...others } = Object.fromEntries(labels);
    expect([revision, version].map((value) => typeof value)).to.deep.equal(["string", "string"]);
    expect(others).to.deep.equal({
      title: name,
      description,
      licenses: license,
      source: homepage.replace("#readme", ""),
      documentation: homepage,
    });
  });

  it("holds the program, readable by everyone, and no shell or package manager", function () {
    const files = listing(this);
    const program = files.filter(({ path, mode }) => path.startsWith("app/") && mode.startsWith("-"));
    expect(program.map(({ path }) => path).sort()).to.deep.equal([
      "app/expand-pgbackrest.cache",
      "app/expand-pgbackrest.cjs",
    ]);
    expect(files.filter(({ path, mode }) => path.startsWith("app/") && mode[7] !== "r")).to.deep.equal([]);
    const unwanted = /(^|\/)(sh|bash|dash|busybox|apt|apt-get|dpkg|npm|npx|corepack|yarn)$|node_modules/;
    expect(files.filter(({ path }) => unwanted.test(path))).to.deep.equal([]);
  });

  it("holds the licences of the program and of the libraries in it", function () {
    const licenses = listing(this).filter(({ path, mode }) => path.startsWith("licenses/") && mode.startsWith("-"));
    expect(licenses.map(({ path, mode }) => [path, mode[7]]).sort()).to.deep.equal([
      ["licenses/LICENSE", "r"],
      ["licenses/THIRD-PARTY-LICENSES.txt", "r"],
      ["licenses/sbom.cdx.json", "r"],
    ]);
  });

  it("knows the user nobody, as whom kustomize and kpt run it", function () {
    const args = ["--entrypoint", "node", image, "-p", "JSON.stringify([process.getuid(), process.getgid()])"];
    expect(ask(this, "run", "--rm", "--user", "nobody", ...args).stdout.trim()).to.equal("[65534,65534]");
  });

  it("offers the commands of the program", function () {
    const { status, stdout } = ask(this, "run", "--rm", "--network", "none", "--read-only", image, "--help");
    expect(status).to.equal(0);
    expect(stdout).to.include("hydrate");
  });
});
