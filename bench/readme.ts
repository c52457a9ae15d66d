import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { figuresTable } from "./goals.ts";
import type { Report } from "./report.ts";

/*
 * `npx tsx bench/readme.ts FILE` writes the README's section on performance from what `npm run bench -- --report FILE` measured, so that
 * nobody copies a figure, and none is older than its neighbor.
 */

/** The README with the section of this report in place of its own. Throws where the report is of fleets too short for the goals. */
export function withPerformance(readme: string, report: Report): string {
  if (report.size < 10_000)
    throw new Error(`The fleets of this report have ${report.size} items; measure with 10,000.`);
  const section = /^## Performance\n[\s\S]*?(?=^## )/m;
  if (!section.test(readme)) throw new Error("The README has no section `## Performance` with another one after it.");
  return readme.replace(section, () => performanceSection(report));
}

const performanceSection = ({ machine, load, rounds, figures }: Report) => `## Performance

\`npm run bench\` measures this function and others on your machine, in turn and within one run, and prints the figures with our goals. The table below is one
such report: ${machine};
load ${load.start} at the start, ${load.end} at the end; medians of ${rounds} rounds. Where nothing else is said,
figures are ratios of CPU time in one round, and lists have 10,000 items, a tenth of which are clusters. The clusters of a uniform list are alike; in a varied
fleet, no two are. To expand, the others only append as many objects, ready made, and check nothing. kubeconform runs without schemas.

${figuresTable(figures)}

Start-up is that of \`dist/start.cjs\`, which npm installs as the command and the image runs. It starts from compiled code. V8 flags in
\`NODE_OPTIONS\`, for example \`--max-old-space-size=512\`, make Node compile it anew: one cluster then takes 1.8 times the CPU time.
Set such a variable only for the programs that need it.

`;

if (process.argv[1] === import.meta.filename) {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error("Name the file that `npm run bench -- --report FILE` wrote.");
  const readme = resolve(import.meta.dirname, "..", "README.md");
  const report: Report = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(readme, withPerformance(readFileSync(readme, "utf8"), report));
}
