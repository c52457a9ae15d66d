/** The goal, and the least that is good enough. */
interface Limits {
  readonly better: "higher" | "lower";
  readonly goal: number;
  readonly least: number;
  readonly unit?: "MB";
}

/** What is reported and has no goal. */
const noGoal = undefined;

/** Ratios compare CPU times of one run. What names no number of items is measured with `--size` of them. */
export const goals = {
  "pass-through of 10,000, faster than kpt-functions": { better: "higher", goal: 14, least: 10 },
  "pass-through of 10,000, faster than Go kyaml": { better: "higher", goal: 35, least: 25 },
  "pass-through of 10,000 against node copying": { better: "lower", goal: 1.8, least: 2.2 },
  "pass-through of 10,000, peak memory": { better: "lower", goal: 70, least: 90, unit: "MB" },
  "expansion of a uniform list of 10,000, faster than kpt-functions": { better: "higher", goal: 6, least: 5 },
  "expansion of a uniform list of 10,000, faster than Go kyaml": { better: "higher", goal: 20, least: 13 },
  "expansion of a uniform list of 10,000, peak memory": { better: "lower", goal: 120, least: 150, unit: "MB" },
  "expansion of a varied fleet, faster than kpt-functions (the worst seed)": { better: "higher", goal: 4, least: 3.3 },
  "second run unchanged against the first": { better: "lower", goal: 1.05, least: 1.15 },
  "second run with a tenth of the clusters changed against the first": noGoal,
  "a warning about every cluster, against none": noGoal,
  "an error about every cluster, against none": noGoal,
  "check of one file of many documents against the filter on the same list": { better: "lower", goal: 2, least: 3 },
  "check of one file of many documents against kubeconform, parse only": { better: "lower", goal: 0.7, least: 1 },
  "check of a folder of many files against kubeconform, parse only": { better: "lower", goal: 0.7, least: 1 },
  "growth per doubling (the worst command and form of input)": { better: "lower", goal: 2.1, least: 2.6 },
  "forms that no host writes, against the list of kpt (the worst)": { better: "lower", goal: 12, least: 12 },
  "forms that no host writes, peak memory against the input (the worst)": { better: "lower", goal: 25, least: 25 },
  "start-up: one cluster expanded against `node -e 0`": { better: "lower", goal: 1.36, least: 1.4 },
  "start-up in the container, against `node -e 0` there": { better: "lower", goal: 1.36, least: 1.4 },
  "pass-through of 100,000 against ten times 10,000": { better: "lower", goal: 1, least: 1.2 },
  "pass-through of 100,000, peak memory without 60 MB, against the input": { better: "lower", goal: 1, least: 1.5 },
  "expansion of 100,000 against ten times 10,000": { better: "lower", goal: 1, least: 1.2 },
  "expansion of 100,000, peak memory": { better: "lower", goal: 330, least: 400, unit: "MB" },
  "hydrate, CPU of all its processes against kustomize alone": { better: "lower", goal: 1.35, least: 1.5 },
  "hydrate, faster than kustomize with the container function": { better: "higher", goal: 5, least: 5 },
  "status of a fleet, peak memory against a tenth of it": { better: "lower", goal: 1.5, least: 1.8 },
  "status of a fleet, peak memory against kubectl get --chunk-size": { better: "lower", goal: 1, least: 1.5 },
  "status of a fleet against ten times a tenth of it": { better: "lower", goal: 1, least: 1.2 },
} as const satisfies Readonly<Record<string, Limits | undefined>>;

/** What was measured, by the name of the goal. */
export type Figures = Readonly<Partial<Record<keyof typeof goals, number | undefined>>>;

/**
 * The table of goals with what was measured; a row without a measurement says so. `size` is the number of items of the varied fleets; with
 * fewer than 10,000, the start of the process weighs too much, and the title says so.
 */
export function goalsTable(figures: Figures, size: number): string {
  const measured: Readonly<Record<string, number | undefined>> = figures;
  const rows = Object.entries<Limits | undefined>(goals).map(([name, limits]) => {
    const value = measured[name];
    const bounds = limits === undefined ? ["", ""] : [figure(limits.goal, limits), figure(limits.least, limits)];
    const cells = value === undefined ? ["", "not measured"] : [figure(value, limits), verdict(value, limits)];
    return `| ${[name, ...bounds, ...cells].join(" | ")} |`;
  });
  const short = size < 10_000 ? `, which are for fleets of 10,000 items; these had ${size}` : "";
  return `### Goals${short}\n\n| | goal | at least | measured | |\n|---|---|---|---|---|\n${rows.join("\n")}\n`;
}

/** What was measured, without the goals. */
export function figuresTable(figures: Figures): string {
  const measured: Readonly<Record<string, number | undefined>> = figures;
  const rows = Object.entries<Limits | undefined>(goals).flatMap(([name, limits]) => {
    const value = measured[name];
    return value === undefined ? [] : [`| ${name} | ${figure(value, limits)} |`];
  });
  return `| | measured |\n|---|---|\n${rows.join("\n")}`;
}

const figure = (value: number, limits: Limits | undefined) =>
  limits?.unit === "MB" ? `${value.toFixed(0)} MB` : value.toFixed(value < 10 ? 2 : 1);

function verdict(value: number, limits: Limits | undefined): string {
  if (limits === undefined) return "no goal";
  const { goal, least, better } = limits;
  const meets = (limit: number) => (better === "higher" ? value >= limit : value <= limit);
  return meets(goal) ? "goal met" : meets(least) ? "at least met" : "NOT MET";
}
