import { suggestedKey } from "../../pgbackrest/option-names.ts";
import type { ClusterRule } from "../rule.ts";

export const noRetention = {
  id: "no-retention",
  severity: "warning",
  title: "Backups that never expire",
  why: "Without `repoN-retention-full`, pgBackRest keeps every backup and all WAL; the repository fills up, then archiving stops, and finally the database.",
  source: "pgbackrest-e2e rule 42; pgbackrest@bd22b6809:src/config/load.c#L183-L199",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-full: null
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
  *checkCluster({ cluster, configuration: { database, repoHost, written }, environment, writtenConfiguration }) {
    for (const { name, number, path } of cluster.repositories) {
      if ((repoHost ?? database).effective("repo-retention-full", number, "backup") !== undefined) continue;
      if (database.effective("repo-retention-full", number, "backup") !== undefined) continue;
      if (
        environment.some(
          ({ meaning, reachesBackups }) =>
            reachesBackups &&
            meaning.is === "option" &&
            meaning.name === "repo-retention-full" &&
            meaning.index === number,
        )
      )
        continue;
      // Another rule reports a misspelled retention option.
      if (
        written.some(({ meaning, key }) => meaning.is === "unknown" && suggestedKey(key) === `${name}-retention-full`)
      )
        continue;
      const elsewhere = database.effective("repo-retention-full", number);
      if (elsewhere !== undefined) {
        // After a backup, pgBackRest goes on with `expire` without reading its configuration again (pgbackrest@003c32cf4:src/main.c).
        yield {
          at: elsewhere.place,
          problem: `\`${name}-retention-full\` is set only for \`${elsewhere.read?.command}\`, but backups expire with the options of \`backup\`, so they never expire and the repository fills up.`,
          fix: `Move it to ${elsewhere.read?.stanza ? "`[db]`" : "`[global]`"}.`,
        };
        continue;
      }
      const { secret } = writtenConfiguration;
      if (secret === undefined ? cluster.secretName !== "" : !secret.isReadable) {
        const what = secret === undefined ? "which is not in the input" : "which cannot be read here";
        // Secrets that something else makes are the usual thing; set in both, the option keeps pgBackRest from starting.
        yield {
          at: { in: "field", object: cluster.object, path },
          problem: `\`global\` does not say how many backups ${name} keeps. If the Secret, ${what}, does not either, they never expire and the repository fills up.`,
          fix: `See whether the Secret has \`${name}-retention-full\`, and check the cluster together with it. Only where it has not, add \`${name}-retention-full: "7"\` to \`global\`: pgBackRest refuses an option that is set twice.`,
        };
        continue;
      }
      yield {
        at: { in: "field", object: cluster.object, path },
        problem: `Nothing says how many backups ${name} keeps, so they never expire and the repository fills up.`,
        fix: `Add \`${name}-retention-full: "7"\` to \`global\`, with the number of full backups to keep (or of days, with \`${name}-retention-full-type: time\`).`,
      };
    }
  },
} as const satisfies ClusterRule;
