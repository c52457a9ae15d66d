import { resolve } from "node:path";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { quotableText } from "../text/quotable.ts";
import { type Flag, type Given, UsageError } from "./command.ts";
import { configFile, configName } from "./config-file.ts";
import { type ConfigPlaces, configPlaces } from "./config-places.ts";
import type { ConfigFile } from "./config-schema.ts";
import { type FailOn, failOnChoices } from "./fail-on.ts";
import { type FormatName, formatNames } from "./formats/names.ts";
import { functionConfigFile } from "./function-config-file.ts";
import { ignoredBy } from "./ignored.ts";

/** What is checked, and how: what the flags say, else the file of `--config`, or the one that is found. */
export interface CheckSettings {
  /** Tells by its absolute path whether a file is left out. */
  readonly ignored: (path: string) => boolean;
  /** Tells by its absolute path whether a file is one of these settings, or what is written: in a folder of manifests, it is not taken for one. */
  readonly isOwnFile: (path: string) => boolean;
  /** How many clusters with a backup section there must be. */
  readonly requiredClusters: number;
  /** The lowest severity that makes the exit code 1. */
  readonly failOn: FailOn;
  readonly format: FormatName;
  /** The file of accepted findings. */
  readonly baseline: string | undefined;
  /** What is to be checked where nothing is named on the command line. */
  readonly named: Required<Pick<ConfigFile, "paths" | "kustomize">>;
  readonly functionConfig: JsonValue | undefined;
  /** The file of these settings. */
  readonly configPath: string | undefined;
  /** Finds what is wrong with these settings in their files. */
  readonly configPlaces: ConfigPlaces;
  /** The same for a kustomization that lists the function with a functionConfig of its own, which that of the flag replaces. */
  readonly functionConfigOver: (listed: JsonValue | undefined) => JsonValue | undefined;
}

/** The flags that mean the same wherever clusters are checked. */
export const checkFlags = {
  "fail-on": {
    choices: failOnChoices,
    isAlsoInFile: true,
    help: "lowest severity that makes the exit code 1; with none, no finding does",
  },
  "require-clusters": {
    value: "N",
    help: "report an error if fewer than N clusters with a backup section were checked",
  },
  config: {
    value: "FILE",
    help: `read settings from FILE (default: ${configName} in this folder or above, up to the root of the repository)`,
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** How `check` and `hydrate` print findings. */
export const formatFlag = { choices: formatNames, isAlsoInFile: true } as const satisfies Partial<Flag>;

/** Reads the flags, and the file with settings. Throws `UsageError` and `UnreadableInput`. */
export async function checkSettings({
  flags,
  lists,
  paths,
}: Pick<Given, "flags" | "lists" | "paths">): Promise<CheckSettings> {
  const given = await functionConfigFile(flags["function-config"]);
  const functionConfig = given?.value;
  const required = numberOf(flags["require-clusters"], "--require-clusters");
  const file = await configFile(flags.config);
  const { settings = {}, checks } = file ?? {};
  const byFlag = ignoredBy(lists.ignore ?? [], resolve("."));
  const byFile = ignoredBy(settings.ignore ?? [], file?.folder ?? resolve("."));
  const baseline = typeof flags.baseline === "string" ? flags.baseline : settings.baseline;
  const own = new Set(
    [file?.source.path, baseline, flags["write-baseline"], flags.output].flatMap((path) =>
      typeof path === "string" ? [resolve(path)] : [],
    ),
  );
  // The file says how many there are in what it names itself; of a part, or of something else, that would be wrong.
  const isOfOthers =
    (settings.paths ?? settings.kustomize) !== undefined && paths.length + (lists.kustomize ?? []).length > 0;
  const over = (config: JsonValue | undefined) =>
    file === undefined ? config : withChecks(config, checks, file.source.path);
  return {
    ignored: (path) => byFlag(path) || byFile(path),
    isOwnFile: (path) => own.has(path),
    requiredClusters: required ?? (isOfOthers ? 0 : settings.requireClusters) ?? 0,
    failOn: failOnChoices.find((choice) => choice === flags["fail-on"]) ?? settings.failOn ?? "error",
    format: formatNames.find((name) => name === flags.format) ?? settings.format ?? "text",
    baseline,
    named: { paths: settings.paths ?? [], kustomize: settings.kustomize ?? [] },
    functionConfig: over(functionConfig),
    configPath: file?.source.path,
    configPlaces: configPlaces({ functionConfig: given, ...(file !== undefined && { checks: file.source }) }),
    functionConfigOver: (listed) => over(functionConfig ?? listed),
  };
}

function numberOf(text: string | true | undefined, what: string): number | undefined {
  if (typeof text !== "string") return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw new UsageError(`${what} cannot be \`${quotableText(text)}\`; write a whole number, 0 or more.`);
  return Number(text);
}

/** The functionConfig with more severities of rules; those of the file come on top. What is wrong with them, the function says. */
function withChecks(
  functionConfig: JsonValue | undefined,
  checks: JsonValue | undefined,
  file: string,
): JsonValue | undefined {
  if (checks === undefined) return functionConfig;
  const config = functionConfig ?? { apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1", kind: "ExpandPgBackRest" };
  if (!isObject(config)) return config;
  if (config.kind === "ConfigMap")
    throw new UsageError(
      `A functionConfig of kind ConfigMap cannot take the \`checks\` in ${file}. Use the kind ExpandPgBackRest.`,
    );
  const spec = isObject(config.spec) ? config.spec : {};
  const merged = isObject(checks) && isObject(spec.checks) ? { ...spec.checks, ...checks } : checks;
  return { ...config, spec: { ...spec, checks: merged } };
}
