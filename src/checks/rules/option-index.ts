import { shownKey } from "../../configuration/line.ts";
import type { ClusterRule } from "../rule.ts";

const fixes = {
  "index-missing": (name: string) =>
    `Write \`${name.replace(/^(repo|pg)/, "$11")}\`, with the number of the repository.`,
  "index-forbidden": (name: string) => `Write \`${name}\`.`,
  "index-range": () => "Number repositories from 1 to 4, as in the CR.",
};

const problems = {
  "index-missing": "needs the number of a repository, and pgBackRest refuses every command without it",
  "index-forbidden": "takes no number, and pgBackRest refuses every command with it",
  "index-range": "has a number outside 1 to 256, and pgBackRest refuses every command",
};

export const optionIndex = {
  id: "option-index",
  severity: "error",
  title: "Wrong number in an option",
  why: "Options of repositories carry a number, others none; pgBackRest refuses every command otherwise, or crashes (index 0).",
  source: "pgbackrest-e2e rules 20, 21",
  bad: { postgresql: "spec: {backup: {pgbackrest: {global: {repo-bundle: 'y'}}}}" },
  good: { postgresql: "spec: {backup: {pgbackrest: {global: {repo1-bundle: 'y'}}}}" },
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
