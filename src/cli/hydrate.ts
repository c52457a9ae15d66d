import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, normalize } from "node:path";
import { findingsText } from "../finding-text.ts";
import { filter } from "../krm/filter.ts";
import type { JsonValue } from "../krm/json-value.ts";
import { type Command, UsageError } from "./command.ts";
import { functionConfigFrom } from "./function-config-file.ts";
import type { Io } from "./io.ts";
import { writeObjects } from "./render.ts";

/** Runs the user's kustomize on many folders and writes their expansion, so that applying needs no plugins. */
export const hydrate: Command = {
  name: "hydrate",
  usage: "hydrate DIR... -o OUT",
  summary: `Runs kustomize on each DIR, expands its output, and writes one file per object into OUT/DIR, with a kustomization.yaml.
The function need not be in the kustomizations: this program is it. Use the Component fn-config/namereference for hash suffixes.
A folder is replaced as a whole when it is complete; one that fails is left as it was, and the others are still written.`,
  flags: {
    output: { short: "o", value: "OUT", help: "where to write" },
    kustomize: { value: "COMMAND", help: "how to build a folder (default: kustomize build, else kubectl kustomize)" },
    jobs: { short: "j", value: "N", help: "how many folders at a time (default: one per processor)" },
    shard: { value: "I/N", help: "only the I-th of N parts of the folders, counted from 1" },
    "function-config": { short: "f", value: "FILE", help: "take the functionConfig from FILE" },
    help: { help: "show this help" },
  },
  async run({ paths, flags }, io) {
    const { output, kustomize, jobs, shard } = flags;
    if (typeof output !== "string") throw new UsageError("hydrate needs -o OUT, where to write.");
    if (paths.length === 0) throw new UsageError("hydrate needs at least one folder with a kustomization.");
    const folders = shardOf([...new Set(paths.map((path) => normalize(path).replace(/\/+$/, "")))].sort(), shard);
    const command = typeof kustomize === "string" ? kustomize.split(" ") : defaultCommand(io);
    const functionConfig = await functionConfigFrom(flags["function-config"]);
    const queue = folders.entries();
    let [done, failed] = [0, 0];
    const worker = async () => {
      for (const [, folder] of queue) {
        const failure = await hydrateFolder(folder, output, command, functionConfig);
        done += 1;
        if (failure.error) failed += 1;
        if (failure.text !== "") io.stderr(`${folder}:\n${failure.text}`);
        if (io.terminal) io.stderr(`\r${done}/${folders.length}${done === folders.length ? "\n" : ""}`);
      }
    };
    const workers = typeof jobs === "string" ? Number(jobs) : availableParallelism();
    if (!Number.isInteger(workers) || workers < 1)
      throw new UsageError(`--jobs is \`${jobs}\`; it takes a number from 1 on.`);
    await Promise.all(Array.from({ length: Math.min(workers, folders.length) }, worker));
    io.stdout(`${done - failed} of ${folders.length} folders hydrated.\n`);
    return failed > 0 ? 1 : 0;
  },
};

function shardOf(folders: readonly string[], shard: string | true | undefined): readonly string[] {
  if (typeof shard !== "string") return folders;
  const [, part, parts] = /^(\d+)\/(\d+)$/.exec(shard) ?? [];
  if (part === undefined || Number(part) < 1 || Number(part) > Number(parts))
    throw new UsageError(`--shard is \`${shard}\`; it takes for example 1/4.`);
  return folders.filter((_, index) => index % Number(parts) === Number(part) - 1);
}

function defaultCommand({ env }: Io): readonly string[] {
  const found = (name: string) => (env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, name)));
  return found("kustomize") ? ["kustomize", "build"] : ["kubectl", "kustomize"];
}

interface Outcome {
  readonly error: boolean;
  /** What the user should read; empty for a clean folder. */
  readonly text: string;
}

async function hydrateFolder(
  folder: string,
  output: string,
  command: readonly string[],
  functionConfig: JsonValue | undefined,
): Promise<Outcome> {
  const built = await build(folder, command);
  if (typeof built === "string") return { error: true, text: built };
  try {
    const { parts, findings, exitCode } = await filter(built, functionConfig);
    const text = findings.length > 0 ? findingsText(findings) : "";
    if (exitCode !== 0) return { error: true, text };
    replaceFolder(targetOf(folder, output), Buffer.concat(parts.map((part) => Buffer.from(part))));
    return { error: false, text };
  } catch (error) {
    return { error: true, text: `${error instanceof Error ? error.message : String(error)}\n` };
  }
}

/** The output of kustomize, or why there is none. */
function build(folder: string, [program = "", ...args]: readonly string[]): Promise<Buffer | string> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args, folder], { stdio: ["ignore", "pipe", "pipe"] });
    const output: Buffer[] = [];
    let errors = "";
    child.stdout.on("data", (part: Buffer) => output.push(part));
    child.stderr.on("data", (part: Buffer) => {
      errors += part.toString("utf8");
    });
    child.on("error", (error) => resolve(`${error.message}\n`));
    child.on("close", (status) =>
      resolve(status === 0 ? Buffer.concat(output) : errors || `${program} ended with ${status}\n`),
    );
  });
}

/** Below OUT by the folder's own path, without what would lead out of it. */
const targetOf = (folder: string, output: string) => join(output, folder.replace(/^(?:\.\.?\/|\/)+/, "") || ".");

/** Writes the objects beside the target and swaps the folders, so that an interrupted run leaves either the old or the new one. */
function replaceFolder(target: string, documents: Buffer): void {
  mkdirSync(dirname(target), { recursive: true });
  const fresh = mkdtempSync(join(dirname(target), ".hydrate-"));
  try {
    const files = writeObjects(fresh, documents);
    const resources = [...files]
      .sort()
      .map((file) => `- ${file}\n`)
      .join("");
    writeFileSync(
      join(fresh, "kustomization.yaml"),
      `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n${resources}`,
    );
    // Folders of other targets may lie inside the old one.
    const old = `${fresh}.old`;
    if (existsSync(target)) renameSync(target, old);
    renameSync(fresh, target);
    if (existsSync(old)) keepNested(old, target);
    rmSync(old, { recursive: true, force: true });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Moves hydrated folders that lie inside another one over to its new version. */
function keepNested(old: string, target: string): void {
  for (const entry of readdirSync(old, { withFileTypes: true })) {
    const inside = join(old, entry.name);
    if (entry.isDirectory() && !existsSync(join(target, entry.name)) && existsSync(join(inside, "kustomization.yaml")))
      renameSync(inside, join(target, entry.name));
  }
}
