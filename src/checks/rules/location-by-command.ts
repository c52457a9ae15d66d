import { numbered, unmet } from "../../configuration/conditions.ts";
import type { Line } from "../../configuration/line.ts";
import type { PodConfiguration } from "../../configuration/pod-configuration.ts";
import { takes } from "../../pgbackrest/option-names.ts";
import { filledInWith, mayBeFilledIn } from "../../secret/placeholder.ts";
import { grouped } from "../../text/groups.ts";
import type { ClusterContext } from "../cluster-context.ts";
import { type LineKey, type LineSubject, linesAbout } from "../line-subjects.ts";
import type { ClusterRule } from "../rule.ts";

/** The last part of the names of options that say where something is, or how what is there can be read. Hosts and storages are another rule's. */
const place =
  /^(?:repo|pg)-(?:(?:s3|azure|gcs|storage|host)-)?(?:path|bucket|container|account|endpoint|region|port|socket-path|config(?:-include)?(?:-path)?|cipher-type|cipher-pass|sse-customer-key)$|^repo-storage-host$/;

/** The options that place a repository or a database. Only a Secret's file has sections for single commands. */
const placing: LineSubject = {
  ofKey: ({ from, meaning }) => from === "secret" && meaning.is === "option" && place.test(meaning.name),
};

/** What follows where a command uses another repository than the others. Only people run the last four; `backup` expires with its own options. */
const harmInRepository: Readonly<Record<string, string>> = {
  "archive-push": "backups do not find their WAL, and every backup fails",
  backup: "every backup fails",
  "stanza-create": "archiving and backups find no stanza that they can use, and fail",
  restore: "a restore finds no backup",
  "archive-get": "restores and replicas get no WAL",
  expire: "an `expire` by hand fails",
  check: "a `check` by hand fails",
  "stanza-upgrade": "archiving fails after an upgrade of PostgreSQL",
  info: "`info` shows no backups",
};

/** The same for another database. */
const harmInDatabase: Readonly<Record<string, string>> = {
  "archive-push": "archiving fails, and with it every backup",
  backup: "every backup fails",
  "stanza-create": "no stanza is created, and archiving and backups fail",
  restore: "what is restored is not where the database looks for it",
  "archive-get": "restores and replicas get no WAL",
  check: "a `check` by hand fails",
  "stanza-upgrade": "archiving fails after an upgrade of PostgreSQL",
};

const byHand: readonly string[] = ["expire", "check", "stanza-upgrade", "info"];

export const locationByCommand = {
  id: "location-by-command",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Repository or database that is elsewhere for some commands",
  why: "A section for one command, such as `[global:backup]`, counts before `[global]` for that command alone. Archiving, backups and restores work only if all of them use the same repository and the same database.",
  source:
    "pgbackrest-e2e rule 17; run with pgBackRest: `[055]` unable to load info file, `[082]` WAL segment was not archived",
  holdsWhateverIsFilledIn: true,
  bad: {
    "s3.conf": `
      [global]
      repo1-s3-key = example
      repo1-s3-key-secret = example
      [global:archive-push]
      repo1-path = /other
    `,
  },
  good: {
    "s3.conf": `
      [global]
      repo1-s3-key = example
      repo1-s3-key-secret = example
      [global:archive-push]
      process-max = 4
    `,
  },
  appliesToLine: placing,
  *checkCluster(context: ClusterContext) {
    const { complete, written } = context.configuration;
    const lines = linesAbout(written, placing).filter(({ read }) => read?.command !== undefined);
    for (const [option, same] of grouped(lines, optionOf)) {
      const found = differenceOf(same, context);
      if (found === undefined) continue;
      const { commands, harm } = found;
      const own = same.filter(({ read }) => commands.includes(read?.command ?? ""));
      const [first, ...others] = own.length > 0 ? own : same;
      if (first === undefined) continue;
      yield {
        at: first.place,
        ...(others.length > 0 && { also: others.map((line) => line.place) }),
        // A Secret, or a part of it, that cannot be read may set it for all commands.
        severity: complete && !commands.every((command) => byHand.includes(command)) ? "error" : "warning",
        problem: `${listed(commands)} ${commands.length > 1 ? "do" : "does"} not have the same \`${option}\` as the other commands, so ${harm}.`,
        fix: fixOf(option, same.length > 1, found),
      };
    }
  },
} as const satisfies ClusterRule;

const optionOf = ({ meaning }: Line) => (meaning.is === "option" ? numbered(meaning.name, meaning.index) : "");

