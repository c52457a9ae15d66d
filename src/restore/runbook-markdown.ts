import { shellWord } from "./runbook-shell.ts";
import type { Runbook, RunbookChapter, RunbookStep, RunbookVariable } from "./runbook-step.ts";

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
  ...chapter.steps.flatMap((step, at) => stepText(step, `${index + 1}.${at + 1}`)),
];

function stepText(
  { title, why, variables, commands, seeThat, downtime }: RunbookStep,
  number: string,
): readonly string[] {
  return [
    `### ${number} ${title}`,
    why,
    block([...variables.flatMap(assignment), ...commands.map(({ text }) => text)].join("\n")),
    `**It worked if:** ${seeThat}\\\n**The database is down:** ${downtime}`,
  ];
}

const assignment = ({ name, meaning, example }: RunbookVariable): readonly string[] => [
  `# ${name}: ${meaning.replaceAll("`", "")}`,
  `${name}=${shellWord(example)}`,
];

/** A block whose fence no line of it can close. */
function block(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}sh\n${text}\n${fence}`;
}
