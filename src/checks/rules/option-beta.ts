import { unmetCondition } from "../../configuration/conditions.ts";
import { shownKey } from "../../configuration/line.ts";
import { optionIn } from "../../pgbackrest/option.ts";
import { byRelease } from "../by-release.ts";
import { type LineSubject, linesAbout } from "../line-subjects.ts";
import type { ClusterRule } from "../rule.ts";

/** Options that are or were beta in some release. */
const sometimesBeta: LineSubject = {
  ofKey: ({ meaning }) =>
    meaning.is === "option" &&
    meaning.option.was !== undefined &&
    (meaning.option.beta === true || meaning.option.was.some(({ beta }) => beta === true)),
};

export const optionBeta = {
  id: "option-beta",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Option that is still beta in the running release",
  why: "pgBackRest refuses an option that is beta in its release, unless `beta` is switched on.",
  source: "pgbackrest-e2e rule 34: `option 'repo1-block' is not valid without option 'beta'`",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            image: example/pgbackrest:2.45
            global:
              repo1-bundle: "y"
              repo1-block: "y"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            image: example/pgbackrest:2.58.0
            global:
              repo1-bundle: "y"
              repo1-block: "y"
    `,
  },
  appliesToLine: sometimesBeta,
  *checkCluster({ configuration: conf }) {
    const { database, releases } = conf;
    for (const line of linesAbout(conf.written, sometimesBeta)) {
      const { meaning } = line;
      if (meaning.is !== "option") continue;
      const found = byRelease(releases, (release) =>
        optionIn(meaning.option, release)?.beta === true && database.effective("beta")?.value !== "y"
          ? release
          : undefined,
      );
      // Without its condition the option is ignored, which another rule reports.
      if (found === undefined || unmetCondition(line, conf) !== undefined) continue;
      yield {
        at: line.place,
        severity: found.severity,
        problem: `${shownKey(line)} is refused${found.releases || ` in pgBackRest ${releases.join(", ")}`}, where it is still beta.`,
        fix: "Use an image with a newer release; if the release was not recognized, set `spec.pgbackrestRelease` in the functionConfig.",
      };
    }
  },
} as const satisfies ClusterRule;
