import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { commands, commandTable } from "../../src/cli/commands.ts";
import { helpText, shownFlags } from "../../src/cli/help-text.ts";
import { valueWords } from "../../src/cli/value-words.ts";
import { root } from "../tools.ts";
import { program } from "./program.ts";

const table = await commandTable();

describe("the table of commands", () => {
  it("has the commands by their names, and the filter first", () => {
    expect(table.map(({ name }) => name)).to.deep.equal(["filter", ...Object.keys(commands)]);
  });

  for (const command of table) {
    const { examples, exitCodes, flags, name, summary, takes, title, usage } = command;
    describe(name, () => {
      it("is described: a phrase for the list, sentences, examples, exit codes", () => {
        expect(title).to.match(/^[a-z].*[^.]$/);
        for (const line of summary.split("\n")) expect(line.length, line).to.be.at.most(150);
        expect(summary).to.match(/^[A-Z][\s\S]*\.$/);
        expect(examples).to.not.deep.equal([]);
        for (const { does } of examples) expect(does).to.match(/^[a-z].*[^.]$/);
        expect(exitCodes).to.include.keys("0", "2");
        if (name !== "filter") expect(usage).to.match(new RegExp(`^${name}( |$)`));
      });

      it("has options that fit together", () => {
        const shorts = Object.values(flags).flatMap(({ short }) => short ?? []);
        expect(shorts).to.deep.equal([...new Set(shorts)]);
        expect(flags).to.have.property("help");
        for (const [option, { choices, help, short, value }] of Object.entries(flags)) {
          expect(help, option).to.match(/^[a-z].*[^.]$/);
          expect(short ?? "x", option).to.match(/^[a-zA-Z]$/);
          expect(choices === undefined || value === undefined, option).to.equal(true);
        }
        if (flags.output !== undefined) expect(flags.output.short).to.equal("o");
      });

      it("names values that shells know how to complete", () => {
        const values = shownFlags(command).flatMap(([, { value }]) => value ?? []);
        const words = takes.split(" ").filter((word) => /[A-Z]/.test(word));
        for (const word of [...values, ...words])
          expect(valueWords, word).to.have.property(word.replace(/^\[|\]$|\.\.\.|\]$/g, "").replace(/\.\.\.$/, ""));
      });

      it("shows all of it with --help, and with help", async () => {
        const asked = await program(name === "filter" ? ["--help"] : [name, "--help"]);
        expect(asked).to.deep.equal({
          exitCode: 0,
          stdout: helpText(command, undefined, name === "filter" ? table.slice(1) : []),
          stderr: "",
        });
        expect(await program(["help", name])).to.deep.equal(asked);
        expect(asked.stdout).to.match(
          /^Usage: expand-pgbackrest .+\n\n[\s\S]+\n\nOptions:\n( {2}.+\n)+\nExamples:\n( {2}.+\n)+\nExit codes:\n( {2}.+\n)+\nDocumentation: https:\/\/\S+\n$/,
        );
      });
    });
  }
});

