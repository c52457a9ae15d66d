import { dirname, resolve } from "node:path";
import type { Finding } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { readText } from "../krm/read-list.ts";
import { nearest } from "../text/nearest.ts";
import { quotableName, quotableText } from "../text/quotable.ts";
import { type Flag, type Given, UsageError } from "./command.ts";
import { type ConfigPlaces, configPlaces } from "./config-places.ts";
import { functionConfigFile } from "./function-config-file.ts";
import { ignoredBy } from "./ignored.ts";
import { readAll } from "./io.ts";

/** What is checked, and how: what the flags say, and the file of `--config`. */
export interface CheckSettings {
  /** Tells by its absolute path whether a file is left out. */
  readonly ignored: (path: string) => boolean;
  /** How many clusters with a backup section there must be. */
  readonly requiredClusters: number;
  readonly functionConfig: JsonValue | undefined;
  /** Finds what is wrong with these settings in their files. */
  readonly configPlaces: ConfigPlaces;
  /** The same for a kustomization that lists the function with a functionConfig of its own, which that of the flag replaces. */
  readonly functionConfigOver: (listed: JsonValue | undefined) => JsonValue | undefined;
}

/** The flags that mean the same wherever clusters are checked. */
export const checkFlags = {
  "fail-on": { choices: ["error", "warning"], help: "lowest severity that makes the exit code 1" },
  "require-clusters": {
    value: "N",
    help: "report an error if fewer than N clusters with a backup section were checked",
  },
  config: { value: "FILE", help: "read ignore, requireClusters and checks (severities of rules) from FILE" },
} as const satisfies Readonly<Record<string, Flag>>;

/** True for a finding that makes the exit code 1, by `--fail-on`. */
export const failsOn =
  (lowest: string | true | undefined) =>
  ({ severity }: Finding): boolean =>
    severity === "error" || (lowest === "warning" && severity === "warning");

/** Reads the flags `--ignore`, `--require-clusters`, `--function-config` and `--config`. Throws `UsageError` and `UnreadableInput`. */
export async function checkSettings({ flags, lists }: Pick<Given, "flags" | "lists">): Promise<CheckSettings> {
  const given = await functionConfigFile(flags["function-config"]);
  const functionConfig = given?.value;
  const required = numberOf(flags["require-clusters"], "--require-clusters");
  const byFlag = ignoredBy(lists.ignore ?? [], resolve("."));
  const { config: file } = flags;
  if (typeof file !== "string")
    return {
      ignored: byFlag,
      requiredClusters: required ?? 0,
      functionConfig,
      configPlaces: configPlaces({ functionConfig: given }),
      functionConfigOver: (listed) => functionConfig ?? listed,
    };
  const text = readAll(file).toString("utf8");
  const value = await readText(text, file);
  const config = configOf(value, file);
  const byFile = ignoredBy(config.ignore, dirname(resolve(file)));
  return {
    ignored: (path) => byFlag(path) || byFile(path),
    requiredClusters: required ?? config.requireClusters ?? 0,
    functionConfig: withChecks(functionConfig, config.checks, file),
    configPlaces: configPlaces({ functionConfig: given, checks: { path: file, text, value } }),
    functionConfigOver: (listed) => withChecks(functionConfig ?? listed, config.checks, file),
  };
}

interface ConfigFile {
  readonly ignore: readonly string[];
  readonly requireClusters: number | undefined;
  readonly checks: JsonValue | undefined;
}

const keys = ["ignore", "requireClusters", "checks"] as const;

function configOf(value: JsonValue, file: string): ConfigFile {
  if (value === null) return { ignore: [], requireClusters: undefined, checks: undefined };
  if (!isObject(value)) throw new UsageError(`${file} is not a mapping. It may have the keys ${keys.join(", ")}.`);
  for (const key of Object.keys(value)) {
    if (keys.some((known) => known === key)) continue;
    const meant = nearest(key, keys);
    throw new UsageError(
      `${file} has the key \`${quotableName(key)}\`, which is not a setting. ${meant === undefined ? `The settings are ${keys.join(", ")}.` : `Did you mean \`${meant}\`?`}`,
    );
  }
  const { ignore = [], requireClusters, checks } = value;
  if (!Array.isArray(ignore) || !ignore.every((glob) => typeof glob === "string"))
    throw new UsageError(
      `\`ignore\` in ${file} is not a list of globs. Write, for example, \`ignore: ["charts/**"]\`.`,
    );
  return {
    ignore,
    requireClusters:
      requireClusters === undefined ? undefined : numberOf(String(requireClusters), `\`requireClusters\` in ${file}`),
    checks,
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
