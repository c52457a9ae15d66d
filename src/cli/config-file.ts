import { existsSync, lstatSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { readText } from "../krm/read-list.ts";
import { UsageError } from "./command.ts";
import type { ConfigFile } from "./config-schema.ts";
import type { FunctionConfigFile } from "./function-config-file.ts";
import { isConfigFile } from "./generated/is-config-file.ts";
import { readAll } from "./io.ts";
import { foldersUpwards } from "./report-paths.ts";

/** The name under which the file is found without `--config`. */
export const configName = ".expand-pgbackrest.yaml";

/** A file with settings. Its paths are as the user would write them from the current folder. */
export interface ReadConfigFile {
  /** The file itself, for places in it. */
  readonly source: FunctionConfigFile;
  /** The folder that its paths are from, as an absolute path. */
  readonly folder: string;
  readonly settings: Omit<ConfigFile, "checks">;
  /** Severities of rules; what is wrong with them, the function says. */
  readonly checks: JsonValue | undefined;
}

/**
 * Reads the file that `--config` names, else the one that is found from the current folder upwards, up to the root of the repository; `undefined`
 * where there is none. Throws `UsageError` and `UnreadableInput`.
 */
export async function configFile(flag: string | true | undefined): Promise<ReadConfigFile | undefined> {
  const path = typeof flag === "string" ? flag : foundConfig();
  if (path === undefined) return undefined;
  const text = readAll(path).toString("utf8");
  const value = (await readText(text, path)) ?? {};
  if (!isObject(value)) throw new UsageError(`${path} is not a mapping of settings, as \`failOn: warning\` is.`);
  const { checks, ...rest } = value;
  if (!isConfigFile(rest)) throw new UsageError(await explained(rest, { path, text }));
  const folder = dirname(resolve(path));
  const here = (each: string) => relative(resolve("."), resolve(folder, each)) || ".";
  const { baseline, kustomize, paths } = rest;
  return {
    source: { path, text, value },
    folder,
    settings: {
      ...rest,
      ...(baseline !== undefined && { baseline: here(baseline) }),
      ...(kustomize !== undefined && { kustomize: kustomize.map(here) }),
      ...(paths !== undefined && { paths: paths.map(here) }),
    },
    checks,
  };
}

/** The path of a file that was found. Anyone may write into a folder such as /tmp, and settings can silence all that is found. Throws `UsageError`. */
function trusted(path: string): string {
  const owners = [process.getuid?.(), 0, statSync(".").uid];
  if (process.getuid === undefined || owners.includes(statSync(path).uid)) return path;
  throw new UsageError(
    `${path} was found above the current folder, and belongs to another user. Use it with \`--config ${path}\`, or no settings with \`--config /dev/null\`.`,
  );
}

function foundConfig(): string | undefined {
  for (const folder of foldersUpwards(resolve("."))) {
    const path = join(folder, configName);
    if (existsSync(path)) return trusted(relative(resolve("."), path));
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined)
      throw new UsageError(
        `${relative(resolve("."), path)} is a symbolic link that leads nowhere, so its settings are missing.`,
      );
    if (existsSync(join(folder, ".git"))) return undefined;
  }
  return undefined;
}

/** What is wrong with the settings, each with its place. The schema and its library are loaded only then. */
async function explained(
  value: JsonObject,
  { path, text }: Pick<FunctionConfigFile, "path" | "text">,
): Promise<string> {
  const [{ explainSchema }, { configSchema }, { positionsIn }] = await Promise.all([
    import("../function/explain-schema.ts"),
    import("./config-schema.ts"),
    import("../yaml/library.ts"),
  ]);
  const positionOf = positionsIn(text);
  return explainSchema(configSchema, value, { apiVersion: "", kind: "" }, true)
    .map(({ at, problem, fix }) => ({ ...positionOf(at.in === "field" ? at.path : []), problem, fix }))
    .sort((left, right) => left.line - right.line)
    .map(({ line, column, problem, fix }) => `${path}:${line}:${column}: ${problem} ${fix}`)
    .join(" ");
}
