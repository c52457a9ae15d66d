import { configured, shownKey } from "./configured.ts";
import type { Rule } from "./rule.ts";

export const hostOption = {
  id: "host-option",
  severity: "error",
  title: "Host that the operator does not run",
  why: "The operator alone says on which host databases and repositories are. With another one pgBackRest refuses the configuration, or tries to reach that host by SSH, which the images do not have.",
  source: "pgbackrest-e2e rules 44, 50: `pg and repo hosts cannot both be configured as remote`",
  bad: { "s3.conf": "[db]\nrepo1-host = backup.example.com\nrepo1-s3-key = example\nrepo1-s3-key-secret = example" },
  good: { "s3.conf": "[db]\nrepo1-s3-key = example\nrepo1-s3-key-secret = example" },
  *check(subject) {
    for (const cluster of subject.clusters) {
      const { database, repoHost, written } = configured(subject, cluster);
      for (const line of written) {
        const { meaning } = line;
        if (meaning.is !== "option" || (meaning.name !== "repo-host" && meaning.name !== "pg-host")) continue;
        // Beside the operator's own line it is set twice, and in [global] some are passed over: other rules' matters.
        const isTwice = [database, repoHost].some((pod) =>
          pod?.byName
            .get(meaning.name)
            ?.some(
              ({ from, section, meaning: own }) =>
                from === "operator" && section === line.section && own.is === "option" && own.index === meaning.index,
            ),
        );
        if (isTwice || (meaning.name === "pg-host" && line.read?.stanza === false)) continue;
        yield {
          at: line.place,
          cluster: cluster.object,
          problem: `${shownKey(line)} names a host, and where ${meaning.name === "pg-host" ? "databases" : "repositories"} are is what the operator decides.`,
          fix: `Remove it${meaning.name === "pg-host" ? "" : "; for a store under another name use `endpoint`, or `repoN-storage-host`"}.`,
        };
      }
    }
  },
} as const satisfies Rule;
