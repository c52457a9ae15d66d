import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const data = resolve(import.meta.dirname, "data");
const list = join(data, "example-list.yaml");

/**
 * Commands that between them call what commands usually call; not `explain`, most of which is text. None of them may depend on the machine or
 * on the day.
 */
const usualCommands: ReadonlyArray<readonly string[]> = [
  ["check", list],
  ["check", list, "--format", "json"],
  ["render", list],
  ["plan", list, "--now", "2026-01-01T00:00:00Z"],
  ["restore-patch", "demo", "--latest", "-f", list],
  // Any kustomize would do.
  ["hydrate", data, "-o", join(data, "nowhere"), "--kustomize", "false"],
];

/**
 * Writes the compiled code of a built program, for one release of Node on one platform.
 *
 * A cache holds the functions that were called when it was made, so a usual run comes first: for the program a list as kpt writes it, through
 * pipes as hosts run it, and nothing that would make every start longer. Such a list has comments and values in braces, which kustomize does not
 * leave in; a list of kustomize calls nothing more. For the parts, which the filter does not load, some commands. Each is a process of its own,
 * without the options of this one: V8 rejects a cache that was made with other flags. The seed is the exception that V8 makes; with the same
 * one, the same program has the same bytes.
 *
 * In the file: the lengths of the first two things that follow, as numbers of 32 bits, and which build it is for; the code of the program; an
 * index of the parts as JSON, by name where each begins behind the index, and its length; their code.
 */
export function writeCodeCache(node: string, program: string, file: string): void {
  const folder = mkdtempSync(join(tmpdir(), "expand-pgbackrest-cache-"));
  try {
    const cachesOf = (usualRun: string, name: string): Caches => {
      const to = join(folder, name);
      runUsually(node, program, usualRun, to);
      const { build, caches } = JSON.parse(readFileSync(to, "utf8"));
      return { build, caches: new Map(Object.entries<string>(caches)) };
    };
    const { build, caches } = cachesOf("await main([]);", "program");
    const commands = usualCommands.map((args) => `await main(${JSON.stringify(args)});`).join("\n");
    const parts = new Map(cachesOf(commands, "parts").caches);
    parts.delete("");
    writeFileSync(file, stored(build, Buffer.from(caches.get("") ?? "", "base64"), parts));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The compiled code of the program (""), and of the parts by name, in base64. */
interface Caches {
  readonly build: string;
  readonly caches: ReadonlyMap<string, string>;
}

function runUsually(node: string, program: string, usualRun: string, to: string): void {
  // A long list changes V8's flags, and with them it would reject what a short one has to load.
  const script = `
    require("node:v8").setFlagsFromString = () => {};
    const { build, main, scripts } = require(${JSON.stringify(program)});
    (async () => {
      ${usualRun}
      const caches = [...scripts()].map(([name, script]) => [name, script.createCachedData().toString("base64")]);
      require("node:fs").writeFileSync(${JSON.stringify(to)}, JSON.stringify({ build, caches: Object.fromEntries(caches) }));
    })();
  `;
  execFileSync(node, ["--random-seed=1", "-e", script], {
    input: readFileSync(join(data, "example-kpt-list.yaml")),
    stdio: "pipe",
    cwd: join(program, ".."),
    env: { ...process.env, NODE_OPTIONS: "", TZ: "UTC" },
  });
}

function stored(build: string, program: Buffer, parts: ReadonlyMap<string, string>): Buffer {
  const codes: Buffer[] = [];
  const places: Record<string, readonly [at: number, length: number]> = {};
  let at = 0;
  for (const [name, code] of [...parts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const bytes = Buffer.from(code, "base64");
    codes.push(bytes);
    places[name] = [at, bytes.length];
    at += bytes.length;
  }
  const index = Buffer.from(JSON.stringify(places));
  const head = Buffer.alloc(8);
  head.writeUInt32LE(program.length, 0);
  head.writeUInt32LE(index.length, 4);
  return Buffer.concat([head, Buffer.from(build, "latin1"), program, index, ...codes]);
}
