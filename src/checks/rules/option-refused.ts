import { compareReleases } from "../../pgbackrest/option.ts";
import { byRelease } from "../by-release.ts";
import type { ClusterRule } from "../rule.ts";

/** Options whose value is valid in itself, but that still make commands fail. */
const refused = [
  {
    option: "priority",
    from: "2.58.0",
    when: (value: string) => value.startsWith("-"),
    problem:
      "`priority` is negative, but in a container pgBackRest may not raise its own priority, so every command fails",
    fix: "Set `priority` to 0 or more, or remove it.",
  },
  {
    option: "repo-target-time",
    from: "2.54.0",
    when: () => true,
    problem:
      "`repo-target-time` is refused in commands that name no repository, such as archiving and the restores that create replicas",
    fix: "Remove it, and pass it on the command line of the one command that needs it.",
  },
];

export const optionRefused = {
  id: "option-refused",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Option that makes commands fail",
  why: "Some options are for special occasions; in the configuration, they stop everything.",
  source: "pgbackrest-options.json, `rules`: priority, repo-target-time",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            image: example/pgbackrest:2.58.0
            global:
              priority: "-5"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            image: example/pgbackrest:2.58.0
            global:
              priority: "5"
    `,
  },
  appliesToOptions: refused.map(({ option }) => option),
  *checkCluster({ configuration: { database, releases } }) {
    for (const { option, from, when, problem, fix } of refused) {
      const line = database.effective(option);
      if (line === undefined || !when(line.value)) continue;
      const found = byRelease(releases, (release) => (compareReleases(release, from) < 0 ? undefined : release));
      if (found === undefined) continue;
      yield {
        at: line.place,
        severity: found.severity,
        problem: `${problem}${found.releases}.`,
        fix,
      };
    }
  },
} as const satisfies ClusterRule;
