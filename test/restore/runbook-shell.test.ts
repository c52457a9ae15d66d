import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { named, writeFileCommand } from "../../src/restore/runbook-shell.ts";
import { shellWord } from "../../src/text/shell-word.ts";
import { visible } from "../../src/text/visible.ts";

/** What somebody writes who wants a shell, a terminal or a page to do something else. */
const payload = fc.oneof(
  fc.constantFrom(
    "'",
    '"',
    "`",
    "$(touch pwned)",
    "`touch pwned`",
    "; touch pwned;",
    "\ntouch pwned\n",
    "\nEND\ntouch pwned\n",
    "\\",
    "\\'",
  ),
  fc.constantFrom("$DIR", "$((1))", "!!", "*", "~", "#", "\u001b[2J", "\r", "\u2028", "```\n", "<END", "-n", "\u202e"),
  fc.string({ unit: "binary" }).filter((text) => !text.includes("\0")),
);
const text = fc.array(payload, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""));

function bash(script: string) {
  const folder = mkdtempSync(join(tmpdir(), "runbook-"));
  try {
    const env = { PATH: process.env.PATH ?? "", LC_ALL: "C.UTF-8", DIR: "/dir" };
    const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-c", script], { cwd: folder, env });
    const files = Object.fromEntries(
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
    );
    return { status, stdout: stdout.toString("utf8"), stderr: stderr.toString("utf8"), files };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("commands of a runbook", function () {
  this.timeout(240_000);

  it("hold any text as one word, on one line, and bash reads exactly this text", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 40 }), (texts) => {
        const words = texts.map(shellWord);
        for (const word of words) expect(visible(word)).to.equal(word);
        expect(bash(`printf '%s\\0' ${words.join(" ")}`)).to.deep.equal({
          status: 0,
          stdout: texts.map((each) => `${each}\0`).join(""),
          stderr: "",
          files: {},
        });
      }),
      { numRuns: 60 },
    );
  });

  it("leave plain words as they are", () => {
    expect(["demo", "a-b.c_d/e=f:g,h@i%", "", "two words", "it's"].map(shellWord)).to.deep.equal([
      "demo",
      "a-b.c_d/e=f:g,h@i%",
      "''",
      "'two words'",
      "'it'\\''s'",
    ]);
  });

  it("write files in which any text is only text", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 10 }), (texts) => {
        const script = writeFileCommand("file", texts, ["path=$DIR/data"]);
        const lines = texts.flatMap((each) => each.split("\n").map(visible));
        expect(bash(script)).to.deep.equal({
          status: 0,
          stdout: "",
          stderr: "",
          files: { file: [...lines, "path=/dir/data\n"].join("\n") },
        });
      }),
      { numRuns: 60 },
    );
  });

  it("stand in sentences without an end of the quotation", () => {
    expect(named("a`b\u001b\n")).to.equal("`a'b\\u001b\\n`");
  });
});
