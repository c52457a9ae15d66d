import { spawn } from "node:child_process";
import { expect } from "chai";
import { makeList } from "../../bench/lists.ts";
import { docker, image, program, requireTool, run } from "../tools.ts";

const list = makeList(200, { expand: true });
const whole = () => run(program, [], { input: list }).stdout;
const sandbox = ["run", "--rm", "-i", "--network", "none", "--read-only", "--security-opt=no-new-privileges"];

describe("pipes and the container", function () {
  this.timeout(240_000);

  it("a slow reader gets everything: more than 64 KiB, to the last byte", async () => {
    const child = spawn("sh", ["-c", `"${program}" | (sleep 1; cat)`], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.end(list);
    let text = "";
    for await (const part of child.stdout) text += part;
    expect(text.length).to.be.greaterThan(300_000);
    expect(text).to.equal(whole());
  });

  it("a reader that goes away means neither success nor a stack trace", () => {
    const { stdout, stderr } = run(
      "bash",
      ["-c", `set -o pipefail; "${program}" | head -c 10 >/dev/null; echo "\${PIPESTATUS[0]}"`],
      { input: list },
    );
    expect(stdout.trim()).to.equal("2");
    expect(stderr).to.equal("");
  });

  it("an end of input that comes in small pieces is waited for", () => {
    const { stdout } = run(
      "bash",
      ["-c", `(while IFS= read -r line; do printf '%s\\n' "$line"; done) | "${program}"`],
      { input: list },
    );
    expect(stdout).to.equal(whole());
  });

  for (const [who, user] of [
    ["nobody, by name", ["--user", "nobody"]],
    ["any other user", ["--user", "12345:54321"]],
    ["the image's own user", []],
  ] as const) {
    it(`the container as ${who}, with no network and nothing writable: the same output`, function () {
      const tool = requireTool(this, "docker with the image", docker());
      const { status, stdout, stderr } = run(tool, [...sandbox, ...user, image], { input: list });
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      expect(stdout).to.equal(whole());
    });
  }

  it("a slow reader of docker run gets everything too", async function () {
    const tool = requireTool(this, "docker with the image", docker());
    const command = `"${tool}" ${sandbox.join(" ")} ${image} | (sleep 1; cat)`;
    const child = spawn("sh", ["-c", command], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.end(list);
    let text = "";
    for await (const part of child.stdout) text += part;
    expect(text).to.equal(whole());
  });
});
