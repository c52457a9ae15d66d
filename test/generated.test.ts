import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { root, run } from "./tools.ts";

describe("what is generated", function () {
  this.timeout(60_000);

  it("is up to date: npm run generate changes nothing", () => {
    const folders = [
      "docs/checks",
      ...["cpo", "function", "pgbackrest", "plan-page", "recovery"].map((room) => `src/${room}/generated`),
    ];
    const files = () => [
      "docs/architecture.md",
      "docs/architecture.svg",
      "docs/checks.md",
      "docs/commands.md",
      "docs/expand-pgbackrest.1",
      "docs/restore.md",
      "docs/status.md",
      "fn-config/plan.schema.json",
      "fn-config/schema.json",
      "fn-config/status-rbac.yaml",
      "fn-config/status.schema.json",
      "scripts/data/rules-since.json",
      ...["operatorconfigurations", "postgresqls"].map((plural) => `test/cluster/crds/${plural}.yaml`),
      ...folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)),
    ];
    const texts = () => new Map(files().map((file) => [file, readFileSync(join(root, file), "utf8")]));
    const before = texts();
    expect(run("npm", ["run", "--silent", "generate"], { cwd: root }).status).to.equal(0);
    const after = texts();
    const isChanged = (file: string) => before.get(file) !== after.get(file);
    expect(
      [...new Set([...before.keys(), ...after.keys()])].filter(isChanged),
      "these were out of date and have now been written: review and commit them",
    ).to.deep.equal([]);
  });
});
