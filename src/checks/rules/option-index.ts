import type { ClusterConfiguration } from "../../configuration/cluster-configuration.ts";
import { type Line, shownKey } from "../../configuration/line.ts";
import type { Cluster } from "../../cpo/cluster.ts";
import { writtenKey } from "../../pgbackrest/option-names.ts";
import { isAcceptedIn, placeOf } from "../advised-key.ts";
import type { LineSubject } from "../line-subjects.ts";
import type { ClusterRule } from "../rule.ts";

/** What is like an option, but for its number. */
const misnumbered: LineSubject = { ofKey: ({ meaning }) => meaning.is !== "option" && meaning.is !== "unknown" };

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
  *checkCluster({ cluster, configuration }) {
    for (const line of configuration.written) {
      const { meaning } = line;
      if (meaning.is === "option" || meaning.is === "unknown") continue;
      yield {
        at: line.place,
        problem: `${shownKey(line)} ${problems[meaning.is]}.`,
        fix: fixOf(line, configuration, cluster.repositories),
      };
    }
  },
} as const satisfies ClusterRule;

function fixOf(line: Line, configuration: ClusterConfiguration, repositories: Cluster["repositories"]): string {
  const { key, meaning } = line;
  const numbers =
    "name" in meaning && meaning.name.startsWith("repo-") ? repositories.map(({ number }) => number) : [1];
  const right = numbers
    .map((number) => writtenKey(key, number))
    .find((written) => written !== undefined && isAcceptedIn(placeOf(line), written, configuration));
  if (right === undefined) return "Remove it.";
  if (meaning.is === "index-forbidden") return `Write \`${right}\`.`;
  return meaning.is === "index-range" && right.startsWith("repo")
    ? "Number repositories from 1 to 4, as in the CR."
    : `Write \`${right}\`, or the same with another number.`;
}
