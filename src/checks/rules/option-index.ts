import { shownKey } from "../../configuration/line.ts";
import type { LineSubject } from "../line-subjects.ts";
import type { ClusterRule } from "../rule.ts";

/** What is like an option, but for its number. */
const misnumbered: LineSubject = { ofKey: ({ meaning }) => meaning.is !== "option" && meaning.is !== "unknown" };

const fixes = {
  "index-missing": (name: string) => `Write \`${name.replace(/^(repo|pg)/, "$11")}\`, or the same with another number.`,
  "index-forbidden": (name: string) => `Write \`${name}\`.`,
  "index-range": () => "Number repositories from 1 to 4, as in the CR.",
};

const problems = {
  "index-missing": "needs a number, and pgBackRest refuses every command without it",
  "index-forbidden": "takes no number, and pgBackRest refuses every command with it",
  "index-range": "has a number outside 1 to 256, so pgBackRest refuses every command or crashes",
};

export const optionIndex = {
  id: "option-index",
  severity: "error",
  title: "Option with a wrong number or none",
  why: "Options of repositories and hosts carry a number, other options do not; otherwise pgBackRest refuses every command, or crashes (number 0).",
  source: "pgbackrest-e2e rules 20, 21",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo-bundle: "y"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-bundle: "y"
    `,
  },
  appliesToLine: misnumbered,
  *checkCluster({ configuration }) {
    for (const line of configuration.written) {
      const { meaning } = line;
      if (meaning.is === "option" || meaning.is === "unknown") continue;
      yield {
        at: line.place,
        problem: `${shownKey(line)} ${problems[meaning.is]}.`,
        fix: fixes[meaning.is](meaning.name),
      };
    }
  },
} as const satisfies ClusterRule;
