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
 * Writes the texts of a built program and their compiled code, for one release of Node on one platform.
 *
 * Compiled code has the functions that were called when it was made, so a usual run comes first: for the program a list as kpt writes it, through
 * pipes as hosts run it, and nothing that would make every start longer. Such a list has comments and values in braces, which kustomize does not
 * leave in; a list of kustomize calls nothing more. For the parts, which the filter does not load, some commands. Each is a process of its own,
 * without the options of this one: V8 rejects code that was made with other flags. The seed is the exception that V8 makes; with the same
 * one, the same program has the same bytes.
 *
 * In the file: the lengths of the three things that follow, as numbers of 32 bits, and which build it is for; the text of the program, and its
 * code; an index of the parts as JSON, by name where each begins behind the index, and the lengths of its text and its code; these.
 */
export function writeCodeCache(node: string, program: string, file: string): void {
  const { build, texts, codes } = builtAfter(node, program, "await main([]);");
  const commands = usualCommands.map((args) => `await main(${JSON.stringify(args)});`).join("\n");
  const { codes: ofParts } = builtAfter(node, program, commands);
  writeFileSync(file, stored({ build, texts, codes: new Map([...ofParts, ...codes]) }));
}

/** Writes the texts alone, for a platform for which this machine cannot compile. */
export function writeTexts(node: string, program: string, file: string): void {
  writeFileSync(file, stored({ ...builtAfter(node, program, ""), codes: new Map() }));
}

/** The texts of a program and its parts by name, and in base64 the compiled code of those that a run loaded. */
interface Built {
  readonly build: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly codes: ReadonlyMap<string, string>;
}

/** What there is of a program after a run. */
function builtAfter(node: string, program: string, usualRun: string): Built {
  // A long list changes V8's flags, and with them it would reject what a short one has to load.
  const script = (to: string) => `
    require("node:v8").setFlagsFromString = () => {};
    const { build, main, scripts, texts } = require(${JSON.stringify(program)});
    (async () => {
      ${usualRun}
      const codes = [...scripts].map(([name, script]) => [name, script.createCachedData().toString("base64")]);
      const built = { build, texts: texts(), codes: Object.fromEntries(codes) };
      require("node:fs").writeFileSync(${JSON.stringify(to)}, JSON.stringify(built));
    })();
  `;
  const folder = mkdtempSync(join(tmpdir(), "expand-pgbackrest-cache-"));
  try {
    const file = join(folder, "built.json");
    execFileSync(node, ["--random-seed=1", "-e", script(file)], {
      input: readFileSync(join(data, "example-kpt-list.yaml")),
      stdio: "pipe",
      cwd: join(program, ".."),
      env: { ...process.env, NODE_OPTIONS: "", TZ: "UTC" },
    });
    const { build, texts, codes } = JSON.parse(readFileSync(file, "utf8"));
    return {
      build,
      texts: new Map(Object.entries<string>(texts)),
      codes: new Map(Object.entries<string>(codes)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function stored({ build, texts, codes }: Built): Buffer {
  const bytesOf = (name: string) =>
    [Buffer.from(texts.get(name) ?? ""), Buffer.from(codes.get(name) ?? "", "base64")] as const;
  const program = bytesOf("program");
  const parts: Buffer[] = [];
  const places: Record<string, readonly [at: number, text: number, code: number]> = {};
  let at = 0;
  for (const name of [...texts.keys()].filter((each) => each !== "program").sort()) {
    const [text, code] = bytesOf(name);
    parts.push(text, code);
    places[name] = [at, text.length, code.length];
    at += text.length + code.length;
  }
  const index = Buffer.from(JSON.stringify(places));
  const head = Buffer.alloc(12);
  for (const [place, { length }] of [...program, index].entries()) head.writeUInt32LE(length, place * 4);
  return Buffer.concat([head, Buffer.from(build, "latin1"), ...program, index, ...parts]);
}
