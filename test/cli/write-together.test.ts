import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fixableFiles } from "../../src/cli/fixable-file.ts";
import { writeWholeFile } from "../../src/cli/write-file.ts";
import { writeTogether } from "../../src/cli/write-together.ts";

describe("files that are written together", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "together-"));
    for (const name of ["a", "b", "c"]) writeFileSync(join(folder, name), `old ${name}`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const rewrite = (name: string) => ({ path: join(folder, name), before: `old ${name}`, after: `new ${name}` });
  const all = () =>
    Object.fromEntries(
      readdirSync(folder, { withFileTypes: true }).map((entry) => [
        entry.name,
        entry.isFile() ? readFileSync(join(folder, entry.name), "utf8") : "folder",
      ]),
    );
  /** A rename that fails for one file, and from then on for another one, too. */
  const failing = (first: string, then = "") => {
    let hasFailed = false;
    return (from: string, to: string) => {
      if (to === first || (hasFailed && to === then)) {
        hasFailed = true;
        throw Object.assign(new Error("no space"), { code: "ENOSPC" });
      }
      renameSync(from, to);
    };
  };
  const old = { a: "old a", b: "old b", c: "old c" };

  it("change all", () => {
    writeTogether(["a", "b", "c"].map(rewrite));
    expect(all()).to.deep.equal({ a: "new a", b: "new b", c: "new c" });
  });

  it("change none where one has changed in the meantime", () => {
    const rewrites = [rewrite("a"), { ...rewrite("b"), before: "what was read" }, rewrite("c")];
    expect(() => writeTogether(rewrites)).to.throw(/b was changed in the meantime\. No file was changed/);
    expect(all()).to.deep.equal(old);
  });

  it("change none where one cannot be written beside its place", () => {
    mkdirSync(join(folder, `.b.${process.pid}.new`));
    expect(() => writeTogether(["a", "b", "c"].map(rewrite))).to.throw(
      /b cannot be written: a file of an earlier run is in the way, .*\. No file was changed\.$/,
    );
    expect(all()).to.deep.equal({ ...old, [`.b.${process.pid}.new`]: "folder" });
  });

  it("are put back where one cannot be put in its place", () => {
    const rewrites = ["a", "b", "c"].map(rewrite);
    expect(() => writeTogether(rewrites, failing(join(folder, "c")))).to.throw(
      /c cannot be written: the disk is full\. No file was changed\.$/,
    );
    expect(all()).to.deep.equal(old);
  });

  it("are named where they cannot be put back", () => {
    const rename = failing(join(folder, "c"), join(folder, "a"));
    expect(() => writeTogether(["a", "b", "c"].map(rewrite), rename)).to.throw(
      new RegExp(`c cannot be written: the disk is full\\. Changed all the same: ${folder}/a\\.$`),
    );
    expect(readFileSync(join(folder, "a"), "utf8")).to.equal("new a");
    expect(readFileSync(join(folder, "b"), "utf8")).to.equal("old b");
  });

  it("keep their mode, whatever the umask, and their owner", () => {
    const before = process.umask(0o077);
    try {
      const path = join(folder, "a");
      chmodSync(path, 0o664);
      if (process.getuid?.() === 0) chownSync(path, 1234, 1235);
      const { uid, gid } = statSync(path);
      writeTogether([rewrite("a")]);
      writeWholeFile(path, ["again"]);
      const { mode, ...after } = statSync(path);
      expect({ mode: mode & 0o7777, uid: after.uid, gid: after.gid }).to.deep.equal({ mode: 0o664, uid, gid });
    } finally {
      process.umask(before);
    }
  });

  it("are not those with another hard link", () => {
    linkSync(join(folder, "a"), join(folder, "d"));
    expect(fixableFiles([folder], () => false)(join(folder, "a"))).to.include({
      reason: "its file has another hard link, which would keep the old content",
    });
  });
});
