import { join } from "node:path";
import { fleetItems } from "./fleet.ts";
import { type Part, type PartOptions, saved, savedFiles } from "./fleets.ts";
import { documentsOf, oddForms } from "./forms.ts";
import { asKustomizeWrites } from "./kustomize-style.ts";
import { listOf } from "./lists.ts";
import { interleaved, medianOfRounds, type Run } from "./measure.ts";
import { ours, outputFor } from "./peers.ts";
import { givenBack } from "./second-run.ts";

type Items = readonly string[];

/** The usual forms of input of each command; those of `oddForms` come on top. */
const usualForms: Readonly<Record<string, (items: Items) => string>> = {
  "list of kpt": (items) => listOf(items),
  "list of kustomize": (items) => listOf(items.map(asKustomizeWrites)),
  "second run": (items) => listOf(givenBack(outputFor(listOf(items)))),
  "findings, errors": (items) => listOf(fleetItems(items.length, { seed: 1, mistakes: "errors" })),
  "documents on standard input": documentsOf,
};

/** Items of the list whose cost counts as the start of the process. */
const few = 10;

/**
 * What twice the items cost, for every command and every form of input: CPU time without the start of the process, as measured with 10
 * items. Forms that no host writes are also compared with the list of kpt, and their memory with their input.
 */
export function growthPart({ size, seeds, rounds, cache }: PartOptions): Part {
  const fleet = fleetItems(size, { seed: seeds[0] ?? 1 });
  const lengths = [few, size / 2, size];
  const inputs = new Map<string, { readonly runs: readonly Run[]; readonly bytes: number }>();
  const filter = (name: string, form: (items: Items) => string) => {
    const texts = lengths.map((length) => form(fleet.slice(0, length)));
    const runs = texts.map((text, index) => ({
      command: ours,
      input: saved(cache, `growth-${inputs.size}-${index}.yaml`, text),
      ...(name === "findings, errors" && { status: 1 }),
    }));
    inputs.set(name, { runs, bytes: Buffer.byteLength(texts.at(-1) ?? "") });
  };
  for (const [name, form] of Object.entries({ ...usualForms, ...oddForms })) filter(name, form);
  for (const command of ["check", "render"]) {
    const run = (path: string): Run => ({ command: [...ours, command, path], input: "/dev/null" });
    const files = lengths.map((length, index) =>
      saved(cache, `growth-documents-${index}.yaml`, documentsOf(fleet.slice(0, length))),
    );
    const folders = lengths.map((length, index) =>
      savedFiles(cache, join("growth-files", String(index)), fleet.slice(0, length)),
    );
    inputs.set(`${command}, one file`, { runs: files.map(run), bytes: documentsOf(fleet).length });
    inputs.set(`${command}, folder`, { runs: folders.map(run), bytes: documentsOf(fleet).length });
  }
  const rows = [...inputs].map(([name, { runs, bytes }]) => {
    const costs = interleaved(new Map(runs.map((run, index) => [String(index), run])), rounds);
    const growth = medianOfRounds(
      [...costs.values()],
      (start = Number.NaN, half = Number.NaN, whole = Number.NaN) => (whole - start) / (half - start),
    );
    const { cpu: whole = Number.NaN, memory = Number.NaN } = costs.get("2") ?? {};
    return { name, whole, growth, memory, perInput: memory / (bytes / 1e6) };
  });
  const base = rows[0]?.whole ?? Number.NaN;
  const odd = rows.filter(({ name }) => Object.hasOwn(oddForms, name));
  const worst = (of: readonly number[]) => Math.max(...of);
  const lines = rows.map(
    ({ name, whole, growth, memory, perInput }) =>
      `| ${name} | ${whole.toFixed(3)} | ${(whole / base).toFixed(2)} | ${growth.toFixed(2)} | ${memory.toFixed(0)} | ${perInput.toFixed(1)} |`,
  );
  return {
    text: `### growth: from ${size / 2} to ${size} items of a varied fleet

| | CPU s | CPU, list of kpt = 1 | growth per doubling | peak MB | peak memory, input = 1 |
|---|---|---|---|---|---|
${lines.join("\n")}
`,
    figures: {
      "growth per doubling (the worst command and form of input)": worst(rows.map(({ growth }) => growth)),
      "forms that no host writes, against the list of kpt (the worst)": worst(odd.map(({ whole }) => whole / base)),
      "forms that no host writes, peak memory against the input (the worst)": worst(
        odd.map(({ perInput }) => perInput),
      ),
    },
  };
}
