import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { goalsTable } from "./goals.ts";
import { hydrateTable } from "./hydrate.ts";
import { startUpRatio } from "./start-up.ts";
import { measureWorkload, type Workload, workloadTable } from "./workloads.ts";

/*
 * `npm run bench`: prints what the function and its peers cost, as ratios within one run, and the goals.
 *   --items 10,1000,10000   lengths of the lists; 100000 shows the growth
 *   --runs 5                runs of each program, in turn
 *   --host kpt              write the lists as kpt does, or as kustomize does
 *   --only NAME,...         only these of pass-through, expansion, start-up and hydrate (default: all but hydrate, which takes minutes)
 *   --folders 200           number of kustomizations for hydrate
 */
const { values } = parseArgs({
  options: {
    items: { type: "string", default: "10,1000,10000" },
    runs: { type: "string", default: "5" },
    host: { type: "string", default: "kpt" },
    only: { type: "string", default: "pass-through,expansion,start-up" },
    folders: { type: "string", default: "200" },
  },
});
const parts = ["pass-through", "expansion", "start-up", "hydrate"] as const;
const only = values.only.split(",").map((name) => oneOf("only", parts, name));
const host = oneOf("host", ["kpt", "kustomize"] as const, values.host);
const lengths = values.items.split(",").map((text) => count("items", text));
const runs = count("runs", values.runs);
const folders = count("folders", values.folders);
const cache = resolve(import.meta.dirname, "..", ".cache", "bench");
mkdirSync(cache, { recursive: true });

const workloads = only.filter((part): part is Workload => part === "pass-through" || part === "expansion");
const measured = lengths.flatMap((items) =>
  workloads.map((workload) => {
    const result = measureWorkload(workload, items, { host, runs, cache });
    console.log(workloadTable(result));
    return result;
  }),
);
const startUp = only.includes("start-up") ? startUpRatio(runs) : undefined;
if (only.some((part) => part !== "hydrate")) console.log(goalsTable(measured, startUp));
if (only.includes("hydrate")) console.log(hydrateTable(folders));

function oneOf<Name extends string>(option: string, names: readonly Name[], text: string): Name {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new Error(`--${option} is ${text}; it takes ${names.join(", ")}.`);
  return found;
}

function count(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${option} is ${text}; it takes numbers from 1 on.`);
  return Number(text);
}
