import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { program, run } from "../tools.ts";

describe("plain manifests", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "manifests-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string) => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const service = (name: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;

  it("render . is render of the folder's name, and leaves out hidden folders and what is not a resource", () => {
    file("a.yaml", service("a"));
    file("sub/b.yml", service("b"));
    file("c.json", '{"apiVersion":"v1","kind":"Service","metadata":{"name":"c"}}');
    file(".git/d.yaml", service("d"));
    file("node_modules/e.yaml", service("e"));
    file("values.yaml", "replicas: 2\n");
    file("notes.txt", "no manifest\n");
    const here = run(program, ["render", "."], { cwd: folder });
    const expected = `${service("a")}---\n{"apiVersion":"v1","kind":"Service","metadata":{"name":"c"}}\n---\n${service("b")}`;
    expect(here).to.deep.equal({ status: 0, stdout: expected, stderr: "" });
    expect(run(program, ["render", folder])).to.deep.equal(here);
    expect(run(program, ["render", "./"], { cwd: folder })).to.deep.equal(here);
    expect(run(program, ["check", "."], { cwd: folder }).stdout).to.include("0 clusters");
  });

  it("render and check read hidden files and folders that a kustomization beside them lists, and no others", () => {
    file(
      "kustomization.yaml",
      "resources: [.a.yaml, ./.b, c/.c.yaml, .notes.txt, ../outside.yaml, .missing.yaml, .link.yaml]\n",
    );
    file(".a.yaml", service("a"));
    file(".b/b.yaml", service("b"));
    file(".b/.other.yaml", service("other"));
    file("c/.c.yaml", service("c"));
    file("c/.other.yaml", service("other"));
    file(".notes.txt", "no manifest\n");
    file(".other.yaml", service("other"));
    symlinkSync("c/.other.yaml", join(folder, ".link.yaml"));
    const expected = { status: 0, stdout: [service("a"), service("b"), service("c")].join("---\n"), stderr: "" };
    expect(run(program, ["render", folder])).to.deep.equal(expected);
    expect(run(program, ["render", "."], { cwd: folder })).to.deep.equal(expected);
  });

  it("render and check follow no symbolic link below a folder: each file is read once, and nothing outside", () => {
    file("inside/a.yaml", service("a"));
    file("outside/b.yaml", service("b"));
    for (const name of ["one", "two"]) symlinkSync(".", join(folder, "inside", name));
    symlinkSync("../outside", join(folder, "inside", "three"));
    symlinkSync("../outside/b.yaml", join(folder, "inside", "four.yaml"));
    const expected = { status: 0, stdout: service("a"), stderr: "" };
    expect(run(program, ["render", join(folder, "inside")])).to.deep.equal(expected);
    symlinkSync("inside", join(folder, "named"));
    expect(run(program, ["render", join(folder, "named")]), "a link that the user names").to.deep.equal(expected);
  });

  it("render -o writes nothing where there is nothing to write, or nothing to call a file by", () => {
    const into = join(folder, "files");
    const refused = (name: string) => {
      const { status, stderr } = run(program, ["render", join(folder, name), "-o", `${into}/`]);
      expect({ status, written: existsSync(into) }).to.deep.equal({ status: 2, written: false });
      return stderr;
    };
    file("list.yaml", `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n`);
    expect(refused("list.yaml")).to.equal("expand-pgbackrest: There are no resources to write.\n");
    file("list.yaml", `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: [{kind: A}, {a: b}]\n`);
    expect(refused("list.yaml")).to.equal(
      "expand-pgbackrest: Document 2 has no `kind`, so there is no name for its file.\n",
    );
  });

  it("render -o writes a file, and into a folder where one is there or meant", () => {
    file("a.yaml", service("a"));
    const into = (name: string) => {
      const out = join(folder, name);
      expect(run(program, ["render", join(folder, "a.yaml"), "-o", out])).to.deep.equal({
        status: 0,
        stdout: "",
        stderr: "",
      });
      return out;
    };
    expect(readFileSync(into("out.yaml"), "utf8")).to.equal(service("a"));
    expect(readFileSync(join(into("new/"), "service-a.yaml"), "utf8")).to.equal(service("a"));
    mkdirSync(join(folder, "there"));
    expect(readFileSync(join(into("there"), "service-a.yaml"), "utf8")).to.equal(service("a"));
    expect(run(program, ["render", join(folder, "a.yaml"), "-o", "-"]).stdout).to.equal(service("a"));
  });

  it("render -o keeps Secrets from others", () => {
    const secret = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n";
    file("s.yaml", secret);
    expect(run(program, ["render", join(folder, "s.yaml"), "-o", join(folder, "out.yaml")]).status).to.equal(0);
    expect(statSync(join(folder, "out.yaml")).mode & 0o777).to.equal(0o600);
  });

  it("what is printed means what was read: comments, last line breaks, marks and markers", () => {
    const kept = "# head\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a # behind\ndata:\n  x: |+\n    b\n\n\n";
    file("a.yaml", `\ufeff%YAML 1.1\n---\n${kept}---\n# of nothing\nreplicas: 2\n---\n${service("b")}# tail\n\n...\n`);
    const { status, stdout } = run(program, ["render", folder]);
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: `${kept}---\n${service("b")}# tail\n\n` });
    run(program, ["render", folder, "-o", `${join(folder, "files")}/`]);
    expect(readFileSync(join(folder, "files", "configmap-a.yaml"), "utf8")).to.equal(kept);
    file("again/a.yaml", stdout);
    expect(run(program, ["render", join(folder, "again")]).stdout).to.equal(stdout);
  });
});
