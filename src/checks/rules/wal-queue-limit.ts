import type { ClusterRule } from "../rule.ts";

const segment = 16 * 1024 ** 2;

export const walQueueLimit = {
  id: "wal-queue-limit",
  severity: "error",
  title: "WAL queue smaller than one segment",
  why: "When more WAL waits than `archive-push-queue-max` allows, pgBackRest drops it and reports success; below one segment, that is always the case.",
  source: "pgbackrest-e2e section 7, item 15",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              archive-push-queue-max: 8MiB
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              archive-push-queue-max: 4GiB
    `,
  },
  appliesToOptions: ["archive-push-queue-max"],
  *checkCluster({ configuration }) {
    const line = configuration.database.effective("archive-push-queue-max");
    if (line === undefined) return;
    const [, number, unit = "b"] = /^(\d+)(?:([kmgtp])i?b?|b)?$/i.exec(line.value) ?? [];
    if (number === undefined) return;
    if (Number(number) * 1024 ** ["b", "k", "m", "g", "t", "p"].indexOf(unit.toLowerCase()) >= segment) return;
    yield {
      at: line.place,
      problem:
        "`archive-push-queue-max` is less than one WAL segment of 16 MiB, so pgBackRest drops all WAL and reports success.",
      fix: "Set it to the space that WAL may use while the repository is unavailable, for example `4GiB`.",
    };
  },
} as const satisfies ClusterRule;
