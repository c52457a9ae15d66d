import type { Cost } from "./measure.ts";

/** A Markdown table of costs. The last column is CPU time as a multiple of that of the row `base`. */
export function costTable(
  title: string,
  costs: ReadonlyMap<string, Cost>,
  base: string,
  more: readonly string[] = [],
): string {
  const one = costs.get(base)?.cpu ?? Number.NaN;
  const rows = [...costs].map(
    ([name, { cpu, wall, memory }]) =>
      `| ${name} | ${cpu.toFixed(3)} | ${wall.toFixed(3)} | ${memory.toFixed(0)} | ${(cpu / one).toFixed(2)} |`,
  );
  return `### ${title}

| | CPU s | wall s | peak MB | CPU, ${base} = 1 |
|---|---|---|---|---|
${rows.join("\n")}
${more.map((line) => `\n${line}\n`).join("")}`;
}

/** The CPU time of one row as a multiple of another's. */
export function ratio<Name extends string>(
  costs: ReadonlyMap<Name, Cost>,
  upper: Name,
  lower: Name,
): number | undefined {
  const [above, below] = [costs.get(upper)?.cpu, costs.get(lower)?.cpu];
  return above === undefined || below === undefined ? undefined : above / below;
}
