import { type Line, repositoryOf, shownKey } from "../../configuration/line.ts";
import type { ClusterRule } from "../rule.ts";

export const repositoryUnknown = {
  id: "repository-unknown",
  severity: "error",
  title: "Option of a repository that the cluster does not have",
  why: "Depending on the option, pgBackRest ignores it or assumes a repository on the local disk, and then archiving or backups fail.",
  source: "pgbackrest-e2e rule 22 and section 7, item 11",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo2-retention-full: "7"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-full: "7"
    `,
  },
  *checkCluster({ cluster, configuration }) {
    const numbers = new Set(cluster.repositories.map(({ number }) => number));
    const isForeign = (line: Line) => {
      const number = repositoryOf(line);
      return number !== undefined && !numbers.has(number);
    };
    const foreign = configuration.written.filter(isForeign);
    if (foreign.length === 0) return;
    const reported = new Set<number>();
    for (const line of foreign) {
      const number = repositoryOf(line);
      if (number === undefined || reported.has(number)) continue;
      reported.add(number);
      yield {
        at: line.place,
        problem: `${shownKey(line)} is an option of repository ${number}, but the cluster has ${numbers.size === 0 ? "no repository" : `only ${[...numbers].map((known) => `repo${known}`).join(", ")}`}.`,
        fix: `${number > 4 ? "Use" : `Add \`repo${number}\` to \`repos\`, use`} the number of a repository in \`repos\`, or remove the options of repo${number}.`,
      };
    }
  },
} as const satisfies ClusterRule;
