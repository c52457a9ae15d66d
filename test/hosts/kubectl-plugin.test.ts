import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect } from "chai";
import { kubectls, requireTool, root, run, start } from "../tools.ts";

const { bin }: { readonly bin: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);

describe("as a plugin of kubectl", function () {
  this.timeout(240_000);
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "plugin-"));
    // As npm links what a package offers.
    for (const [name, file] of Object.entries(bin)) symlinkSync(join(root, file), join(folder, name));
  });
  after(() => rmSync(folder, { recursive: true }));

  const firstLine = (text: string) => text.split("\n", 1)[0];

  it("is a second name for the same program", () => {
    expect(Object.values(bin).map((file) => join(root, file))).to.deep.equal([start, start]);
    expect(firstLine(run(join(folder, "expand-pgbackrest"), ["plan", "--help"]).stdout)).to.match(
      /^Usage: expand-pgbackrest plan /,
    );
  });

  for (const kubectl of kubectls().length > 0 ? kubectls() : [undefined]) {
    describe(basename(kubectl ?? "kubectl"), () => {
      const kubectlRun = (context: Mocha.Context, args: readonly string[], input = "") =>
        run(requireTool(context, "kubectl", kubectl), args, {
          input,
          env: { PATH: `${folder}:${process.env.PATH}`, KUBECONFIG: join(folder, "none") },
        });

      it("is found", function () {
        expect(kubectlRun(this, ["plugin", "list"]).stdout.split("\n")).to.include(
          join(folder, "kubectl-expand_pgbackrest"),
        );
      });

      for (const name of ["expand-pgbackrest", "expand_pgbackrest"])
        it(`helps in its own name, called as ${name}`, function () {
          expect(firstLine(kubectlRun(this, [name, "--help"]).stdout)).to.match(/^Usage: kubectl expand-pgbackrest \[/);
          expect(firstLine(kubectlRun(this, [name, "plan", "--help"]).stdout)).to.match(
            /^Usage: kubectl expand-pgbackrest plan /,
          );
        });

      it("has standard input, and its exit code is that of kubectl", function () {
        const { status, stderr } = kubectlRun(this, ["expand-pgbackrest", "check", "-"], "kind: [");
        expect({ status, stderr }).to.deep.equal({
          status: 2,
          stderr: run(start, ["check", "-"], { input: "kind: [" }).stderr,
        });
      });
    });
  }
});
