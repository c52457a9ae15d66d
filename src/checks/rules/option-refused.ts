import type { Cluster } from "../../cpo/cluster.ts";
import { compareReleases } from "../../pgbackrest/option.ts";
import { byRelease } from "../by-release.ts";
import { refusedOptions } from "../refused-options.ts";
import type { ClusterRule } from "../rule.ts";

export const optionRefused = {
  id: "option-refused",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Option that makes commands fail",
  why: "Some options are for special occasions; in the configuration, they stop everything.",
  source:
    "pgbackrest-options.json, `rules`: priority, repo-target-time; run with pgBackRest as postgres: `[047]: unable to create path '/etc/x'`",
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
  appliesToOptions: refusedOptions.map(({ option }) => option),
  *checkCluster({ cluster, configuration: { database, releases }, settings }) {
    for (const { option, from, when, problem, fix } of refusedOptions) {
      const line = database.effective(option);
      if (line === undefined || when?.(line.value) === false) continue;
      // Root may write there, and into a volume perhaps everyone.
      if (option === "lock-path" && (settings.spiloRunAsUser === 0 || isOnVolume(line.value, cluster))) continue;
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

const isOnVolume = (path: string, { resource: { spec } }: Cluster) =>
  (spec.additionalVolumes ?? []).some(({ mountPath }) => `${path}/`.startsWith(`${mountPath.replace(/\/+$/, "")}/`));
