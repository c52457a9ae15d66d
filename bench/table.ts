import { type Costs, medianOfRounds } from "./measure.ts";

/** A Markdown table of costs. The last column is CPU time as a multiple of that of the row `base`: the median of what the rounds give. */
export function costTable(
  title: string,
  costs: ReadonlyMap<string, Costs>,
  base: string,
  more: readonly string[] = [],
): string {
  const rows = [...costs].map(
    ([name, { cpu, wall, memory }]) =>
      `| ${name} | ${cpu.toFixed(3)} | ${wall.toFixed(3)} | ${memory.toFixed(0)} | ${ratio(costs, name, base)?.toFixed(2)} |`,
  );
  return `### ${title}

| | CPU s | wall s | peak MB | CPU, ${base} = 1 |
|---|---|---|---|---|
${rows.join("\n")}
${more.map((line) => `\n${line}\n`).join("")}`;
}

/** The CPU time of one row as a multiple of another's: the median of what the rounds give. Undefined where one was not measured. */
export function ratio<Name extends string>(
  costs: ReadonlyMap<Name, Costs>,
  upper: Name,
  lower: Name,
): number | undefined {
  const [above, below] = [costs.get(upper), costs.get(lower)];
  if (above === undefined || below === undefined) return undefined;
  return medianOfRounds([above, below], (numerator = Number.NaN, denominator = Number.NaN) => numerator / denominator);
}
