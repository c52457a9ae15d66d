import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { makeList } from "./lists.ts";
import { type Cost, interleaved, measure } from "./measure.ts";

/*
 * Prints what the function costs beside its peers, as ratios within one run: `npm run bench`, with `--items 100000` for a larger list and
 * `--runs N` for steadier figures.
 */
const { values } = parseArgs({
  options: { items: { type: "string", default: "10,1000,10000" }, runs: { type: "string", default: "5" } },
});
const runs = Number(values.runs);
const root = resolve(import.meta.dirname, "..");
const cache = join(root, ".cache", "bench");
mkdirSync(cache, { recursive: true });

const ours = [process.execPath, join(root, "dist", "expand-pgbackrest.cjs")];
const node = (peer: string, ...args: readonly string[]) => [
  process.execPath,
  join(import.meta.dirname, "peers", peer),
  ...args,
];
const go = goPeer();

for (const items of values.items.split(",").map(Number)) {
  for (const expand of [false, true]) {
    const file = join(cache, `list-${items}-${expand}.yaml`);
    const text = makeList(items, { expand });
    writeFileSync(file, text);
    const work = expand ? ["append"] : [];
    const costs = interleaved(
      {
        ours,
        copy: node("copy.cjs"),
        "kpt-functions": node("kpt-functions.cjs", ...work),
        ...(go !== undefined && { "Go kyaml": [go, ...work] }),
      },
      file,
      items > 10_000 ? 1 : runs,
    );
    print(`${expand ? "Expansion" : "Pass-through"} of ${items} items (${(text.length / 1e6).toFixed(1)} MB)`, costs);
  }
}
startUp();

function goPeer(): string | undefined {
  const binary = join(cache, "go-peer");
  if (!existsSync(binary))
    spawnSync("go", ["build", "-o", binary, "."], { cwd: join(import.meta.dirname, "peers", "go"), stdio: "ignore" });
  return existsSync(binary) ? binary : undefined;
}

function print(title: string, costs: Readonly<Record<string, Cost>>): void {
  const base = costs.ours?.cpu ?? 1;
  const rows = Object.entries(costs).map(
    ([name, { cpu, wall, memory }]) =>
      `| ${name} | ${cpu.toFixed(2)} | ${wall.toFixed(2)} | ${memory.toFixed(0)} | ${(cpu / base).toFixed(2)} |`,
  );
  console.log(
    `${title}\n\n| | CPU s | wall s | peak MB | CPU, ours = 1 |\n|---|---|---|---|---|\n${rows.join("\n")}\n`,
  );
}

/** One cluster expanded against the bare start of node; a single start is too short for the clock, so many are counted together. */
function startUp(): void {
  const file = join(root, "scripts", "data", "example-list.yaml");
  const many = (command: string) =>
    measure(["bash", "-c", `for _ in $(seq 20); do ${command} <${file} >/dev/null; done`], file).cpu / 20;
  const pairs = Array.from({ length: runs }, () => [many(`${process.execPath} -e 0`), many(ours.join(" "))] as const);
  const ratios = pairs.map(([bare = 1, full]) => full / bare).sort((left, right) => left - right);
  console.log(
    `Start-up: one cluster expanded costs ${ratios[Math.floor(ratios.length / 2)]?.toFixed(2)} times the CPU time of \`node -e 0\`.`,
  );
}
