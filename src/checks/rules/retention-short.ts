import type { LineSubject } from "../line-subjects.ts";
import type { ClusterRule } from "../rule.ts";

/** A single full backup, or those of a single day. */
const single: LineSubject = {
  ofKey: ({ meaning }) => meaning.is === "option" && meaning.name === "repo-retention-full",
  ofValue: (value) => Number(value) === 1,
};

export const retentionShort = {
  id: "retention-short",
  severity: "info",
  title: "Retention of a single full backup",
  why: "With one full backup to keep, each new one immediately expires the previous one, along with all differential and incremental backups and the WAL before it; for a while, there is next to nothing to go back to.",
  source: "pgbackrest@bd22b6809:src/command/expire/expire.c",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-full: "1"
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
              schedule:
                full: 30 2 * * 0
                incr: 15 */6 * * *
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-full: "2"
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
              schedule:
                full: 30 2 * * 0
                incr: 15 */6 * * *
    `,
  },
  appliesToLine: single,
  *checkCluster({ cluster, configuration: { database, repoHost } }) {
    for (const { name, number, schedules } of cluster.repositories) {
      if (!schedules.some(({ type }) => type === "full") || schedules.length < 2) continue;
      const full = (repoHost ?? database).effective("repo-retention-full", number);
      const type = (repoHost ?? database).effective("repo-retention-full-type", number)?.value ?? "count";
      if (full === undefined || Number(full.value) !== 1 || type !== "count") continue;
      yield {
        at: full.place,
        problem: `${name} keeps one full backup, so each new one removes everything before it.`,
        fix: `Set \`${name}-retention-full\` to 2 or more to be able to go back beyond the newest full backup.`,
      };
    }
  },
} as const satisfies ClusterRule;
