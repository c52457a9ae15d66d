import type { ClusterRule } from "../rule.ts";

export const archiveCheckOff = {
  id: "archive-check-off",
  severity: "warning",
  title: "Backups that do not wait for their WAL",
  why: "A backup can be restored only with the WAL that was written while it ran. Without `archive-check`, pgBackRest reports success even if that WAL never reaches the repository.",
  source: "https://pgbackrest.org/configuration.html#section-backup/option-archive-check",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              archive-check: "n"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              archive-check: "y"
    `,
  },
  appliesToOptions: ["archive-check"],
  *checkCluster({ configuration: { database, repoHost } }) {
    const line = (repoHost ?? database).effective("archive-check", undefined, "backup");
    if (line?.value !== "n") return;
    yield {
      at: line.place,
      problem: "`archive-check` is `n`, so a backup succeeds even if the WAL that it needs is not in the repository.",
      fix: "Remove `archive-check`; if archiving is slow, increase `archive-timeout`.",
    };
  },
} as const satisfies ClusterRule;
