import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { exampleInput } from "../../scripts/rule-example.ts";
import type { Example } from "../../src/checks/rule.ts";
import { rules } from "../../src/checks/rules/index.ts";
import { formats } from "../../src/cli/formats/index.ts";
import { main } from "../../src/cli/main.ts";
import { program, type Run, run } from "../tools.ts";

/* All other tests of rules and formats run the source. These run each once in what users run, and expect the same, byte for byte. */

describe("the built program", function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), "expand-pgbackrest-"));
  after(() => rmSync(folder, { recursive: true }));

  /** Runs the program from source. */
  async function fromSource(args: readonly string[], input: string): Promise<Run> {
    const stdout: Uint8Array[] = [];
    let stderr = "";
    const status = await main(args, {
      stdin: () => Buffer.from(input),
      stdout: (part) => {
        stdout.push(Buffer.from(part));
      },
      stderr: (text) => {
        stderr += text;
      },
      terminal: false,
      env: {},
    });
    return { status, stdout: Buffer.concat(stdout).toString("utf8"), stderr };
  }

  /** Expects the same of both, and gives it. */
  async function both(args: readonly string[], input: string): Promise<Run> {
    const source = await fromSource(args, input);
    expect(run(process.execPath, [program, ...args], { input })).to.deep.equal(source);
    return source;
  }

  /** Arguments and input for an example. */
  function runOf(example: Example): { readonly args: readonly string[]; readonly manifests: string } {
    const { manifests, functionConfig } = exampleInput(example);
    if (functionConfig === undefined) return { args: [], manifests };
    const file = join(folder, "function-config.json");
    writeFileSync(file, JSON.stringify(functionConfig));
    return { args: ["--function-config", file], manifests };
  }

  for (const { id, bad } of rules)
    it(`says of the bad example of ${id} what the source says`, async () => {
      const { args, manifests } = runOf(bad);
      // A build goes on without a word about clusters that have no backups.
      const command = id === "no-backup-section" ? ["check", "-"] : [];
      const { stdout, stderr } = await both([...command, ...args], manifests);
      expect(stdout + stderr).to.include(` [${id}]\n`);
    });

  for (const format of Object.keys(formats))
    it(`writes the format ${format} as the source does`, async () => {
      const { manifests } = runOf({
        postgresql: "spec: {backup: {pgbackrest: {global: {repo1-retention-full: null}}}}",
        "s3.conf": "[global]\nrepo1-s3-key = fake\nrepo1-s3-key-secret = fake\nrepo1-cipher-pass = fake",
      });
      const { status, stdout } = await both(["check", "-", "--format", format], manifests);
      expect(status).to.equal(1);
      for (const rule of ["no-retention", "cipher-pass-without-type"]) expect(stdout).to.include(rule);
    });

  const { manifests: healthy } = exampleInput({});
  for (const [what, args, input, status] of [
    ["render", ["render", "-"], healthy, 0],
    ["hydrate", ["hydrate", "--help"], "", 0],
    ["a resource that its schema refuses", [], healthy.replace("numberOfInstances: 2", "numberOfInstances: two"), 1],
    [
      "a list that is read with the library",
      [],
      "{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: []}",
      0,
    ],
  ] as const)
    it(`does as the source does: ${what}`, async () => expect(await both(args, input)).to.deep.include({ status }));

  it("is written in ASCII: one other letter, and V8 keeps all of it in two bytes a letter, which each start pays for", () => {
    const others = readFileSync(program, "utf8").match(/.{0,40}[^\0-\x7f].{0,40}/g);
    expect(others).to.equal(null);
  });
});
