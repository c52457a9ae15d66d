import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { program, root, run } from "../tools.ts";

const input = join(root, "tutorials", "s3", "postgresql.yaml");

describe("check, about the file of -f", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "expand-pgbackrest-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const places = (config: string) => {
    writeFileSync(join(folder, "config.yaml"), config);
    const { stdout } = run(program, ["check", input, "-f", "config.yaml"], { cwd: folder });
    return stdout.split("\n").flatMap((line) => /^(\S*: \S+ f \S+): error/.exec(line)?.slice(1) ?? []);
  };

  it("gives the lines of what is wrong in it", () => {
    const head = "apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nmetadata: {name: f}\n";
    expect(places(`${head}spec:\n  jobs:\n    timeZone: Local\n    backoffLimit: -1\n`)).to.deep.equal([
      "config.yaml:7: ExpandPgBackRest f spec.jobs.backoffLimit",
      "config.yaml:6: ExpandPgBackRest f spec.jobs.timeZone",
    ]);
    expect(places(`${head}spec:\n  checks:\n    no-such-rule: {severity: info}\n`)).to.deep.equal([
      "config.yaml:6: ExpandPgBackRest f spec.checks.no-such-rule",
    ]);
    const map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: f}\n";
    expect(places(`${map}data:\n  suspend: maybe\n`)).to.deep.equal(["config.yaml:5: ConfigMap f data.suspend"]);
  });
});
