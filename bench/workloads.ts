import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeList } from "./lists.ts";
import { type Cost, interleaved } from "./measure.ts";
import { type Program, programs } from "./peers.ts";

/** The two kinds of work: a list with nothing to expand, and one whose clusters all have backups. */
export type Workload = "pass-through" | "expansion";

/** What each program cost on one list. `megabytes` is the size of the list. */
export interface Measured {
  readonly workload: Workload;
  readonly items: number;
  readonly megabytes: number;
  readonly costs: ReadonlyMap<Program, Cost>;
}

/** Above this many items, kpt-functions and Go take minutes and many gigabytes, so only this function and the copies are measured. */
const longList = 20_000;

/** Measures all programs on one list, in turn. */
export function measureWorkload(
  workload: Workload,
  items: number,
  { host, runs, cache }: { readonly host: "kpt" | "kustomize"; readonly runs: number; readonly cache: string },
): Measured {
  const expand = workload === "expansion";
  const text = makeList(items, { expand, host });
  const file = join(cache, `${workload}-${items}.yaml`);
  writeFileSync(file, text);
  const costs = interleaved(programs(cache, { append: expand, heavy: items <= longList }), file, runs);
  return { workload, items, megabytes: Buffer.byteLength(text) / 1e6, costs };
}

/** A Markdown table of one workload. The last column is CPU time as a multiple of this function's. */
export function workloadTable({ workload, items, megabytes, costs }: Measured): string {
  const ours = costs.get("this function")?.cpu ?? Number.NaN;
  const rows = [...costs].map(
    ([name, { cpu, wall, memory }]) =>
      `| ${name} | ${cpu.toFixed(3)} | ${wall.toFixed(3)} | ${memory.toFixed(0)} | ${(cpu / ours).toFixed(2)} |`,
  );
  const clusters = workload === "expansion" ? `, ${Math.ceil(items / 10)} clusters expanded` : "";
  return `### ${workload}: ${items} items, ${megabytes.toFixed(1)} MB${clusters}

| program | CPU s | wall s | peak MB | CPU, this function = 1 |
|---|---|---|---|---|
${rows.join("\n")}
`;
}
