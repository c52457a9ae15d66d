import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Context } from "mocha";

/** The project's folder. */
export const root = resolve(import.meta.dirname, "..");

/** The built program. */
export const program = join(root, "dist", "expand-pgbackrest.cjs");

/** The same in short: what npm and the image run. */
export const start = join(root, "dist", "start.cjs");

/** The container image that .ci/run builds, by the name that examples use. */
export const image = "ghcr.io/cybertec-postgresql/expand-pgbackrest:latest";

/** Skips the test if the tool is missing; in CI, a missing tool fails it. Returns the tool's path or name. */
export function requireTool(context: Context, tool: string, path: string | undefined): string {
  if (path !== undefined) return path;
  if (process.env.CI === "true") throw new Error(`${tool} is missing, and in CI every test must run.`);
  // test/reporter.cjs names them at the end; tests run in several processes.
  if (process.env.MISSING_TOOLS !== undefined) appendFileSync(process.env.MISSING_TOOLS, `${tool}\n`);
  return context.skip();
}

/** The path of a program; also looks where Go installs. */
export function which(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(":"), join(process.env.HOME ?? "/root", "go", "bin")];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/** The library that gives programs another clock, of Debian's package libfaketime. */
export function faketime(): string | undefined {
  const folders = existsSync("/usr/lib")
    ? readdirSync("/usr/lib").map((name) => join("/usr/lib", name, "faketime"))
    : [];
  return folders.map((folder) => join(folder, "libfaketime.so.1")).find((file) => existsSync(file));
}
/** Debian's Chromium. */
export const chromium = (): string | undefined => which("chromium");

/** kubectl of the oldest and of the newest release on the machine. */
export function kubectls(): readonly string[] {
  const folder = "/usr/lib/google-cloud-sdk/bin";
  const found = existsSync(folder) ? readdirSync(folder).filter((name) => /^kubectl\.1\.\d+$/.test(name)) : [];
  const sorted = found
    .sort((left, right) => Number(left.split(".")[2]) - Number(right.split(".")[2]))
    .map((name) => join(folder, name));
  const [oldest] = sorted;
  const newest = sorted.at(-1);
  if (oldest !== undefined && newest !== undefined) return oldest === newest ? [oldest] : [oldest, newest];
  const any = which("kubectl");
  return any === undefined ? [] : [any];
}

/**
 * "docker" where an engine answers and the image holds the program of this build. An image of an earlier build counts as missing: what it
 * does says nothing about this one.
 */
export function docker(): string | undefined {
  checkedDocker ??= { name: imageIsCurrent(which("docker")) };
  return checkedDocker.name;
}

let checkedDocker: { readonly name: string | undefined } | undefined; // asked by many tests, and the answer takes half a second

function imageIsCurrent(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const args = [
    "run",
    "--rm",
    "--network",
    "none",
    "--entrypoint",
    "node",
    image,
    "-p",
    hashOf("/app/expand-pgbackrest.cjs"),
  ];
  const inImage = spawnSync(name, args, { encoding: "utf8" });
  const here = spawnSync(process.execPath, ["-p", hashOf(start)], { encoding: "utf8" });
  return inImage.status === 0 && inImage.stdout === here.stdout ? name : undefined;
}

const hashOf = (file: string) =>
  `require("crypto").createHash("sha256").update(require("fs").readFileSync(${JSON.stringify(file)})).digest("hex")`;

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; output is text. */
export function run(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly input?: string | Buffer;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Run {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 1 << 30,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...(options.input !== undefined && { input: options.input }),
    env: { ...process.env, ...options.env },
  });
  if (error !== undefined && status === null) throw error;
  return { status, stdout, stderr };
}
