import { join } from "node:path";
import { expect } from "chai";
import { docker, requireTool, root, run, which } from "../tools.ts";

const folder = join(root, "tutorials", "ci");

describe("the Dockerfile of tutorials/ci", function () {
  this.timeout(480_000);

  it("has a shell, git or a base that brings it, kustomize and the function", function () {
    const engine = requireTool(this, "docker with the image", docker());
    const kustomize = requireTool(this, "kustomize", which("kustomize"));
    const standIn = "example.com/kustomize:test";
    const tar = `mkdir -p "$0/app" && cp "${kustomize}" "$0/app/kustomize" && tar -C "$0" -c app | docker import - ${standIn} && rm -r "$0"`;
    expect(run("bash", ["-c", `d=$(mktemp -d); bash -euc '${tar}' "$d"`]).status).to.equal(0);
    const base =
      run(engine, ["image", "inspect", "node:24-bookworm"]).status === 0 ? "node:24-bookworm" : "node:24-bookworm-slim";
    const args = ["--build-arg", `KUSTOMIZE=${standIn}`, "--build-arg", `BASE=${base}`];
    const built = run(engine, ["build", "--quiet", ...args, "--tag", "example.com/expand-pgbackrest-ci:test", folder]);
    expect(built.status, built.stderr).to.equal(0);
    const script = "kustomize version >/dev/null; cd /work; expand-pgbackrest hydrate clusters/* -o /tmp/rendered";
    const { status, stdout } = run(engine, [
      "run",
      "--rm",
      "--network",
      "none",
      "--user",
      "999",
      "-v",
      `${folder}:/work:ro`,
      "example.com/expand-pgbackrest-ci:test",
      "sh",
      "-euc",
      script,
    ]);
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: "2 of 2 folders hydrated.\n" });
  });
});
