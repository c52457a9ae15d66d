import { type Option, optionIn } from "../pgbackrest/option.ts";
import { optionNamed } from "../pgbackrest/option-table.ts";
import { isValueFilledInLater } from "../secret/placeholder.ts";
import type { ClusterConfiguration } from "./cluster-configuration.ts";
import type { Line } from "./line.ts";
import type { PodConfiguration } from "./pod-configuration.ts";

export type Condition = NonNullable<Option["depends"]>;

/** The condition of a line's option, or of the option it depends on, that no pod meets: pgBackRest then ignores the line. */
export function unmetCondition(
  { meaning }: Line,
  { database, repoHost, releases }: ClusterConfiguration,
): Condition | undefined {
  if (meaning.is !== "option" || meaning.option.depends === undefined || meaning.option.depends === null)
    return undefined;
  const release = releases.at(-1) ?? "";
  const inDatabase = unmet(meaning.option, meaning.index, valuesOf(database), release);
  if (inDatabase === undefined || repoHost === undefined) return inDatabase;
  return unmet(meaning.option, meaning.index, valuesOf(repoHost), release) === undefined ? undefined : inDatabase;
}

type Values = (name: string, index: number | undefined) => string | undefined;

export const valuesOf =
  ({ effective }: PodConfiguration): Values =>
  (name, index) =>
    effective(name, index)?.value;

/** What the command line and the files say together. */
export const valuesWith =
  (options: Readonly<Record<string, string>>, { effective }: PodConfiguration): Values =>
  (name, index) =>
    options[numbered(name, index)] ?? effective(name, index)?.value;

/** An option's name as it is written for a repository or host. */
export const numbered = (name: string, index: number | undefined) =>
  index === undefined ? name : name.replace(/^(repo|pg)(?=-)/, `$1${index}`);

/** They say where a repository or a host is, and are not for configuration files. */
const internal: readonly string[] = ["pg-local", "repo-local"];

/** The first condition of an option, or of the option it depends on, that is not met by these values. */
export function unmet(
  option: Option,
  index: number | undefined,
  valueIn: Values,
  release: string,
): Condition | undefined {
  const depends = optionIn(option, release)?.depends;
  if (depends === undefined || depends === null || internal.includes(depends.option)) return undefined;
  const condition = optionNamed(depends.option);
  const further = condition === undefined ? undefined : unmet(condition, index, valueIn, release);
  if (further !== undefined) return further;
  const value =
    valueIn(depends.option, condition?.group === undefined ? undefined : index) ?? standard(condition?.default);
  if (value === undefined) return depends;
  if (isValueFilledInLater(value)) return undefined;
  return depends.in === undefined || depends.in.some((wanted) => value === standard(wanted)) ? undefined : depends;
}

/** A value of the catalog as it is written in a file. */
const standard = (value: string | number | boolean | undefined) =>
  value === true ? "y" : value === false ? "n" : value === undefined ? undefined : String(value);
