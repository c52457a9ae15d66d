import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type GoReaders, goReaders } from "../test/fuzz/go-readers.ts";
import { problemInText, problemInValues, type Result, resultOf } from "../test/fuzz/laws.ts";
import { type GeneratedList, mutated, someList } from "../test/fuzz/lists.ts";
import { randomOf } from "../test/fuzz/random.ts";

/*
 * Makes lists and streams, four of ten with changes that no writer would make, and runs the function on each: `npm run fuzz` (1,000,000
 * inputs), `npm run fuzz -- --runs 1000 --seed 7`; `--from 123 --runs 1` makes one input again. test/fuzz/laws.ts says what must hold.
 */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000000" },
    from: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    jobs: { type: "string", default: String(availableParallelism()) },
    /** Ends after so many problems. */
    problems: { type: "string", default: "1" },
  },
});
const program = join(import.meta.dirname, "..", ".cache", "yaml-readers");
const [seed, from, runs] = [Number(values.seed), Number(values.from), Number(values.runs)];
const most = Number(values.problems);

/** How often each outcome came. */
type Outcomes = Map<string, number>;

const count = (outcomes: Outcomes, outcome: string, times = 1) =>
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + times);

/** What is wrong with one input; `undefined` for nothing. */
async function examine(given: GeneratedList, outcomes: Outcomes, readers: GoReaders | undefined) {
  let result: Result | undefined;
  try {
    const start = performance.now();
    result = await resultOf(given.text, given.builders);
    const isSlow = performance.now() - start > 1000 && (await cpuTime(given)) > 1000;
    count(outcomes, `exit code ${result.exitCode}`);
    const found = await problemInText(given, result);
    if (found?.onlyIfReadable === false) return { result, problem: found.problem };
    if (isSlow) return { result, problem: "it takes more than a second of CPU time" };
    if (readers === undefined || result.exitCode === 2) return undefined;
    const [before, after] = await Promise.all([readers.read(given.text), readers.read(result.output)]);
    // go-yaml ends an indented list without further indentation at a block scalar: kyaml refuses the rest, and the decoder of kubectl takes
    // the text for one object. No host indents the list itself.
    // Nor does one write blanks behind a byte order mark, which the decoder of kubectl takes for an indentation, and kyaml does not.
    const isMistaken =
      (before.kyaml.error !== undefined && /^\uFEFF?(?:#.*\n)* +[\w"']/.test(given.text)) ||
      given.text.startsWith("\uFEFF ");
    if (isMistaken || (before.kubectl.error !== undefined && before.kyaml.error !== undefined)) {
      count(outcomes, "not readable in Go");
      return undefined;
    }
    const problem = found?.problem ?? (await problemInValues(given, result, before, after));
    return problem === undefined ? undefined : { result, problem };
  } catch (error) {
    return { result, problem: error instanceof Error ? error.stack : String(error) };
  }
}

/** The processor's time, in milliseconds, of a second run alone: on a busy machine a run may wait longer than it works. */
async function cpuTime(given: GeneratedList): Promise<number> {
  const start = process.cpuUsage();
  await resultOf(given.text, given.builders);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

async function work(): Promise<void> {
  const readers = existsSync(program) ? goReaders(program) : undefined;
  const outcomes: Outcomes = new Map();
  let problems = 0;
  const examineRun = async (run: number) => {
    const random = randomOf(seed, run);
    const list = someList(random);
    const given = random.chance(0.4) ? { ...list, text: mutated(list.text, random) } : list;
    const wrong = await examine(given, outcomes, readers);
    if (wrong === undefined) return;
    problems += 1;
    process.exitCode = 1;
    console.error(
      `== --seed ${seed} --from ${run} --runs 1: ${wrong.problem}\n-- input\n${given.text}\n-- output\n${wrong.result?.output}`,
    );
  };
  const batch = 100;
  for (let run = from; run < from + runs && problems < most; run += batch) {
    const size = Math.min(batch, from + runs - run);
    await Promise.all(Array.from({ length: size }, (_, index) => examineRun(run + index)));
  }
  readers?.end();
  console.log(JSON.stringify([...outcomes]));
}

/** Shares the runs out to processes. */
async function share(jobs: number): Promise<void> {
  const start = performance.now();
  const outcomes: Outcomes = new Map();
  const part = Math.ceil(runs / jobs);
  const codes = await Promise.all(
    Array.from({ length: jobs }, async (_, job) => {
      const own = Math.min(part, runs - job * part);
      if (own <= 0) return 0;
      const args = ["--seed", seed, "--from", from + job * part, "--runs", own, "--problems", most, "--jobs", 1];
      const script = import.meta.filename;
      const child = spawn(
        process.execPath,
        [...process.execArgv, "--max-semi-space-size=64", script, ...args.map(String)],
        {
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      let output = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
      const code = await new Promise<number>((resolve) => child.on("close", (status) => resolve(status ?? 1)));
      for (const [outcome, times] of JSON.parse(output || "[]")) count(outcomes, outcome, times);
      return code;
    }),
  );
  const readers = existsSync(program) ? "and the readers in Go" : "without the readers in Go, which .ci/run builds";
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(
    `${[...outcomes].map(([outcome, times]) => `${outcome}: ${times}`).join(", ")}; ${seconds} s, ${readers}`,
  );
  if (codes.some((code) => code !== 0)) process.exitCode = 1;
}

await (Number(values.jobs) > 1 ? share(Number(values.jobs)) : work());
