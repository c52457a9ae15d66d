import { compareReleases } from "../../pgbackrest/option.ts";
import { byRelease } from "../by-release.ts";
import type { ClusterRule } from "../rule.ts";

export const optionWarned = {
  id: "option-warned",
  severity: "warning",
  title: "Option that pgBackRest warns about",
  why: "pgBackRest goes on without the option and writes a warning to every log.",
  source: "pgbackrest-options.json, `rules`: compress-and-type, stop-auto",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              compress: "y"
              compress-type: lz4
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              compress-type: lz4
    `,
  },
  appliesToOptions: ["compress", "stop-auto"],
  *checkCluster({ configuration: { database, releases } }) {
    const compress = database.effective("compress");
    const type = database.effective("compress-type");
    if (compress !== undefined && type !== undefined) {
      yield {
        at: compress.place,
        also: [type.place],
        problem: "`compress` is an older form of `compress-type`, and pgBackRest ignores it if both are set.",
        fix: "Remove `compress`; `compress-type: none` switches compression off.",
      };
    }
    const stop = database.effective("stop-auto");
    if (stop === undefined) return;
    const found = byRelease(releases, (release) => (compareReleases(release, "2.58.0") < 0 ? undefined : release));
    if (found === undefined) return;
    yield {
      at: stop.place,
      problem: `\`stop-auto\` no longer has any effect${found.releases || ` in pgBackRest ${releases.join(", ")}`}.`,
      fix: "Remove `stop-auto`.",
    };
  },
} as const satisfies ClusterRule;
