import { shellWord } from "../text/shell-word.ts";
import { type PlacedStep, placedSteps } from "./runbook-order.ts";
import type { Runbook, RunbookChapter, RunbookCommand, RunbookVariable } from "./runbook-step.ts";

/** How a page is headed, and what stands before the chapters. */
export interface RunbookHead {
  readonly title: string;
  readonly intro: readonly string[];
}

/** The runbook as Markdown: a page that is read from top to bottom, with blocks to copy. */
export function runbookMarkdown({ chapters, notes }: Runbook, { title, intro }: RunbookHead): string {
  const contents = chapters.map((chapter, index) => `${index + 1}. [${chapter.title}](#${anchorOf(index, chapter)})`);
  return `${[
    `# ${title}`,
    ...notes.map((note) => `> **${note}**`),
    ...intro,
    contents.join("\n"),
    ...chapters.flatMap((chapter, index) => chapterText(chapter, index)),
  ].join("\n\n")}\n`;
}

const headingOf = (index: number, { title }: RunbookChapter) => `${index + 1}. ${title}`;

/** As GitHub and others make them of a heading. */
const anchorOf = (index: number, chapter: RunbookChapter) =>
  headingOf(index, chapter)
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

const chapterText = (chapter: RunbookChapter, index: number): readonly string[] => [
  `## ${headingOf(index, chapter)}`,
  chapter.when,
  ...placedSteps(chapter).flatMap((placed) => stepText(placed, `${index + 1}.`)),
];

function stepText(
  { step: { title, why, variables, commands, seeThat, downtime }, number, choice, wayBegins }: PlacedStep,
  chapter: string,
): readonly string[] {
  return [
    ...(wayBegins === undefined ? [] : [`### ${wayBegins}`]),
    `### ${chapter}${number} ${title}`,
    ...(choice.length === 0 ? [] : [`**Follow only one of ${choice.map((each) => `${chapter}${each}`).join(", ")}.**`]),
    why,
    block([...variables.flatMap(assignment), ...commandLines(variables, commands)].join("\n")),
    `**It worked if:** ${seeThat}\\\n**The database is down:** ${downtime}`,
  ];
}

const assignment = ({ name, meaning, example, mustBeGiven }: RunbookVariable): readonly string[] => [
  `# ${name}: ${meaning.replaceAll("`", "")}${mustBeGiven ? ` For example: ${shellWord(example)}` : ""}`,
  `${name}=${mustBeGiven ? "" : shellWord(example)}`,
];

/**
 * The commands of a block. Where there are several, a subshell ends at the first that fails, or for want of a value; the shell that the block is
 * pasted into goes on. Bash reads all of it before it runs any of it.
 */
function commandLines(variables: readonly RunbookVariable[], commands: readonly RunbookCommand[]): readonly string[] {
  const given = variables.filter(({ mustBeGiven }) => mustBeGiven);
  const lines = [...given.map(({ name }) => `: "\${${name}:?has no value yet}"`), ...commands.map(({ text }) => text)];
  return lines.length < 2 ? lines : ["(", "set -euo pipefail", ...lines, ")"];
}

/** A block whose fence no line of it can close. */
function block(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}sh\n${text}\n${fence}`;
}
