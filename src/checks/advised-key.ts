import type { ClusterConfiguration } from "../configuration/cluster-configuration.ts";
import type { Line } from "../configuration/line.ts";
import type { PodConfiguration } from "../configuration/pod-configuration.ts";
import { compareReleases, type Option, optionIn } from "../pgbackrest/option.ts";
import { isForServer, type KeyMeaning, meaningOf, takes } from "../pgbackrest/option-names.ts";
import { sectionOf } from "../pgbackrest/sections.ts";
import { refusedOptions } from "./refused-options.ts";

/** Where an option is to be written: in `global` of the CR, or in a section of a file of the Secret. */
export type AdvisedPlace = Pick<Line, "from" | "section">;

export const inGlobal: AdvisedPlace = { from: "global", section: "global" };
export const inSecret: AdvisedPlace = { from: "secret", section: "global" };

/** Where a line is that shall be written otherwise, or where it belongs if pgBackRest does not read its section. */
export const placeOf = ({ from, section, read }: Line): AdvisedPlace =>
  from === "secret" ? { from, section: read === undefined ? inSecret.section : section } : inGlobal;

/** How to write the option that is meant by a key, which may be negated; `undefined` where nothing in a file says the same. */
export function writtenInstead(key: string, meant: string): string | undefined {
  const meaning = meaningOf(meant);
  if (meaning.is !== "option" || key.startsWith("reset-")) return undefined;
  if (!key.startsWith("no-")) return `\`${meant}\``;
  return meaning.option.type === "boolean" ? `\`${meant}\` with the value \`n\`` : undefined;
}

/** The operator alone decides where databases and repositories are. */
const ofOperator = /^(?:(?:pg|repo)-host(?:-|$)|repo-type$|tls-server-port$)/;

/**
 * True if no rule objects to an option of this name in this place, whatever its value is. Every advice to write an option asks this first, so
 * that nobody is told to write what another rule then tells them to remove.
 */
export function isAcceptedIn(place: AdvisedPlace, key: string, configuration: ClusterConfiguration): boolean {
  const meaning = meaningOf(key);
  if (meaning.is !== "option" || ofOperator.test(meaning.name)) return false;
  return (
    isReadIn(place, meaning.option) &&
    configuration.releases.every((release) => isAcceptedBy(release, place, meaning, configuration)) &&
    !isSetElsewhere(place, meaning, configuration)
  );
}

type Named = Extract<KeyMeaning, { is: "option" }>;

/** True where pgBackRest reads such an option, and where it may be seen. */
function isReadIn({ from, section }: AdvisedPlace, option: Option): boolean {
  const read = sectionOf(section);
  if (read === undefined || option.section === "command-line") return false;
  if (option.section === "stanza" && !read.stanza) return false;
  return from === "secret" ? !(read.stanza && isForServer(option)) : option.secure !== true;
}

function isAcceptedBy(
  release: string,
  { section }: AdvisedPlace,
  { name, option }: Named,
  { database }: ClusterConfiguration,
): boolean {
  const known = optionIn(option, release);
  if (known === undefined || (known.beta === true && database.effective("beta")?.value !== "y")) return false;
  const command = sectionOf(section)?.command;
  if (command !== undefined && !takes(command, option, release)) return false;
  return !refusedOptions.some(
    (refused) => refused.option === name && refused.when === undefined && compareReleases(release, refused.from) >= 0,
  );
}

/** True for an option that would then be set twice, or beside the operator's own value. */
function isSetElsewhere(
  { from, section }: AdvisedPlace,
  { name, index, option }: Named,
  { database, repoHost }: ClusterConfiguration,
): boolean {
  if (option.type === "list" || option.type === "hash") return false;
  const conflicts = (pod: PodConfiguration | undefined, own: string) =>
    pod?.linesOf(name).some((line) => {
      if (!("index" in line.meaning ? line.meaning.index === index : index === undefined)) return false;
      if (from === "secret") return line.section === section;
      return line.from !== "global" && (line.from !== "secret" || line.section === own);
    }) === true;
  // The operator writes `global` into another section for the repo host.
  return conflicts(database, section) || conflicts(repoHost, from === "global" ? "db" : section);
}
