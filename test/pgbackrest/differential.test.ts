import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Option, optionIn } from "../../src/pgbackrest/option.ts";
import { meaningOf } from "../../src/pgbackrest/option-names.ts";
import { allOptions, optionNamed } from "../../src/pgbackrest/option-table.ts";
import { valueProblem } from "../../src/pgbackrest/option-values.ts";
import { requireTool, run, which } from "../tools.ts";
import { keyOf, values } from "./option-examples.ts";

interface Catalogue {
  readonly sets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly options: Readonly<
    Record<
      string,
      {
        readonly commands: string;
        readonly was?: ReadonlyArray<{ readonly through: string; readonly commands?: string }>;
      }
    >
  >;
}

const catalogue: Catalogue = JSON.parse(
  readFileSync(new URL("../../scripts/data/pgbackrest-options.json", import.meta.url), "utf8"),
);
const release = "2.45";

/** The lines that an option's condition needs, so that the binary looks at the option at all. */
function conditions(option: Option): readonly string[] {
  const depends = optionIn(option, release)?.depends;
  const condition = depends === undefined || depends === null ? undefined : optionNamed(depends.option);
  if (
    depends === undefined ||
    depends === null ||
    condition === undefined ||
    condition.section === "command-line" ||
    /-local$/.test(depends.option)
  )
    return [];
  const [first] = depends.in ?? [];
  const value =
    first === true
      ? "y"
      : first === false
        ? "n"
        : (first ?? (condition.type === "string-id" ? condition.allow?.[0] : condition.type === "path" ? "/x" : "h"));
  const section = condition.section === "stanza" ? "db" : "global";
  return [...conditions(condition), `[${section}]\n${keyOf(depends.option, condition)}=${value}`];
}

/** Where table and binary differ, with the reason. */
const explained: ReadonlyArray<{ readonly option: RegExp; readonly value?: RegExp; readonly why: string }> = [
  { option: /^(pg|repo)-local$/, why: "internal: not for configuration files" },
  { option: /^repo-block/, why: "2.45 wants the option beta, which only the table's `beta` field knows" },
  { option: /^beta$/, why: "internal switch of 2.45" },
  {
    option: /^repo-retention-archive-type$/,
    value: /^(diff|incr)$/,
    why: "warns about WAL retention, which the rule archive-retention does",
  },
  { option: /^spool-path$/, why: "counts only with archive-async, by command" },
  { option: /^repo-type$/, value: /^sftp$/, why: "depends on how the binary was built" },
  { option: /^compress-type$/, value: /^(lz4|zst)$/, why: "depends on how the binary was built" },
];

describe("the option table against the real pgbackrest", function () {
  this.timeout(300_000);

  it("accepts what it accepts without a warning, and refuses what it refuses or ignores", function () {
    const binary = requireTool(this, "pgbackrest", which("pgbackrest"));
    if (!run(binary, ["version"]).stdout.includes(release)) throw new Error(`the test is for pgBackRest ${release}`);
    const folder = mkdtempSync(join(tmpdir(), "pgbackrest-"));
    mkdirSync(join(folder, "conf.d"));
    const judge = (command: string, text: string) => {
      writeFileSync(join(folder, "conf.d", "x.conf"), text);
      const { status, stdout, stderr } = run(binary, [`--config-path=${folder}`, "--stanza=db", "help", command]);
      return status === 0 && !/WARN/.test(stdout + stderr);
    };
    const differences: string[] = [];
    let runs = 0;
    for (const [name, option] of allOptions()) {
      const known = catalogue.options[name];
      const set = known?.was?.find(({ commands }) => commands !== undefined && true)?.commands ?? known?.commands ?? "";
      const command = Object.keys(catalogue.sets[set] ?? {}).find(
        (candidate) =>
          catalogue.sets[set]?.[candidate]?.includes("m") &&
          !["server", "server-ping", "repo-create"].includes(candidate),
      );
      if (command === undefined || command === "help" || command === "version") continue;
      const key = keyOf(name, option);
      const section = option.section === "stanza" ? "db" : "global";
      for (const value of option.section === "command-line" ? ["x"] : values(option)) {
        const meaning = meaningOf(key);
        const facts = optionIn(option, release);
        const ours =
          meaning.is === "option" &&
          option.section !== "command-line" &&
          facts !== undefined &&
          valueProblem(option, value, release, name === "compress-level" ? "gz" : undefined) === undefined;
        const theirs = judge(command, `${[...conditions(option), `[${section}]\n${key}=${value}`].join("\n")}\n`);
        runs += 1;
        if (
          ours === theirs ||
          explained.some((reason) => reason.option.test(name) && (reason.value?.test(value) ?? true))
        )
          continue;
        differences.push(`${command}: ${key}=${value}: the binary ${theirs ? "accepts" : "refuses"}`);
      }
    }
    rmSync(folder, { recursive: true, force: true });
    expect(differences).to.deep.equal([]);
    expect(runs).to.be.greaterThan(700);
  });
});