describe("arguments in any order", () => {
  const missing = "/does/not/exist: no such file or directory.";
  for (const args of [
    ["check", "/does/not/exist", "--format", "json"],
    ["--format", "json", "check", "/does/not/exist"],
    ["--format=json", "check", "/does/not/exist"],
    ["check", "--format=json", "--", "/does/not/exist"],
    ["--format", "json", "check", "--", "/does/not/exist"],
    ["-k", "/does/not/exist", "check"],
    ["--config", "check", "check", "x"],
    ["-f", "/does/not/exist", "check", "x"],
    ["-f", "/does/not/exist", "runbook", "check"],
    ["--format", "json", "runbook", "-f", "/does/not/exist", "demo"],
  ])
    it(args.join(" "), async () => {
      const { exitCode, stderr } = await program(args);
      expect(exitCode).to.be.oneOf([1, 2]);
      expect(stderr).to.not.match(/is not a command|has no option/);
      if (args.includes("--config")) expect(stderr).to.equal("expand-pgbackrest: check: no such file or directory.\n");
      else if (!args.includes("-k") && !args.includes("runbook"))
        expect(stderr).to.equal(`expand-pgbackrest: ${missing}\n`);
    });

  it("a folder before the command is not taken for one that is built", async () => {
    const { stderr } = await program(["-k", "/does/not/exist", "check", "/not/there/either"]);
    expect(stderr).to.equal("expand-pgbackrest: /not/there/either: no such file or directory.\n");
  });

  it("a value may have the name of a command", async () => {
    for (const args of [
      ["--now", "check", "plan", "x"],
      ["plan", "x", "--now", "check"],
    ])
      expect((await program(args)).stderr).to.match(/^expand-pgbackrest: --now cannot be `check`; write a date/);
    expect((await program(["--jobs", "4", "check", "x"])).stderr).to.match(
      /^expand-pgbackrest: `check` has no option `--jobs`\./,
    );
  });

  it("a file may have the name of a command", async () => {
    expect((await program(["-i", "check"])).stderr).to.equal("expand-pgbackrest: check: no such file or directory.\n");
    expect((await program(["-f", "check", "render", "x"])).stderr).to.equal(
      "expand-pgbackrest: check: no such file or directory.\n",
    );
  });
});

describe("arguments that do not fit", () => {
  for (const [args, message] of [
    [["chek", "x"], "`chek` is not a command. Did you mean `check`?"],
    [["--format", "json", "chek"], "`chek` is not a command. Did you mean `check`?"],
    [["help", "plam"], "`plam` is not a command. Did you mean `plan`?"],
    [["check", "x", "--formt", "json"], "`check` has no option `--formt`. Did you mean `--format`?"],
    [["check", "x", "--format", "jsn"], "--format cannot be `jsn`. Did you mean `json`?"],
    [["check", "--help=yes"], "--help is a switch, which takes no value. Leave out `=` and what follows."],
    [
      ["check", "--fail-on", "--help"],
      "Option '--fail-on' argument is ambiguous. Write `--fail-on=...` for a value that begins with a dash.",
    ],
    [["--jobs", "4"], "The filter has no option `--jobs`. It is an option of hydrate: write the command, too."],
    [
      ["version", "--jobs", "4"],
      "`version` has no option `--jobs`. It is an option of hydrate. The options are --format, --help; `version --help` explains them.",
    ],
    [
      ["version", "-x"],
      "`version` has no option `-x`. The options are --format, --help; `version --help` explains them.",
    ],
  ] as const)
    it(args.join(" "), async () => {
      expect(await program(args)).to.deep.equal({ exitCode: 2, stdout: "", stderr: `expand-pgbackrest: ${message}\n` });
    });
});

describe("-o", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "output-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const manifest = join(root, "tutorials/s3/postgresql.yaml");
  for (const args of [
    ["explain", "no-retention"],
    ["rules"],
    ["completion", "bash"],
    ["render", manifest],
    ["plan", manifest, "--now", "2026-03-01T12:00:00Z"],
    ["diff", manifest, join(root, "tutorials/pvc/postgresql.yaml")],
    ["runbook", "pg/demo", "-f", manifest],
    ["restore-patch", "pg/demo", "--undo", "-f", manifest],
    ["clone-patch", "pg/demo", "pg/copy", "--latest", "-f", manifest],
  ])
    it(`is where the output goes: ${args[0]}`, async () => {
      const printed = await program(args);
      expect(printed.stdout).to.not.equal("");
      const file = join(folder, `${args[0]}`);
      expect(await program([...args, "-o", file])).to.deep.equal({ ...printed, stdout: "" });
      expect(readFileSync(file, "utf8")).to.equal(printed.stdout);
      expect(await program([...args, "-o", "-"])).to.deep.equal(printed);
    });
});
