import type { ClusterRule } from "../rule.ts";

export const archiveTimeoutOff = {
  id: "archive-timeout-off",
  severity: "warning",
  title: "WAL that waits until a segment is full",
  why: "PostgreSQL archives a segment of WAL when it is full, or after `archive_timeout`. Without a timeout, a database with few changes can lose hours or days of them.",
  source:
    "cybertec-postgresql/CYBERTEC-pg-container@a29a46e6:scripts/configure_spilo.py; https://www.postgresql.org/docs/current/runtime-config-wal.html",
  bad: {
    postgresql: `
      spec:
        postgresql:
          parameters:
            archive_timeout: "0"
    `,
  },
  good: {
    postgresql: `
      spec:
        postgresql:
          parameters:
            archive_timeout: "60"
    `,
  },
  appliesTo: "parameters",
  *checkCluster({ cluster }) {
    const { parameters } = cluster.resource.spec.postgresql;
    if (parameters === undefined) return;
    for (const [name, value] of Object.entries(parameters)) {
      if (name.toLowerCase() !== "archive_timeout" || !/^0+\s*(ms|s|min|h|d)?$/.test(value.trim())) continue;
      yield {
        at: { in: "field", object: cluster.object, path: ["spec", "postgresql", "parameters", name] },
        problem: `\`${name}\` is \`${value}\`, so WAL is archived only when a segment is full, and the latest changes of a quiet database are in no backup.`,
        fix: `Set \`${name}: 1800s\`, as the image does. Removing the line is not enough, because the operator does not reset a parameter that is no longer in the resource.`,
      };
    }
  },
} as const satisfies ClusterRule;
