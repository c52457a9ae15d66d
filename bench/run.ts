import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { checkPart, findingsPart, fleetPart, type Part, type PartOptions, secondRunPart } from "./fleets.ts";
import { type Figures, goalsTable } from "./goals.ts";
import { growthPart } from "./growth.ts";
import { hydratePart } from "./hydrate.ts";
import { loadLine, machineLine } from "./machine.ts";
import type { Report } from "./report.ts";
import { containerStartUpRatio, startUpRatio } from "./start-up.ts";
import { statusPart } from "./status.ts";
import { measureWorkload, type Workload, workloadFigures, workloadTable } from "./workloads.ts";

/*
 * `npm run bench`: prints what the function and its peers cost, as ratios within one run, and the goals.
 *   --only NAME,...         only these parts (default: all but growth, hydrate and status, which take minutes)
 *   --runs 5                runs of each program, in turn; a round that takes more than a minute is not repeated
 *   --items 10,1000,10000   lengths of the uniform lists (pass-through, expansion); 100000 shows the growth
 *   --host kpt              write the uniform lists as kpt does, or as kustomize does
 *   --size 10000            items of the varied fleets (fleet, second-run, findings, check, growth), and clusters for status
 *   --seeds 1,2,3           seeds of the fleets; parts that measure one fleet take the first
 *   --folders 200           number of kustomizations for hydrate
 *   --report FILE           also write the figures to a file, from which bench/readme.ts writes those of the README
 * To try it in two minutes: `--size 500 --items 10,1000 --runs 1`; such figures say nothing about the goals.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "pass-through,expansion,fleet,second-run,findings,check,start-up" },
    runs: { type: "string", default: "5" },
    items: { type: "string", default: "10,1000,10000" },
    host: { type: "string", default: "kpt" },
    size: { type: "string", default: "10000" },
    seeds: { type: "string", default: "1,2,3" },
    folders: { type: "string", default: "200" },
    report: { type: "string" },
  },
});

const fleetParts = {
  fleet: fleetPart,
  "second-run": secondRunPart,
  findings: findingsPart,
  check: checkPart,
  growth: growthPart,
} as const satisfies Readonly<Record<string, (options: PartOptions) => Part>>;
const names = ["pass-through", "expansion", ...keysOf(fleetParts), "start-up", "hydrate", "status"] as const;

const only = values.only.split(",").map((name) => oneOf("only", names, name));
const host = oneOf("host", ["kpt", "kustomize"] as const, values.host);
const lengths = values.items.split(",").map((text) => count("items", text));
const rounds = count("runs", values.runs);
const size = count("size", values.size);
const seeds = values.seeds.split(",").map((text) => count("seeds", text));
const folders = count("folders", values.folders);
const cache = resolve(import.meta.dirname, "..", ".cache", "bench");
mkdirSync(cache, { recursive: true });

const [machine, start] = [machineLine(), loadLine()];
console.log(`${machine}\nload at the start: ${start}\n`);
const workloads = only.filter((part): part is Workload => part === "pass-through" || part === "expansion");
const measured = lengths.flatMap((items) =>
  workloads.map((workload) => {
    const result = measureWorkload(workload, items, { host, rounds, cache });
    console.log(workloadTable(result));
    return result;
  }),
);
let figures: Figures = workloadFigures(measured);
const parts: readonly (() => Part)[] = [
  ...keysOf(fleetParts).flatMap((name) =>
    only.includes(name) ? [() => fleetParts[name]({ size, seeds, rounds, cache })] : [],
  ),
  ...(only.includes("start-up") ? [() => startUpPart(rounds)] : []),
  ...(only.includes("hydrate") ? [() => hydratePart({ folders, rounds })] : []),
  ...(only.includes("status") ? [() => statusPart({ size, rounds, cache })] : []),
];
for (const measurePart of parts) {
  const part = measurePart();
  console.log(part.text);
  figures = { ...figures, ...part.figures };
}
console.log(goalsTable(figures, size));
const end = loadLine();
console.log(`load at the end: ${end}`);
if (values.report !== undefined) {
  const report: Report = { machine, load: { start, end }, rounds, size, figures };
  writeFileSync(values.report, `${JSON.stringify(report, null, 2)}\n`);
}

function startUpPart(pairs: number): Part {
  const ratio = startUpRatio(pairs);
  const inContainer = containerStartUpRatio(pairs);
  const said = inContainer === undefined ? "not measured, without the image" : inContainer.toFixed(2);
  return {
    text: `### start-up\n\nOne cluster expanded: ${ratio.toFixed(2)} times the CPU time of \`node -e 0\`; in the container: ${said}.\n`,
    figures: {
      "start-up: one cluster expanded against `node -e 0`": ratio,
      "start-up in the container, against `node -e 0` there": inContainer,
    },
  };
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  const isKey = (key: string): key is Key => key in record;
  return Object.keys(record).filter(isKey);
}

function oneOf<Name extends string>(option: string, names: readonly Name[], text: string): Name {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new Error(`--${option} is ${text}; it takes ${names.join(", ")}.`);
  return found;
}

function count(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${option} is ${text}; it takes numbers from 1 on.`);
  return Number(text);
}
