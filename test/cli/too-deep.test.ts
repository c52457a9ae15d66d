import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { root, run } from "../tools.ts";

/*
 * The built program, because V8 ended the process there: it compiled a regular expression for the first time where the stack was nearly full. No test in
 * a process that has run for a while would see that.
 */
const program = join(root, "dist", "expand-pgbackrest.cjs");

const times = (count: number, text: string) => text.repeat(count);
const texts: Readonly<Record<string, (levels: number) => string>> = {
  "lists in JSON": (levels) => times(levels, "[") + times(levels, "]"),
  "mappings in JSON": (levels) => `${times(levels, '{"a":')}1${times(levels, "}")}`,
  "a field of a List in JSON": (levels) =>
    `{"apiVersion":"v1","kind":"List","items":[{"kind":"postgresql","x":${times(levels, "[")}${times(levels, "]")}}]}`,
  "lists in braces of YAML": (levels) => `a: ${times(levels, "[")}${times(levels, "]")}\n`,
  "mappings below each other": (levels) =>
    Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}a:\n`).join(""),
  "lists in one line": (levels) => `${times(levels, "- ")}x\n`,
  "keys that are mappings": (levels) => `${times(levels, "? ")}x\n`,
};
const commands = [["check"], ["check", "--fix"], ["plan"], ["render"]] as const;

describe("a text that is nested too deeply", function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), "too-deep-"));
  after(() => rmSync(folder, { recursive: true }));
  const sentence =
    /^expand-pgbackrest: (?:\S+: )?The input is nested too deeply at line \d+, column \d+: it has more than 200 levels there\.\n$/;

  for (const [what, textOf] of Object.entries(texts))
    it(`is refused with its place: ${what}`, () => {
      const file = join(folder, "deep.yaml");
      for (const levels of [300, 1000, 5000]) {
        writeFileSync(file, textOf(levels));
        for (const command of commands) {
          const { status, stdout, stderr } = run(process.execPath, [program, ...command, file]);
          expect({ status, stdout }, `${command.join(" ")}, ${levels}`).to.deep.equal({ status: 2, stdout: "" });
          expect(stderr).to.match(sentence);
        }
        const { status, stderr } = run(process.execPath, [program], { input: textOf(levels) });
        expect(status).to.equal(2);
        expect(stderr).to.match(sentence);
      }
    });

  it("is a warning beside others, which are checked", () => {
    writeFileSync(join(folder, "deep.json"), times(1000, "[") + times(1000, "]"));
    const healthy = join(root, "tutorials", "s3", "postgresql.yaml");
    const { status, stdout } = run(process.execPath, [program, "check", folder, healthy, "--ignore", "deep.yaml"]);
    expect(status).to.equal(0);
    expect(stdout)
      .to.include("[file-not-read]")
      .and.to.match(/^1 cluster: 0 errors, 1 warning, /m);
  });
});