/** Where the one line belongs. The line for all commands is the right one unless no command that runs by itself uses it. */
function fixOf(option: string, areSeveral: boolean, { general, isGeneralUsed }: Difference): string {
  const those = areSeveral ? "the lines" : "the line";
  if (!isGeneralUsed)
    return `Set \`${option}\` for all commands to what the lines in sections say, and remove ${those}.`;
  const section = option.startsWith("pg") ? "db" : "global";
  if (general === undefined)
    return areSeveral
      ? `Write one line under \`[${section}]\`, which counts for all commands, or remove the lines.`
      : `Move the line under \`[${section}]\`, where it counts for all commands, or remove it.`;
  return general.from === "operator" || general.from === "repository"
    ? `Remove ${those}: the operator sets \`${option}\` for all commands.`
    : `Remove ${those}, and leave \`${option}\` to the line that counts for all commands.`;
}

interface Difference {
  /** The commands for which an option has another value than for those that are left. */
  readonly commands: readonly string[];
  /** What follows for the first of them. */
  readonly harm: string;
  /** The line that counts for commands without a section. */
  readonly general: Line | undefined;
  /** Whether it, or else the default, counts for a command that runs by itself. */
  readonly isGeneralUsed: boolean;
}

/** How commands differ about the option of these lines; undefined where they do not. */
function differenceOf([line]: readonly Line[], context: ClusterContext): Difference | undefined {
  const meaning = line?.meaning;
  const pod = meaning && podFor(meaning, context);
  if (meaning?.is !== "option" || pod === undefined) return undefined;
  const { name, option, index } = meaning;
  const harms = option.group === "pg" ? harmInDatabase : harmInRepository;
  const release = context.configuration.releases.at(-1) ?? "";
  const general = pod.effective(name, index, "");
  const standard = general?.value ?? standardOf(meaning);
  const uses = Object.keys(harms).flatMap((command) => {
    if (!takes(command, option, release)) return [];
    const valueIn = (other: string, at: number | undefined) => pod.effective(other, at, command)?.value;
    const value = valueIn(name, index) ?? standard;
    // Where its condition is not met, it has no effect; where a passphrase is missing, another rule says so.
    if (unmet(option, index, valueIn, release) !== undefined || (name === "repo-cipher-pass" && value === undefined))
      return [];
    return [{ command, value: value === undefined ? undefined : comparable(value, meaning) }];
  });
  const usual = standard === undefined ? undefined : comparable(standard, meaning);
  const isGeneralUsed = uses.some(({ command, value }) => value === usual && !byHand.includes(command));
  const reference = isGeneralUsed ? usual : uses[0]?.value;
  const commands = uses.flatMap(({ command, value }) => (isOther(value, reference) ? [command] : []));
  const harm = harms[commands[0] ?? ""];
  return harm === undefined ? undefined : { commands, harm, general, isGeneralUsed };
}

/** The pod whose configuration tells what is usual for an option; undefined where another rule judges it. */
function podFor(
  meaning: LineKey["meaning"],
  { cluster, configuration: { database, repoHost } }: ClusterContext,
): PodConfiguration | undefined {
  if (meaning.is !== "option") return undefined;
  const { name, option, index } = meaning;
  if (option.group === "pg")
    return database.effective(name, index, "") === undefined ? (repoHost ?? database) : database;
  const repository = cluster.repositories.find(({ number }) => number === index);
  if (repository?.storage !== "pvc") return repository === undefined ? undefined : database;
  if (name === "repo-path") return undefined;
  return name.startsWith("repo-host-") ? database : repoHost;
}

/** What pgBackRest takes where nothing is set. The operator's hosts use TLS, for which the port is this one. */
const standardOf = ({ name, option }: Extract<LineKey["meaning"], { is: "option" }>) =>
  name.endsWith("-host-port") ? "8432" : option.default === undefined ? undefined : String(option.default);

/** A value as pgBackRest understands it. */
function comparable(value: string, { name, option }: Extract<LineKey["meaning"], { is: "option" }>): string {
  if (mayBeFilledIn(value)) return value;
  if (option.type === "integer") return String(Number(value));
  if (name.endsWith("path")) return value.replace(/(?<=.)\/$/, "");
  return /-(?:host|endpoint|account)$/.test(name) ? value.toLowerCase() : value;
}

/** True for two values that are certainly not the same, whatever a later step fills in. */
const isOther = (one: string | undefined, other: string | undefined) =>
  one !== other && (one === undefined || other === undefined || !(mayBecome(one, other) || mayBecome(other, one)));

/** True where a later step may make another value of one: what stands around the parts that are filled in stays. */
function mayBecome(value: string, other: string): boolean {
  const [start, ...rest] = filledInWith(value, "\n").split("\n");
  const end = rest.at(-1);
  if (start === undefined || end === undefined) return false;
  return filledInWith(other, "\n").includes("\n") || (other.startsWith(start) && other.endsWith(end));
}

/** Commands as a sentence lists them. */
const listed = (commands: readonly string[]) =>
  commands
    .map((command) => `\`${command}\``)
    .join(", ")
    .replace(/, (?=[^,]*$)/, " and ");
