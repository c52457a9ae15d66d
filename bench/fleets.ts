import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fleetItems } from "./fleet.ts";
import { documentsOf, filesOf } from "./forms.ts";
import type { Figures } from "./goals.ts";
import { listOf } from "./lists.ts";
import { interleaved, type Run } from "./measure.ts";
import { kubeconform, ours, outputFor, type Program, programs } from "./peers.ts";
import { givenBack, withTenthChanged } from "./second-run.ts";
import { costTable, ratio } from "./table.ts";

/** What a part of the benchmark prints, and what of it has a goal. */
export interface Part {
  readonly text: string;
  readonly figures: Figures;
}

export interface PartOptions {
  /** Number of items, a tenth of which are clusters. */
  readonly size: number;
  readonly seeds: readonly number[];
  readonly rounds: number;
  /** A folder for inputs and programs. */
  readonly cache: string;
}

const clustersOf = (size: number) => `${size} items with ${Math.ceil(size / 10)} clusters`;
/** The seed of the parts that measure one fleet. */
const firstOf = (seeds: readonly number[]) => seeds[0] ?? 1;

/** Writes an input into the cache and returns its path. */
export function saved(cache: string, name: string, text: string): string {
  const file = join(cache, name);
  writeFileSync(file, text);
  return file;
}

/** Expansion of varied fleets, one for each seed, beside kpt-functions. */
export function fleetPart({ size, seeds, rounds, cache }: PartOptions): Part {
  const measured = seeds.map((seed) => {
    const list = listOf(fleetItems(size, { seed }));
    const input = saved(cache, `fleet-${seed}.yaml`, list);
    const commands = programs(cache, { append: listOf(fleetItems(1000, { seed })), heavy: true });
    const runs = [...commands].flatMap(([name, command]): readonly [Program, Run][] =>
      name === "Go kyaml" ? [] : [[name, { command, input }]],
    );
    const costs = interleaved(new Map(runs), rounds);
    const title = `varied fleet, seed ${seed}: ${clustersOf(size)}, ${(list.length / 1e6).toFixed(1)} MB`;
    return {
      text: costTable(title, costs, "this function"),
      faster: ratio(costs, "kpt-functions", "this function") ?? Number.NaN,
    };
  });
  return {
    text: measured.map(({ text }) => text).join("\n"),
    figures: {
      "expansion of a varied fleet, faster than kpt-functions (the worst seed)": Math.min(
        ...measured.map(({ faster }) => faster),
      ),
    },
  };
}

/** The run after the first one, which every user of kpt makes: nothing changed, or a tenth of the clusters. */
export function secondRunPart({ size, seeds, rounds, cache }: PartOptions): Part {
  const first = listOf(fleetItems(size, { seed: firstOf(seeds) }));
  const back = givenBack(outputFor(first));
  const run = (name: string, list: string): Run => ({ command: ours, input: saved(cache, name, list) });
  const costs = interleaved(
    new Map([
      ["first run", run("first.yaml", first)],
      ["second run, unchanged", run("second.yaml", listOf(back))],
      ["second run, a tenth of the clusters changed", run("second-changed.yaml", listOf(withTenthChanged(back)))],
    ]),
    rounds,
  );
  return {
    text: costTable(`second run: ${clustersOf(size)}, then ${back.length} items`, costs, "first run"),
    figures: {
      "second run unchanged against the first": ratio(costs, "second run, unchanged", "first run"),
      "second run with a tenth of the clusters changed against the first": ratio(
        costs,
        "second run, a tenth of the clusters changed",
        "first run",
      ),
    },
  };
}

/** A list in which a rule has something to say about every cluster. With errors, the function adds nothing and ends with 1. */
export function findingsPart({ size, seeds, rounds, cache }: PartOptions): Part {
  const seed = firstOf(seeds);
  const run = (name: string, items: readonly string[], status = 0): Run => ({
    command: ours,
    input: saved(cache, name, listOf(items)),
    status,
  });
  const costs = interleaved(
    new Map([
      ["healthy", run("healthy.yaml", fleetItems(size, { seed }))],
      ["warnings", run("warnings.yaml", fleetItems(size, { seed, mistakes: "warnings" }))],
      ["errors", run("errors.yaml", fleetItems(size, { seed, mistakes: "errors" }), 1)],
    ]),
    rounds,
  );
  return {
    text: costTable(`findings about every cluster: ${clustersOf(size)}`, costs, "healthy"),
    figures: {
      "a warning about every cluster, against none": ratio(costs, "warnings", "healthy"),
      "an error about every cluster, against none": ratio(costs, "errors", "healthy"),
    },
  };
}

/** Writes the items as files below a folder, and returns it. */
export function savedFiles(cache: string, name: string, items: readonly string[]): string {
  const folder = join(cache, name);
  rmSync(folder, { recursive: true, force: true });
  for (const { path, text } of filesOf(items)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** `check` of one file with many documents and of a folder with many files, beside the filter, and beside kubeconform without schemas. */
export function checkPart({ size, seeds, rounds, cache }: PartOptions): Part {
  const items = fleetItems(size, { seed: firstOf(seeds) });
  const list = saved(cache, "check-list.yaml", listOf(items));
  const file = saved(cache, "check-documents.yaml", documentsOf(items));
  const folder = savedFiles(cache, "check-files", items);
  const check = (path: string): Run => ({ command: [...ours, "check", path], input: "/dev/null" });
  const runs = new Map<string, Run>([
    ["filter", { command: ours, input: list }],
    ["check, one file", check(file)],
    ["check, folder", check(folder)],
  ]);
  const peer = kubeconform(cache);
  if (peer !== undefined) {
    const kinds = new Set(items.flatMap((item) => /^ {2}kind: (\S+)$/m.exec(item)?.[1] ?? []));
    const parse = (path: string): Run => ({ command: [peer, "-skip", [...kinds].join(","), path], input: "/dev/null" });
    runs.set("kubeconform, one file", parse(file)).set("kubeconform, folder", parse(folder));
  }
  const costs = interleaved(runs, rounds);
  const against = (upper: string, lower: string) => ratio(costs, upper, lower);
  return {
    text: costTable(`check: ${clustersOf(size)}, as one file of documents and as a folder of files`, costs, "filter", [
      peer === undefined
        ? "kubeconform is not here, and cannot be built without Go."
        : "kubeconform skips all kinds, so it parses documents and validates none.",
    ]),
    figures: {
      "check of one file of many documents against the filter on the same list": against("check, one file", "filter"),
      "check of one file of many documents against kubeconform, parse only": against(
        "check, one file",
        "kubeconform, one file",
      ),
      "check of a folder of many files against kubeconform, parse only": against(
        "check, folder",
        "kubeconform, folder",
      ),
    },
  };
}
