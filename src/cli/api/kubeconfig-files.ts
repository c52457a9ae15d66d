import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { loadAll } from "js-yaml";
import { isObject, type JsonObject, type JsonValue } from "../../json/json-value.ts";
import { UsageError } from "../command.ts";

/** What kubeconfigs hold, in the order in which kubectl finds it: of entries with the same name, the first counts. */
export interface KubeconfigEntries {
  readonly clusters: Entries;
  readonly users: Entries;
  readonly contexts: Entries;
  readonly currentContext: string | undefined;
  /** The files that were looked for. */
  readonly files: readonly string[];
}

type Entries = ReadonlyMap<string, JsonObject>;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the kubeconfig that `--kubeconfig` names, else those of `KUBECONFIG`, else `~/.kube/config`, as kubectl does: a file that is not there is
 * none, unless a flag names it. Throws `UsageError`; no text of a file is in it.
 */
export function readKubeconfigs(named: string | undefined, env: Environment): KubeconfigEntries {
  const files = named !== undefined ? [named] : filesOf(env);
  const configs = files.flatMap((file) => (named !== undefined || existsSync(file) ? [readKubeconfig(file)] : []));
  const entries = (list: string, entry: string): Entries =>
    new Map(configs.flatMap(({ config, folder }) => entriesOf(config[list], entry, folder)).reverse());
  const current = configs
    .map(({ config }) => config["current-context"])
    .find((name) => typeof name === "string" && name !== "");
  return {
    clusters: entries("clusters", "cluster"),
    users: entries("users", "user"),
    contexts: entries("contexts", "context"),
    currentContext: typeof current === "string" ? current : undefined,
    files,
  };
}

function filesOf(env: Environment): readonly string[] {
  const named = (env.KUBECONFIG ?? "").split(delimiter).filter((file) => file !== "");
  if (named.length > 0) return named;
  const home = env.HOME ?? env.USERPROFILE ?? "";
  return home === "" ? [] : [join(home, ".kube", "config")];
}

/** The largest kubeconfig: those of hundreds of clusters, with their certificates, have some megabytes. */
const mostBytes = 1 << 23;

function readKubeconfig(file: string): { readonly config: JsonObject; readonly folder: string } {
  const text = readAtMost(file, mostBytes);
  if (text === undefined)
    throw new UsageError(`${file} is not a kubeconfig: it has more than ${mostBytes >> 20} megabytes.`);
  let config: JsonValue;
  try {
    const value: unknown = loadAll(text)[0] ?? {};
    expectNoBomb(value, 4 * text.length + 100_000);
    // Through JSON, as a moment without quotes is a text to kubectl.
    config = JSON.parse(JSON.stringify(value));
  } catch (error) {
    if (error instanceof Bomb)
      throw new UsageError(
        `The kubeconfig ${file} has aliases that make it many times as large as it is; write out what they stand for.`,
      );
    // What the library says quotes the line, which may hold a token.
    throw new UsageError(`The kubeconfig ${file} is not YAML; \`kubectl config view\` says in which line.`);
  }
  if (!isObject(config)) throw new UsageError(`${file} is not a kubeconfig: it is not a mapping.`);
  return { config, folder: dirname(resolve(file)) };
}

/** A file, which may be a pipe; undefined where it has more bytes. */
function readAtMost(file: string, bytes: number): string | undefined {
  try {
    return firstOf(file, bytes);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "its name is not a path";
    throw new UsageError(`The kubeconfig ${file} cannot be read (${code}).`);
  }
}

function firstOf(file: string, bytes: number): string | undefined {
  const opened = openSync(file, "r");
  try {
    const parts: Buffer[] = [];
    for (let length = 0; ; ) {
      const part = Buffer.alloc(1 << 16);
      const count = readSync(opened, part);
      if (count === 0) return Buffer.concat(parts).toString("utf8");
      length += count;
      if (length > bytes) return undefined;
      parts.push(part.subarray(0, count));
    }
  } finally {
    closeSync(opened);
  }
}

class Bomb extends Error {}

const mostLevels = 500;

/** Ten lines of aliases of aliases stand for billions of values. Throws `Bomb`. */
function expectNoBomb(value: unknown, most: number): void {
  let left = most;
  const count = (part: unknown, depth: number): void => {
    left -= typeof part === "string" ? part.length + 1 : 1;
    // One that holds itself has no end of depth.
    if (left < 0 || depth > mostLevels) throw new Bomb();
    if (typeof part !== "object" || part === null) return;
    for (const [key, inner] of Object.entries(part)) {
      left -= key.length;
      count(inner, depth + 1);
    }
  };
  count(value, 0);
}

/** Entries by name. Paths in them count from the file's folder. */
function entriesOf(
  list: JsonValue | undefined,
  entry: string,
  folder: string,
): ReadonlyArray<readonly [string, JsonObject]> {
  if (!Array.isArray(list)) return [];
  const values: readonly JsonValue[] = list;
  return values.flatMap((value) => {
    if (!isObject(value) || typeof value.name !== "string") return [];
    const content = value[entry];
    return isObject(content) ? [[value.name, withAbsolutePaths(content, folder)] as const] : [];
  });
}

const pathFields = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

function withAbsolutePaths(entry: JsonObject, folder: string): JsonObject {
  const paths = pathFields.flatMap((field) => {
    const path = entry[field];
    return typeof path === "string" && path !== "" ? [[field, resolve(folder, path)] as const] : [];
  });
  const { exec } = entry;
  const command = isObject(exec) ? exec.command : undefined;
  // A command without a slash is looked for in PATH.
  const isInFolder = typeof command === "string" && /[\\/]/.test(command) && !isAbsolute(command);
  return {
    ...entry,
    ...Object.fromEntries(paths),
    ...(isObject(exec) && isInFolder && { exec: { ...exec, command: resolve(folder, command) } }),
  };
}
