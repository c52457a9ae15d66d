import type { PlanChange } from "../recovery/plan-changes.ts";
import { visible } from "../text/visible.ts";
import { jsonText } from "./json-text.ts";
import { plainText } from "./markdown-text.ts";
import type { ObjectDifference } from "./object-differences.ts";

/** What is different between two inputs. */
export interface Differences {
  readonly changes: readonly PlanChange[];
  readonly objects: readonly ObjectDifference[];
}

/** How to print it. */
export const diffFormats: Readonly<Record<string, (differences: Differences) => string>> = {
  text: ({ changes, objects }) =>
    [changesText(changes), objects.map(({ diff }) => diff).join("")].filter((part) => part !== "").join("\n"),
  json: jsonText,
  markdown: ({ changes, objects }) => {
    if (changes.length + objects.length === 0) return "## What this changes in backups\n\nNothing.\n";
    const objectsPart =
      objects.length === 0
        ? ""
        : `\n<details><summary>${objects.length === 1 ? "1 object is" : `${objects.length} objects are`} different</summary>\n\n${objects.map(({ diff }) => fenced(diff)).join("\n")}\n</details>\n`;
    return `## What this changes in backups\n\n${changesMarkdown(changes)}${objectsPart}`;
  },
};

const headings = { loss: "Losses", gain: "Improvements", other: "Other changes" };
const effects = ["loss", "gain", "other"] as const;

const subject = ({ name, namespace, place, repository }: PlanChange) =>
  `${namespace === undefined ? name : `${namespace}/${name}`}${place === undefined ? "" : ` (${place})`}${repository === undefined ? "" : ` ${repository}`}`;

function changesText(changes: readonly PlanChange[]): string {
  if (changes.length === 0) return "";
  return effects
    .flatMap((effect) => {
      const own = changes.filter((change) => change.effect === effect);
      const lines = own.map((change) => `  ${visible(subject(change))}: ${visible(change.text)}\n`);
      return own.length === 0 ? [] : [`${headings[effect]}:\n${lines.join("")}`];
    })
    .join("\n");
}

function changesMarkdown(changes: readonly PlanChange[]): string {
  if (changes.length === 0) return "Nothing that can be restored is different.\n";
  return effects
    .flatMap((effect) => {
      const own = changes.filter((change) => change.effect === effect);
      const lines = own.map((change) => `- **${plainText(subject(change))}**: ${plainText(change.text)}\n`);
      return own.length === 0 ? [] : [`### ${headings[effect]}\n\n${lines.join("")}`];
    })
    .join("\n");
}

/** A fence that is longer than any in the text. */
function fenced(diff: string): string {
  const longest = Math.max(2, ...[...diff.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}diff\n${diff}${fence}\n`;
}
