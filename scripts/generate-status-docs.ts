import { readFileSync, writeFileSync } from "node:fs";
import type { ProblemKind } from "../src/status/problem-kind.ts";
import { problemKinds } from "../src/status/problems.ts";

/* Writes the table of problems in docs/status.md. */

const file = new URL("../docs/status.md", import.meta.url);
const [begin, end] = [
  "<!-- The table is generated from src/status/problems.ts by `npm run generate`. -->\n",
  "<!-- End of the table. -->\n",
];

const kinds: ReadonlyArray<readonly [id: string, kind: ProblemKind]> = Object.entries(problemKinds);
const cell = (text: string) => text.replaceAll("|", "\\|");
const rows = kinds.map(([id, { cure, level, otherwise, title }]) => {
  const levels = otherwise === undefined ? level : `${level}; ${otherwise.level} where ${otherwise.where}`;
  return `| \`${id}\` | ${cell(levels)} | ${cell(title)} | ${cell(cure)} |\n`;
});

const text = readFileSync(file, "utf8");
const [before, rest = ""] = text.split(begin);
const [old, after] = rest.split(end);
if (before === undefined || old === undefined || after === undefined)
  throw new Error("docs/status.md has no place for the table.");
writeFileSync(
  file,
  `${before}${begin}\n| problem | level | what it is | what to do |\n| --- | --- | --- | --- |\n${rows.join("")}\n${end}${after}`,
);
