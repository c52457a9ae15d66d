import { shownKey } from "../../configuration/line.ts";
import { optionIn } from "../../pgbackrest/option.ts";
import { knownReleases } from "../../pgbackrest/releases.ts";
import { byRelease } from "../by-release.ts";
import { type LineSubject, linesAbout } from "../line-subjects.ts";
import type { ClusterRule } from "../rule.ts";

/** What both of these have, all between them have. */
const ends = [...knownReleases.slice(0, 1), ...knownReleases.slice(-1)];

/** Options that a known release does not have. */
const limited: LineSubject = {
  ofKey: ({ meaning }) =>
    meaning.is === "option" &&
    meaning.option.section !== "command-line" &&
    ends.some((release) => optionIn(meaning.option, release) === undefined),
};

export const optionRelease = {
  id: "option-release",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Option that the running release does not have",
  why: "An option that a release does not know yet, or no longer knows, has no effect there except a warning in the log.",
  source: "pgbackrest-e2e section 5: the option tables of all releases from 2.45 to 2.59.1",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            image: example/pgbackrest:2.45
            global:
              repo1-storage-tag: a=b
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            image: example/pgbackrest:2.58.0
            global:
              repo1-storage-tag: a=b
    `,
  },
  appliesToLine: limited,
  *checkCluster({ configuration: { releases, written } }) {
    for (const line of linesAbout(written, limited)) {
      const { meaning } = line;
      if (meaning.is !== "option") continue;
      const { since, until } = meaning.option;
      const found = byRelease(releases, (release) =>
        optionIn(meaning.option, release) === undefined ? release : undefined,
      );
      if (found === undefined) continue;
      const where =
        found.releases ||
        ` in pgBackRest ${releases.length === 1 ? releases[0] : `${releases[0]} to ${releases.at(-1)}`}`;
      const limits = until === undefined ? `exists only since ${since}` : `was removed after ${until}`;
      yield {
        at: line.place,
        severity: found.severity,
        problem: `${shownKey(line)} has no effect${where}: it ${limits}.`,
        fix: "Remove it, or use an image with another release; if the release was not recognized, set `spec.pgbackrestRelease` in the functionConfig.",
      };
    }
  },
} as const satisfies ClusterRule;
