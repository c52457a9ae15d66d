import { findingsText } from "../../finding-text.ts";
import { type Report, withoutFile } from "./report.ts";

const colours = { error: "\u001b[31m", warning: "\u001b[33m", info: "\u001b[36m" };

/** For people: the findings as the filter words them, with file and line, and a summary. Colours where the reader is a terminal. */
export function text({ located, clusters, colour }: Report): string {
  const paragraphs = located.map(({ finding, file, line }) => {
    const place = file === undefined ? "" : `${file}:${line}: `;
    const paragraph = findingsText([{ ...finding, at: withoutFile(finding.at) }]);
    const word = ` ${finding.severity}: `;
    return (
      place +
      (colour ? paragraph.replace(word, ` ${colours[finding.severity]}${finding.severity}\u001b[0m: `) : paragraph)
    );
  });
  return paragraphs.map((paragraph) => `${paragraph}\n`).join("") + summary(located, clusters);
}

/** `2 clusters: 1 error, 0 warnings, 3 infos.` */
function summary(located: Report["located"], clusters: number): string {
  const count = (severity: string, many: string) => {
    const found = located.filter(({ finding }) => finding.severity === severity).length;
    return `${found} ${found === 1 ? severity : many}`;
  };
  return `${clusters} ${clusters === 1 ? "cluster" : "clusters"}: ${count("error", "errors")}, ${count("warning", "warnings")}, ${count("info", "infos")}.\n`;
}
