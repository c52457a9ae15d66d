import { readFileSync } from "node:fs";

/*
 * Prints the texts of the given files as Markdown, whole texts or none of a line: for the summary of a job and for a comment. GitHub takes 65,536
 * characters of a comment. What stands in the texts stays text, whatever it is: the fence is longer than any in them.
 */
const most = 60_000;
const text = process.argv
  .slice(2)
  .map((file) => readFileSync(file, "utf8"))
  .join("")
  .trimEnd();
const kept = text.length <= most ? text : text.slice(0, text.lastIndexOf("\n", most) + 1).trimEnd();
const longest = Math.max(2, ...[...kept.matchAll(/`+/g)].map(([ticks]) => ticks.length));
const fence = "`".repeat(longest + 1);
const verdict = process.env.CHECK_RESULT === "0" ? "The check passes." : "**The check fails.**";
const rest = kept === text ? "" : "\nThere is more: see the log of the job.\n";
process.stdout.write(`### Backups (expand-pgbackrest)\n\n${verdict}\n\n${fence}text\n${kept}\n${fence}\n${rest}`);
