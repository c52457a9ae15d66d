import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Figures } from "./goals.ts";
import { makeList } from "./lists.ts";
import { type Costs, interleaved, type Run } from "./measure.ts";
import { type Program, programs } from "./peers.ts";
import { costTable, ratio } from "./table.ts";

/** The two kinds of work on uniform lists: with nothing to expand, and with clusters that all have backups. */
export type Workload = "pass-through" | "expansion";

/** What each program cost on one list. `megabytes` is the size of the list. */
export interface Measured {
  readonly workload: Workload;
  readonly items: number;
  readonly megabytes: number;
  readonly costs: ReadonlyMap<Program, Costs>;
}

/** Above this many items, kpt-functions and Go take minutes and many gigabytes, so only this function and the copies are measured. */
const longList = 20_000;

/** Measures all programs on one list, in turn. */
export function measureWorkload(
  workload: Workload,
  items: number,
  { host, rounds, cache }: { readonly host: "kpt" | "kustomize"; readonly rounds: number; readonly cache: string },
): Measured {
  const expand = workload === "expansion";
  const text = makeList(items, { expand, host });
  const input = join(cache, `${workload}-${items}.yaml`);
  writeFileSync(input, text);
  const append = expand ? makeList(50, { expand }) : undefined;
  const commands = programs(cache, { append, heavy: items <= longList });
  const runs = new Map([...commands].map(([name, command]): [Program, Run] => [name, { command, input }]));
  return { workload, items, megabytes: Buffer.byteLength(text) / 1e6, costs: interleaved(runs, rounds) };
}

/** A Markdown table of one workload. */
export function workloadTable({ workload, items, megabytes, costs }: Measured): string {
  const clusters = workload === "expansion" ? `, ${Math.ceil(items / 10)} clusters expanded` : "";
  return costTable(`${workload}: ${items} items, ${megabytes.toFixed(1)} MB${clusters}`, costs, "this function");
}

/**
 * What the goals compare. Growth compares 100,000 items with ten times 10,000 items, without the start of the process if 10 items were
 * measured too.
 */
export function workloadFigures(all: readonly Measured[]): Figures {
  const at = (workload: Workload, items: number) =>
    all.find((measured) => measured.workload === workload && measured.items === items);
  const cost = (workload: Workload, items: number, program: Program = "this function"): Costs | undefined =>
    at(workload, items)?.costs.get(program);
  const divided = (upper: number | undefined, lower: number | undefined) =>
    upper === undefined || lower === undefined ? undefined : upper / lower;
  const between = (workload: Workload, upper: Program, lower: Program) => {
    const costs = at(workload, 10_000)?.costs;
    return costs && ratio(costs, upper, lower);
  };
  const faster = (workload: Workload, than: Program) => between(workload, than, "this function");
  const growth = (workload: Workload) => {
    const start = cost(workload, 10)?.cpu ?? 0; // what every run costs, even for a short list
    const [short, long] = [cost(workload, 10_000)?.cpu, cost(workload, 100_000)?.cpu];
    return short === undefined || long === undefined ? undefined : (long - start) / (10 * (short - start));
  };
  const longest = cost("pass-through", 100_000)?.memory;
  return {
    "pass-through of 10,000, faster than kpt-functions": faster("pass-through", "kpt-functions"),
    "pass-through of 10,000, faster than Go kyaml": faster("pass-through", "Go kyaml"),
    "pass-through of 10,000 against node copying": between("pass-through", "this function", "node copying"),
    "pass-through of 10,000, peak memory": cost("pass-through", 10_000)?.memory,
    "expansion of a uniform list of 10,000, faster than kpt-functions": faster("expansion", "kpt-functions"),
    "expansion of a uniform list of 10,000, faster than Go kyaml": faster("expansion", "Go kyaml"),
    "expansion of a uniform list of 10,000, peak memory": cost("expansion", 10_000)?.memory,
    "pass-through of 100,000 against ten times 10,000": growth("pass-through"),
    "pass-through of 100,000, peak memory without 60 MB, against the input": divided(
      longest === undefined ? undefined : longest - 60,
      at("pass-through", 100_000)?.megabytes,
    ),
    "expansion of 100,000 against ten times 10,000": growth("expansion"),
    "expansion of 100,000, peak memory": cost("expansion", 100_000)?.memory,
  };
}
