import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { makeList } from "../bench/lists.ts";
import { filter } from "../src/function/filter.ts";

/*
 * Mutates lists and runs the filter on them: `npm run fuzz` (200,000 inputs), `npm run fuzz -- --runs 1000 --seed 7`. Fails for a crash, for a
 * run over a second, and for exit code 0 with an output from which a line of the input is missing that is not of one of our objects.
 */
const { values } = parseArgs({
  options: { runs: { type: "string", default: "200000" }, seed: { type: "string", default: "1" } },
});

/** Numbers that are the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomNumbers(Number(values.seed));
const pick = <T>(list: readonly T[], otherwise: T): T => list[Math.floor(random() * list.length)] ?? otherwise;
const testdata = new URL("../test/function/testdata/", import.meta.url);
const seeds = [
  readFileSync(new URL("kustomize.yaml", testdata), "utf8"),
  readFileSync(new URL("kustomize-overlay.yaml", testdata), "utf8").replace(/functionConfig:[\s\S]*$/, ""),
  makeList(6, { expand: true }),
  JSON.stringify({
    apiVersion: "config.kubernetes.io/v1",
    kind: "ResourceList",
    items: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } }],
  }),
];
const pieces = [
  "\n",
  " ",
  "  ",
  "- ",
  ":",
  "#",
  "'",
  '"',
  "|",
  ">",
  "{",
  "}",
  "[",
  "]",
  "&a",
  "*a",
  "!!str ",
  "<<: ",
  "\t",
  "\r\n",
  "---\n",
  "...\n",
  "\u0000",
  "\ufeff",
  "é",
  "items:\n",
  "kind: postgresql\n",
  "null",
  "~",
  "0644",
];

function mutated(text: string): string {
  let result = text;
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes -= 1) {
    const at = Math.floor(random() * result.length);
    const choice = random();
    if (choice < 0.4) result = result.slice(0, at) + pick(pieces, "") + result.slice(at);
    else if (choice < 0.7) result = result.slice(0, at) + result.slice(at + 1 + Math.floor(random() * 20));
    else if (choice < 0.85) {
      const lines = result.split("\n");
      const line = Math.floor(random() * lines.length);
      lines.splice(line, random() < 0.5 ? 1 : 0, ...(random() < 0.5 ? [pick(lines, "")] : []));
      result = lines.join("\n");
    } else result = result.slice(0, at);
  }
  return result;
}

/** Lines of the input that the output lacks, except those of objects that carry our mark. */
function missing(input: string, output: string): readonly string[] {
  // A last line without its break gets one of the list's kind before new text follows.
  const left = new Set(output.split(/\r?\n/));
  return input.split(/\r?\n/).filter((line) => !left.has(line));
}

// The schema explainer is loaded by the first resource that does not fit: a load through tsx is not what the time limit is for.
await filter(
  Buffer.from(`apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: cpo.opensource.cybertec.at/v1
  kind: postgresql
  metadata: {name: warm-up}
  spec: {backup: {pgbackrest: []}}
`),
);

const outcomes = new Map<string, number>();
for (let run = 0; run < Number(values.runs); run += 1) {
  const seed = pick(seeds, "");
  const input = mutated(seed);
  const start = process.cpuUsage();
  let outcome: string;
  try {
    const { parts, exitCode } = await filter(Buffer.from(input));
    outcome = `exit code ${exitCode}`;
    const output = Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8");
    const ours = /expand-pgbackrest\.fn/.test(input);
    if (
      !ours &&
      !input.startsWith("{") &&
      missing(input, output).some((line) => !/^(results|items):|^- message|^ {2}(severity|message)/.test(line))
    )
      throw new Error("a line of the input is missing");
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "UnreadableInput") {
      console.error(`Seed ${values.seed}, run ${run}:\n${input}\n`, error);
      process.exitCode = 1;
      break;
    }
    outcome = "unreadable";
  }
  // Of the processor's time: on a busy machine a run may wait longer than it works.
  const { user, system } = process.cpuUsage(start);
  const took = (user + system) / 1000;
  if (took > 1000) {
    console.error(`Seed ${values.seed}, run ${run} took ${took.toFixed(0)} ms of CPU time:\n${input}`);
    process.exitCode = 1;
    break;
  }
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}
console.log([...outcomes].map(([outcome, count]) => `${outcome}: ${count}`).join(", "));
