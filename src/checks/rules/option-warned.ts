import { byRelease } from "../../configuration/by-release.ts";
import { configured } from "../../configuration/configured.ts";
import { compareReleases } from "../../pgbackrest/option.ts";
import type { Rule } from "../rule.ts";

export const optionWarned = {
  id: "option-warned",
  severity: "warning",
  title: "Option that pgBackRest warns about",
  why: "pgBackRest goes on without the option, with a warning in every log.",
  source: "pgbackrest-options.json, `rules`: compress-and-type, stop-auto",
  bad: { postgresql: "spec: {backup: {pgbackrest: {global: {compress: 'y', compress-type: lz4}}}}" },
  good: { postgresql: "spec: {backup: {pgbackrest: {global: {compress-type: lz4}}}}" },
  *check(subject) {
    for (const cluster of subject.clusters) {
      const { database, releases } = configured(subject, cluster);
      const compress = database.effective("compress");
      const type = database.effective("compress-type");
      if (compress !== undefined && type !== undefined) {
        yield {
          at: compress.place,
          also: [type.place],
          cluster: cluster.object,
          problem: "`compress` is an older form of `compress-type`, and pgBackRest ignores it where both are set.",
          fix: "Remove `compress`; `compress-type: none` switches compression off.",
        };
      }
      const stop = database.effective("stop-auto");
      if (stop === undefined) continue;
      const found = byRelease(releases, (release) => (compareReleases(release, "2.58.0") < 0 ? undefined : release));
      if (found === undefined) continue;
      yield {
        at: stop.place,
        cluster: cluster.object,
        problem: `\`stop-auto\` has no effect any more${found.releases || ` in pgBackRest ${releases.join(", ")}`}.`,
        fix: "Remove it.",
      };
    }
  },
} as const satisfies Rule;
