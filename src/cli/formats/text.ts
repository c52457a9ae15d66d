import { reportText, wordsOf } from "../../findings/finding-text.ts";
import { isNote, placed, type Report } from "./report.ts";

const colors = { error: "\u001b[31m", warning: "\u001b[33m", info: "\u001b[36m" };

/** For people: the findings as the filter words them, with file, line and column, and a summary. Colors if the reader is a terminal. */
export function text({ located: all, clusters, color, isQuiet, isAfterFixes = false }: Report): string {
  if (isQuiet && all.length === 0) return "";
  const located = all.filter((each) => !isNote(each));
  const notes = all.filter(isNote).map(({ finding }) => ` ${wordsOf(finding).problem}`);
  const report = reportText(located.map(placed), {
    severity: (severity) => (color ? `${colors[severity]}${severity}\u001b[0m` : severity),
    left: "`--format json` has them all",
  });
  return `${report === "" ? "" : `${report}\n`}${summary(located, clusters, isAfterFixes)}${notes.join("")}\n`;
}

/** `2 clusters: 1 error, 0 warnings, 3 infos.` */
function summary(located: Report["located"], clusters: number, isAfterFixes: boolean): string {
  const count = (severity: string, many: string) => {
    const found = located.filter(({ finding }) => finding.severity === severity).length;
    return `${found} ${found === 1 ? severity : many}`;
  };
  return `${clusters} ${clusters === 1 ? "cluster" : "clusters"}${isAfterFixes ? ", after these fixes" : ""}: ${count("error", "errors")}, ${count("warning", "warnings")}, ${count("info", "infos")}.`;
}
