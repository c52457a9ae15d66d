import { commands } from "../pgbackrest/generated/options.ts";
import type { Option } from "../pgbackrest/option.ts";
import { isForServer, takes } from "../pgbackrest/option-names.ts";
import { knownReleases } from "../pgbackrest/releases.ts";
import { commandLineSummaries } from "./command-line-summaries.ts";
import type { OptionExplanation, Sources } from "./explanation.ts";
import { operatorLines } from "./operator-lines.ts";
import { valuesText, valueText } from "./option-values.ts";

const newest = knownReleases.at(-1) ?? "";

/** What an option of pgBackRest means, and where it may stand. */
export function explainOption(
  name: string,
  option: Option,
  { optionSummaries, schemas }: Pick<Sources, "optionSummaries" | "schemas">,
): OptionExplanation {
  const { aliases = [], depends, group, secure = false, section, type } = option;
  const isUrl = /https:\/\/\S+$/.exec(schemas.postgresql.definitions?.[name]?.description ?? "");
  const standard = defaultText(option);
  return {
    kind: "option",
    name,
    written: writtenNames(name, option),
    olderNames: aliases.map((alias) => alias.replace("?", "1")),
    meaning: `${optionSummaries[name] ?? commandLineSummaries[name] ?? "pgBackRest uses it for itself"}.`,
    isSecret: secure,
    values: valuesText({ ...option, type }),
    ...(standard !== undefined && { default: standard }),
    ...(depends && { dependsOn: dependsText(depends, group) }),
    releases: releasesText(option),
    changes: changesOf(option),
    commands: section === "command-line" ? commandLineCommands(option) : commandsOf(option),
    places: placesOf(option),
    operator: operatorLines(name),
    ...(isUrl !== null && { url: isUrl[0] }),
  };
}

function writtenNames(name: string, { group, section }: Option): readonly string[] {
  if (group === undefined) return [section === "command-line" ? `--${name}` : name];
  const numbers = group === "repo" ? [1, 2, 3, 4] : [1];
  return numbers.map((number) => name.replace(group, `${group}${number}`));
}

function defaultText({ default: standard, type }: Option): string | undefined {
  if (standard === undefined || standard === "" || `${standard}`.includes("{")) return undefined;
  return valueText(standard, type);
}

function dependsText({ in: values = [], option }: NonNullable<Option["depends"]>, group: Option["group"]): string {
  const name = group !== undefined && option.startsWith(`${group}-`) ? option.replace(group, `${group}N`) : option;
  const said = values.map((value) => (value === true ? "y" : value === false ? "n" : value));
  return said.length === 0 ? `${name} is set` : `${name} is ${said.join(", ").replace(/, ([^,]+)$/, " or $1")}`;
}

function releasesText({ beta, since, until }: Option): string {
  const known = `all that are known, ${knownReleases[0]} to ${newest}`;
  const range = [since === undefined ? [] : `since ${since}`, until === undefined ? [] : `until ${until}`].flat();
  return `${range.length === 0 ? known : range.join(", ")}${beta ? "; a beta feature, which needs `beta=y`" : ""}`;
}

function changesOf({ type, was = [] }: Option): readonly string[] {
  return was.flatMap((older) => {
    const said: string[] = [];
    if (older.type !== undefined || older.range !== undefined || older.allow !== undefined)
      said.push(`values: ${valuesText({ ...older, type: older.type ?? type })}`);
    if (older.beta) said.push("a beta feature, which needs `beta=y`");
    if (older.depends !== undefined)
      said.push(
        older.depends === null
          ? "it depended on no other option"
          : `it counted only where ${dependsText(older.depends, undefined)}`,
      );
    return said.length === 0 ? [] : [`through ${older.through}: ${said.join("; ")}`];
  });
}

const commandsOf = (option: Option) => commands.filter((command) => takes(command, option, option.until ?? newest));

/** Of options of the command line, only those of restores are known. */
const commandLineCommands = (option: Option) => (takes("restore", option, option.until ?? newest) ? ["restore"] : []);

const global = "`global` of the backup section (`spec.backup.pgbackrest.global`)";
const conf = (section: string) => `\`${section}\` of a \`.conf\` file in the cluster's Secret`;
const restores = "`options` of a restore (`spec.backup.pgbackrest.restore.options`)";

function placesOf(option: Option): readonly string[] {
  const { group, secure, section } = option;
  const inRestore = !secure && takes("restore", option, option.until ?? newest) ? [restores] : [];
  if (section === "command-line") return inRestore.length > 0 ? inRestore : ["only on the command line of pgBackRest"];
  if (secure) return [conf("[global]")];
  if (section === "stanza" || group === "pg") return [conf("[db]"), ...inRestore];
  if (isForServer(option)) return [conf("[global]")];
  return [global, conf("[global]"), ...inRestore];
}
