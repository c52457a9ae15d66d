import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../tools.ts";

/** What the binary says of a configuration: it refuses a command, warns, or neither; `says` holds its own words, by command. */
export interface Verdict {
  readonly is: "refused" | "warned" | "quiet";
  readonly says: readonly string[];
}

/** The commands of one kind of pod: `parsed` are looked at by `help COMMAND`, `run` as far as they get without a database. */
export interface Commands {
  readonly parsed: readonly string[];
  readonly run: ReadonlyArray<readonly string[]>;
}

/** What the operator and its images run in Postgres pods when backups go to object storage. */
export const inDatabase: Commands = {
  parsed: ["backup", "archive-push", "archive-get", "restore", "expire", "check", "info", "stanza-create", "server"],
  run: [["archive-push", "x"], ["stanza-create"]],
};

/** The same where there is a repo host, which makes the backups; people try them here, too, and the file is the same. */
export const besideRepoHost: Commands = {
  parsed: ["backup", "expire", "archive-push", "archive-get", "restore", "check", "server"],
  run: [["archive-push", "x"]],
};

export const onRepoHost: Commands = {
  parsed: ["backup", "expire", "check", "info", "stanza-create", "server"],
  run: [],
};

/** How a command ends that is complete and finds no database. */
const withoutDatabase = /\[(?:055|056|073|041|027)\]|\[049\]/;

/** A configuration folder with these files of the include directory. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "pgbackrest-"));
  mkdirSync(join(folder, "conf.d"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "conf.d", name), text);
  return folder;
}

/** The commands for which an option has a value of the files: the help of an option shows that, but not what was passed over. */
export function inEffect(
  binary: string,
  files: Readonly<Record<string, string>>,
  option: string,
  commands: readonly string[],
): readonly string[] {
  const folder = folderWith(files);
  const found = commands.filter((command) =>
    /^current: /m.test(run(binary, [`--config-path=${folder}`, "--stanza=db", "help", command, option]).stdout),
  );
  rmSync(folder, { recursive: true, force: true });
  return found;
}

/** What the binary says of restore options on the command line, beside those that operator and image give; undefined where it takes them. */
export function restoreRefusal(
  binary: string,
  files: Readonly<Record<string, string>>,
  options: Readonly<Record<string, string>>,
): string | undefined {
  const folder = folderWith(files);
  const given = Object.entries(options).map(([option, value]) => `--${option}=${value}`);
  const { stdout, stderr } = run(binary, [
    `--config-path=${folder}`,
    "--stanza=db",
    "--repo=1",
    ...given,
    "--delta",
    "--target-action=promote",
    "help",
    "restore",
  ]);
  rmSync(folder, { recursive: true, force: true });
  return /^.*(?:ERROR|WARN).*$/m.exec(stdout + stderr)?.[0];
}

/** Asks the real binary about files of the include directory (pgbackrest-e2e section 3: V1 and V2). */
export function verdictOf(
  binary: string,
  files: Readonly<Record<string, string>>,
  commands: Commands,
  environment: Readonly<Record<string, string>> = {},
): Verdict {
  const folder = folderWith(files);
  const says: string[] = [];
  let refused = false;
  const ask = (command: readonly string[], fine: (status: number | null, output: string) => boolean) => {
    const stanza = command.includes("server") ? [] : ["--stanza=db"];
    const { status, stdout, stderr } = run(binary, [`--config-path=${folder}`, ...stanza, ...command], {
      env: {
        // The image clears the environment of the database, and with it that of archiving.
        ...(!command.some((word) => /^(archive-|server)/.test(word)) && environment),
        // What is in the environment counts before the files, so only where the command writes.
        ...(command[0] !== "help" && {
          PGBACKREST_LOG_PATH: folder,
          PGBACKREST_LOCK_PATH: folder,
          PGBACKREST_IO_TIMEOUT: "0.1",
        }),
      },
    });
    const output = stdout + stderr;
    const ok = fine(status, output);
    refused ||= !ok;
    for (const line of output.match(ok ? /^.*WARN: (?!unable to (?:check|open)).*$/gm : /^.*(?:WARN|ERROR).*$/gm) ?? [])
      says.push(`${command.join(" ")}: ${line}`);
    if (!ok && status !== 0 && !/ERROR/.test(output)) says.push(`${command.join(" ")}: status ${status}`);
  };
  for (const command of commands.parsed) ask(["help", command], (status) => status === 0);
  // A backup looks for its repository first, which takes seconds if there is none, so only if it has a separate section.
  const own =
    commands === inDatabase && Object.values(files).some((text) => text.includes(":backup]")) ? [["backup"]] : [];
  if (!refused)
    for (const command of [...commands.run, ...own]) ask(command, (_, output) => withoutDatabase.test(output));
  rmSync(folder, { recursive: true, force: true });
  return { is: refused ? "refused" : says.length > 0 ? "warned" : "quiet", says };
}
