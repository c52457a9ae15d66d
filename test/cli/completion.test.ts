import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { rules } from "../../src/checks/rules/index.ts";
import { commands, commandTable } from "../../src/cli/commands.ts";
import { shownFlags } from "../../src/cli/help-text.ts";
import { requireTool, run, which } from "../tools.ts";
import { program } from "./program.ts";

const table = await commandTable();
const choicesOf = (command: string, option: string) =>
  table.find(({ name }) => name === command)?.flags[option]?.choices ?? [];
const optionsOf = (command: string) =>
  table.flatMap((each) => (each.name === command ? shownFlags(each).map(([name]) => `--${name}`) : []));

/** What a shell completes behind a command line, sorted. The script is in the file `script`, in a folder with files. */
type Shell = (folder: string, line: string) => readonly string[];

const sorted = (lines: readonly string[]) => [...new Set(lines)].sort();

const bash: Shell = (folder, line) => {
  // As readline splits it: \`=\` is a word by itself.
  const words = line.split(/ |(=)/).filter((word) => word !== undefined);
  const { stdout, stderr } = run(
    "bash",
    [
      "--norc",
      "-c",
      `source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _expand_pgbackrest; printf '%s\\n' "\${COMPREPLY[@]}"`,
      "bash",
      ...words,
    ],
    { cwd: folder },
  );
  expect(stderr).to.equal("");
  return sorted(stdout.split("\n").filter((each) => each !== ""));
};

const fish: Shell = (folder, line) => {
  const { stdout, stderr } = run(
    "fish",
    ["--no-config", "-c", `source ./script; complete -C ${JSON.stringify(line)}`],
    {
      cwd: folder,
      env: { ...process.env, HOME: folder },
    },
  );
  expect(stderr).to.equal("");
  return sorted(
    stdout.split("\n").flatMap((each) => (each === "" ? [] : (each.split("\t")[0]?.replace(/\/$/, "") ?? []))),
  );
};

/** In a terminal of its own, as completion runs in the line editor alone: what it would offer is written to a file. */
const zsh: Shell = (folder, line) => {
  writeFileSync(
    join(folder, ".setup"),
    `autoload -Uz compinit; compinit -u -D
source ./script
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return $?; fi
  typeset -a found; builtin compadd -A found "$@"
  (( $#found )) && print -l -- $found >> .found
  builtin compadd "$@"
}
finish() { : > .done }
complete-all() { : > .found; comppostfuncs=(finish); zle complete-word; [[ -e .done ]] || : > .done }
zle -C complete-word complete-word _main_complete
zle -N complete-all
bindkey '^I' complete-all
: > .ready
`,
  );
  const { stderr } = run(
    "zsh",
    [
      "-f",
      "-c",
      `zmodload zsh/zpty; rm -f .ready .done .found
zpty terminal 'TERM=dumb zsh -f -i'
zpty -w terminal 'source ./.setup'
for i in {1..300}; do [[ -e .ready ]] && break; sleep 0.1; zpty -r -t terminal part; done
zpty -w -n terminal "$1"$'\\t'
for i in {1..300}; do [[ -e .done ]] && break; sleep 0.1; zpty -r -t terminal part; done
zpty -d terminal`,
      "zsh",
      line,
    ],
    { cwd: folder },
  );
  expect(stderr).to.equal("");
  return sorted(
    readFileSync(join(folder, ".found"), "utf8")
      .split("\n")
      .flatMap((each) => (each === "" ? [] : each.replace(/[=/]$/, ""))),
  );
};

for (const [name, complete] of Object.entries({ bash, zsh, fish }))
  describe(`completion in ${name}`, function () {
    this.timeout(480_000);
    let folder = "";
    before(async function () {
      requireTool(this, name, which(name));
      folder = mkdtempSync(join(tmpdir(), "completion-"));
      const { exitCode, stdout } = await program(["completion", name]);
      expect(exitCode).to.equal(0);
      writeFileSync(join(folder, "script"), stdout);
      mkdirSync(join(folder, "clusters"));
      writeFileSync(join(folder, "cluster one.yaml"), "");
    });
    after(() => {
      if (folder !== "") rmSync(folder, { recursive: true });
    });

    const completed = (line: string) => complete(folder, `expand-pgbackrest ${line}`);

    it("completes commands", () => {
      expect(completed("")).to.include.members(Object.keys(commands));
      expect(completed("res")).to.deep.equal(["restore-patch"]);
    });

    it("completes options of the command", () => {
      for (const command of ["check", "hydrate", "diff"])
        expect(completed(`${command} --`).filter((word) => word.startsWith("--"))).to.have.members(optionsOf(command));
      expect(completed("check --form")).to.deep.equal(["--format"]);
    });

    it("completes choices", () => {
      expect(completed("check --format ")).to.deep.equal(sorted(choicesOf("check", "format")));
      expect(completed("check clusters --fail-on e")).to.deep.equal(["error"]);
      expect(completed("plan clusters --format m")).to.deep.equal(["markdown"]);
    });

    it("completes choices behind =", () => {
      const found = completed("check --format=j");
      expect(found.map((word) => word.replace("--format=", ""))).to.deep.equal(["json", "junit"]);
    });

    it("completes rules, options, commands and shells", () => {
      const names = completed("explain ");
      expect(names).to.include.members([...rules.map(({ id }) => id), "repo1-retention-full"]);
      expect(completed("explain no-ret")).to.deep.equal(["no-retention"]);
      expect(completed("help compl")).to.deep.equal(["completion"]);
      expect(completed("completion ")).to.deep.equal(["bash", "fish", "zsh"]);
    });

    it("completes files, and folders alone where these are meant", () => {
      expect(completed("check clu").map((word) => word.replaceAll("\\", ""))).to.deep.equal([
        "cluster one.yaml",
        "clusters",
      ]);
      expect(completed("check -f clu").map((word) => word.replaceAll("\\", ""))).to.deep.equal([
        "cluster one.yaml",
        "clusters",
      ]);
      expect(completed("check -k clu")).to.deep.equal(["clusters"]);
    });

    it("completes nothing where nothing is known", () => {
      expect(completed("runbook clu")).to.deep.equal([]);
      expect(completed("check --timeout clu")).to.deep.equal([]);
    });
  });

describe("completion", () => {
  for (const [args, message] of [
    [[], "completion needs the name of one shell: bash, zsh, fish."],
    [["fishh"], "The shell cannot be `fishh`. Did you mean `fish`?"],
    [["powershell"], "The shell cannot be `powershell`; write one of bash, zsh, fish."],
  ] as const)
    it(`of ${args.join(" ") || "nothing"}`, async () => {
      expect(await program(["completion", ...args])).to.deep.equal({
        exitCode: 2,
        stdout: "",
        stderr: `expand-pgbackrest: ${message}\n`,
      });
    });
});
