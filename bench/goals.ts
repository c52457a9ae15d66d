import type { Cost } from "./measure.ts";
import type { Program } from "./peers.ts";
import type { Measured, Workload } from "./workloads.ts";

/** One row of the table of goals: the goal, the least that is good enough, and the measured figure. */
interface Goal {
  readonly name: string;
  readonly better: "higher" | "lower";
  readonly goal: number;
  readonly least: number;
  readonly unit: "times" | "MB";
  readonly measured: number | undefined;
}

/**
 * The table of goals with what was measured; a row without a measurement says so. Ratios compare CPU time at 10,000 items. Growth compares
 * 100,000 items with ten times 10,000 items, without the start of the process if 10 items were measured too.
 */
export function goalsTable(all: readonly Measured[], startUp: number | undefined): string {
  const rows = goals(all, startUp).map(
    ({ name, goal, least, unit, better, measured }) =>
      `| ${name} | ${figure(goal, unit)} | ${figure(least, unit)} | ${measured === undefined ? "not measured |" : `${figure(measured, unit)} | ${verdict(measured, { goal, least, better })}`} |`,
  );
  return `### Goals\n\n| | goal | at least | measured | |\n|---|---|---|---|---|\n${rows.join("\n")}\n`;
}

function goals(all: readonly Measured[], startUp: number | undefined): readonly Goal[] {
  const at = (workload: Workload, items: number) =>
    all.find((measured) => measured.workload === workload && measured.items === items);
  const cost = (workload: Workload, items: number, program: Program = "this function"): Cost | undefined =>
    at(workload, items)?.costs.get(program);
  const ratio = (upper: number | undefined, lower: number | undefined) =>
    upper === undefined || lower === undefined ? undefined : upper / lower;
  const faster = (workload: Workload, than: Program) =>
    ratio(cost(workload, 10_000, than)?.cpu, cost(workload, 10_000)?.cpu);
  const growth = (workload: Workload) => {
    const start = cost(workload, 10)?.cpu ?? 0; // what every run costs, even for a short list
    const [short, long] = [cost(workload, 10_000)?.cpu, cost(workload, 100_000)?.cpu];
    return short === undefined || long === undefined ? undefined : (long - start) / (10 * (short - start));
  };
  const input = at("pass-through", 100_000)?.megabytes ?? Number.NaN;
  const times = { unit: "times" } as const;
  return [
    {
      name: "pass-through, faster than kpt-functions",
      better: "higher",
      goal: 14,
      least: 10,
      ...times,
      measured: faster("pass-through", "kpt-functions"),
    },
    {
      name: "pass-through, faster than Go kyaml",
      better: "higher",
      goal: 35,
      least: 25,
      ...times,
      measured: faster("pass-through", "Go kyaml"),
    },
    {
      name: "pass-through against node copying",
      better: "lower",
      goal: 1.8,
      least: 2.2,
      ...times,
      measured: ratio(cost("pass-through", 10_000)?.cpu, cost("pass-through", 10_000, "node copying")?.cpu),
    },
    {
      name: "expansion, faster than kpt-functions",
      better: "higher",
      goal: 7,
      least: 4.5,
      ...times,
      measured: faster("expansion", "kpt-functions"),
    },
    {
      name: "expansion, faster than Go kyaml",
      better: "higher",
      goal: 20,
      least: 13,
      ...times,
      measured: faster("expansion", "Go kyaml"),
    },
    {
      name: "pass-through, peak memory",
      better: "lower",
      goal: 70,
      least: 90,
      unit: "MB",
      measured: cost("pass-through", 10_000)?.memory,
    },
    {
      name: "expansion, peak memory",
      better: "lower",
      goal: 120,
      least: 150,
      unit: "MB",
      measured: cost("expansion", 10_000)?.memory,
    },
    {
      name: "start-up: one cluster expanded against `node -e 0`",
      better: "lower",
      goal: 1.25,
      least: 1.4,
      ...times,
      measured: startUp,
    },
    {
      name: "pass-through of 100,000 items against ten times 10,000",
      better: "lower",
      goal: 1,
      least: 1.2,
      ...times,
      measured: growth("pass-through"),
    },
    {
      name: "expansion of 100,000 items against ten times 10,000",
      better: "lower",
      goal: 1,
      least: 1.2,
      ...times,
      measured: growth("expansion"),
    },
    {
      name: "pass-through of 100,000 items, peak memory (input + 60, 1.5 x input + 60)",
      better: "lower",
      goal: input + 60,
      least: 1.5 * input + 60,
      unit: "MB",
      measured: cost("pass-through", 100_000)?.memory,
    },
  ];
}

const figure = (value: number, unit: Goal["unit"]) =>
  Number.isNaN(value) ? "" : unit === "MB" ? `${value.toFixed(0)} MB` : value.toFixed(value < 10 ? 2 : 1);

function verdict(measured: number, { goal, least, better }: Pick<Goal, "goal" | "least" | "better">): string {
  const reaches = (limit: number) => (better === "higher" ? measured >= limit : measured <= limit);
  return reaches(goal) ? "goal reached" : reaches(least) ? "good enough" : "MISSED";
}
