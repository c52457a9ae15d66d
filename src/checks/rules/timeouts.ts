import type { ClusterRule } from "../rule.ts";

/** Seconds of a time option, with the units that releases from 2.53 on read. */
function seconds(value: string): number | undefined {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)?$/i.exec(value) ?? [];
  const factor = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }[unit.toLowerCase()];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

export const timeouts = {
  id: "timeouts",
  severity: "error",
  title: "protocol-timeout not above db-timeout",
  why: "pgBackRest refuses to run, because the protocol would time out before the database.",
  source: "pgbackrest@bd22b6809:src/config/load.c#L124-L157",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              db-timeout: "1900"
              protocol-timeout: "1800"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              db-timeout: "1800"
              protocol-timeout: "1900"
    `,
  },
  appliesToOptions: ["protocol-timeout"],
  *checkCluster({ configuration: { database } }) {
    const protocol = database.effective("protocol-timeout");
    const db = database.effective("db-timeout");
    // With only one of them set, pgBackRest adjusts the other.
    if (protocol === undefined || db === undefined) return;
    const [longer, shorter] = [seconds(protocol.value), seconds(db.value)];
    if (longer === undefined || shorter === undefined || longer > shorter) return;
    yield {
      at: protocol.place,
      also: [db.place],
      problem: "`protocol-timeout` is not greater than `db-timeout`, which pgBackRest refuses.",
      fix: "Set `protocol-timeout` to more than `db-timeout`, for example to 30 seconds more.",
    };
  },
} as const satisfies ClusterRule;
