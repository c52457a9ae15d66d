import { mkdirSync, statSync } from "node:fs";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, run } from "../tools.ts";
import { hydrateArgs, printBuilt, resource } from "./built.ts";

describe("what hydrate says, and who may read what it writes", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("kustomize.sh", printBuilt);
  });
  afterEach(() => work.remove());

  const hydrate = (...given: readonly string[]) => run(program, hydrateArgs(work, given), { cwd: work.path() });

  it("reports folders in their order, not in that of their ends, and gives the same advice once", () => {
    const plugin = "unable to load external plugin 'ExpandPgBackRest'";
    work.write(
      "kustomize.sh",
      `case $1 in a) sleep 1; echo "${plugin}" >&2; exit 1;; b) echo "${plugin}" >&2; exit 1;; c) sleep 0.3; exit 3;; esac\n`,
    );
    for (let times = 0; times < 2; times += 1)
      expect(hydrate("c", "a", "b", "d", "-o", "out", "-j", "4")).to.deep.equal({
        status: 1,
        stdout: "0 of 4 folders hydrated.\n",
        stderr: `a:
${plugin}
  hydrate is the function itself, but cannot see where this kustomization lists it: take it off that list. Where a secretGenerator makes the Secret, keep
  the Component fn-config/namereference. Or let kustomize run the function as well: --kustomize-command "kubectl kustomize --enable-alpha-plugins".
b:
${plugin}
c:
sh exited with 3.
d:
The input is empty. Expected a ResourceList, or Kubernetes resources as YAML documents.
`,
      });
  });

  it("shows names of folders so that they cannot write lines of their own", () => {
    const name = "x\n::error::forged\u001b[2J";
    const shown = "x\\n::error::forged\\u001b[2J";
    mkdirSync(work.path(name));
    work.write("out/file", "");
    expect(hydrate(name, "-o", "out").stderr).to.match(/^x\\n::error::forged\\u001b\[2J:\ncat: [^\n]*\n$/);
    work.write(`${name}/built.yaml`, resource("ConfigMap", "x"));
    work.write(`out/${name}/configmap-x.yaml`, "by hand\n");
    expect(hydrate(name, "-o", "out").stderr).to.equal(
      `${shown}:\nout/${shown}/configmap-x.yaml exists and was not written by hydrate. Move it, or choose another OUT.\n`,
    );
    expect(hydrate(name, "-o", "other").status).to.equal(0);
    expect(hydrate("none", "-o", "other", "--prune", "--shard", "2/2").stdout).to.equal(
      `other/${shown} removed.\n0 of 0 folders hydrated.\n`,
    );
  });

  for (const [command, args] of [
    ["hydrate", ["hydrate", "a", "-o", "out"]],
    ["render -o", ["render", "a/built.yaml", "-o", "out/a/"]],
  ] as const) {
    it(`${command}: only the owner can read Secrets, and lists with one`, () => {
      const list =
        "apiVersion: v1\nkind: List\nmetadata:\n  name: l\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: s\n";
      const objects = [resource("ConfigMap", "x"), resource("Secret", "x"), list, resource("SecretList", "x")];
      work.write("a/built.yaml", objects.join("---\n"));
      if (command === "render -o") work.write("out/a/secret-x.yaml", "as an earlier release wrote it\n");
      const script = `umask 022; exec "$0" "$@" ${command === "hydrate" ? `--kustomize "sh ${work.path("kustomize.sh")}"` : ""}`;
      expect(run("sh", ["-c", script, program, ...args], { cwd: work.path() }).status).to.equal(0);
      const modes = Object.keys(work.files("out/a")).map((file) => [
        file,
        statSync(work.path("out/a", file)).mode & 0o777,
      ]);
      const { "kustomization.yaml": kustomization, ...found } = Object.fromEntries(modes);
      expect(found).to.deep.equal({
        "configmap-x.yaml": 0o644,
        "list-l.yaml": 0o600,
        "secret-x.yaml": 0o600,
        "secretlist-x.yaml": 0o600,
      });
      expect(kustomization).to.equal(command === "hydrate" ? 0o644 : undefined);
    });
  }
});
