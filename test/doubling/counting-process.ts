import { readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { createRequire } from "node:module";
import { compileFunction } from "node:vm";
import { fileFinder } from "./counting-bundle.ts";
import { type Counting, countNativeWork } from "./native-work.ts";
import { shapes } from "./shapes.ts";
import type { Answer, Question, Work } from "./work.ts";

/*
 * A process of its own, because what it does to the built-in functions would slow down all other tests. It is asked for shapes by name, and
 * answers with what the program did for each size.
 */

type Main = typeof import("../../src/cli/main.ts").main;

const [bundle = ""] = process.argv.slice(2);
const text = readFileSync(bundle, "utf8");
const places: readonly string[] = JSON.parse(readFileSync(`${bundle}.json`, "utf8"));
const fileAt = fileFinder(text);
const counting: Counting = { current: undefined };
countNativeWork(places, text, counting);

// Before anything is compiled: only what is compiled from now on counts its blocks.
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

// Not by `require`, which hooks may let read another text: coverage tells places as offsets in this one.
const exported: { main?: Main } = {};
const module = { exports: exported };
compileFunction(text, ["require", "module", "exports"], { filename: bundle })(createRequire(bundle), module, exported);
const { main } = module.exports;

async function work(name: string, size: number, isFirst: boolean): Promise<Work> {
  const shape = shapes[name];
  if (shape === undefined) throw new Error(`There is no shape ${name}.`);
  const { args, stdin, done } = shape(size);
  const input = Buffer.from(stdin ?? "");
  const once = async () =>
    main?.(args, {
      stdin: () => input,
      stdout: () => {},
      stderr: () => {},
      terminal: false,
      env: {},
    });
  // What is made once for a process is made now.
  if (isFirst) await once();
  await session.post("Profiler.takePreciseCoverage");
  const counts = new Float64Array(places.length + 2);
  counting.current = counts;
  const exitCode: unknown = await once();
  counting.current = undefined;
  const { result } = await session.post("Profiler.takePreciseCoverage");
  done?.();
  const found: Record<string, number> = { "exit code": Number(exitCode) };
  for (const [place, count] of counts.entries())
    if (count > 0) found[places[place] ?? "file system"] = (found[places[place] ?? "file system"] ?? 0) + count;
  for (const { url, functions } of result) {
    if (!url.endsWith(bundle)) continue;
    for (const { functionName, ranges } of functions)
      for (const { startOffset, endOffset, count } of ranges) {
        const code = text.slice(startOffset, Math.min(endOffset, startOffset + 60)).replace(/\s+/g, " ");
        if (count > 0) found[`${fileAt(startOffset)} ${functionName}: ${code} @${startOffset}`] = count;
      }
  }
  return found;
}

process.on("message", async ({ shape, sizes }: Question) => {
  const answer = async (): Promise<Answer> => {
    try {
      const works: Work[] = [];
      // The largest first: what is remembered of texts is then the same for all.
      for (const size of [...sizes].reverse()) works.unshift(await work(shape, size, works.length === 0));
      return { shape, works };
    } catch (error) {
      return { shape, error: (error instanceof Error && error.stack) || String(error) };
    }
  };
  process.send?.(await answer());
});
