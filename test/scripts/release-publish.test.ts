import { createHash } from "node:crypto";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { root, run } from "../tools.ts";

const files = ["expand-pgbackrest.rb", "expand-pgbackrest.yaml", "sbom.cdx.json"];

describe("scripts/release/publish.sh", function () {
  this.timeout(20_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    const sums = files.map((name) => {
      work.write(`release/${name}`, name);
      return `${createHash("sha256").update(name).digest("hex")}  ${name}\n`;
    });
    work.write("release/SHA256SUMS", sums.join(""));
    work.write("release/notes.md", "- News.\n");
    work.write("bin/gh", `#!/bin/sh\necho "$@" >>"$LOG"\ncase "$*" in *"$FAILING"*) exit 1;; esac\n`);
    chmodSync(work.path("bin/gh"), 0o755);
    work.write("log", "");
  });
  afterEach(() => work.remove());

  /** Runs it with a gh that writes down what it is asked, and fails for what has the given text. */
  function publish(tag: string, failing = "nothing") {
    const { status, stderr } = run(join(root, "scripts/release/publish.sh"), [work.path("release"), tag], {
      env: {
        PATH: `${work.path("bin")}:${process.env.PATH}`,
        LC_ALL: "C",
        LOG: work.path("log"),
        FAILING: failing,
        GITHUB_REPOSITORY: "owner/name",
        GITHUB_SHA: "0123456",
      },
    });
    const asked = work
      .read("log")
      .replaceAll(`${work.path("release")}/`, "")
      .trim();
    return { status, stderr, asked: asked === "" ? [] : asked.split("\n") };
  }

  const release = (tag: string, kind: string) =>
    `release create ${tag} --repo owner/name --verify-tag --title ${tag} --notes-file notes.md ${kind} SHA256SUMS ${files.join(" ")}`;
  const patch = (line: string) =>
    `api --silent --method PATCH repos/owner/name/git/refs/tags/${line} -f sha=0123456 -F force=true`;
  const post = (line: string) =>
    `api --silent --method POST repos/owner/name/git/refs -f ref=refs/tags/${line} -f sha=0123456`;

  it("attaches every file, and moves the tags of the release's line", () => {
    expect(publish("v1.2.3")).to.deep.equal({
      status: 0,
      stderr: "",
      asked: [release("v1.2.3", "--latest"), patch("v1"), patch("v1.2")],
    });
  });

  it("makes the tags of a line where it is new", () => {
    const { status, asked } = publish("v1.2.3", "PATCH");
    expect({ status, asked: asked.slice(1) }).to.deep.equal({
      status: 0,
      asked: [patch("v1"), post("v1"), patch("v1.2"), post("v1.2")],
    });
  });

  it("moves no tag for a pre-release", () => {
    const { status, asked } = publish("v1.2.3-rc.1");
    expect({ status, asked }).to.deep.equal({ status: 0, asked: [release("v1.2.3-rc.1", "--prerelease")] });
  });

  it("moves no tag where the release could not be made", () => {
    const { status, asked } = publish("v1.2.3", "create");
    expect({ status, asked }).to.deep.equal({ status: 1, asked: [release("v1.2.3", "--latest")] });
  });

  it("publishes nothing of which a file was changed", () => {
    work.write("release/sbom.cdx.json", "changed");
    const { status, asked } = publish("v1.2.3");
    expect({ status, asked }).to.deep.equal({ status: 1, asked: [] });
  });
});
