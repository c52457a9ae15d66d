import { quotableName } from "../../text/quotable.ts";
import { type LineSubject, linesAbout } from "../line-subjects.ts";
import type { ClusterRule } from "../rule.ts";

/** A file of a Secret has no line with a break. */
const broken: LineSubject = {
  ofKey: ({ from }) => from !== "operator" && from !== "secret",
  ofValue: (value, { key }) => hasLineBreak(value) || hasLineBreak(key),
};

export const optionNewline = {
  id: "option-newline",
  severity: "error",
  title: "Line break in an option",
  why: "A configuration line ends at a line break; what follows becomes another line, which pgBackRest refuses or reads as a separate option.",
  source: "pgbackrest-e2e rule 11",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              process-max: |-
                2
                repo1-path=/other
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              process-max: "2"
    `,
  },
  appliesToLine: broken,
  *checkCluster({ configuration }) {
    for (const line of linesAbout(configuration.database.lines, broken)) {
      const { key } = line;
      yield {
        at: line.place,
        problem: `${hasLineBreak(key) ? "An option's name" : `\`${quotableName(key)}\``} contains a line break, so part of it becomes a separate line in the configuration.`,
        fix: "Write it on one line; in YAML, use quotes or `>-`, not `|`.",
      };
    }
  },
} as const satisfies ClusterRule;

const hasLineBreak = (text: string) => text.includes("\n") || text.includes("\r");
