import { checkpointSeconds, startsAtOnce } from "../checkpoint-wait.ts";
import type { ClusterContext } from "../cluster-context.ts";
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
  otherSeverities: ["warning"],
  title: "Timeout that is too short",
  why: "pgBackRest refuses to run where `protocol-timeout` is not above `db-timeout`, because the protocol would time out before the database. And a backup begins with a checkpoint, which PostgreSQL spreads over nearly the time of `checkpoint_timeout` unless `start-fast` is set: `db-timeout` must be longer.",
  source:
    "pgbackrest@bd22b6809:src/config/load.c#L124-L157; for the checkpoint, pgbackrest/pgbackrest@a107d2ed1230cb067e1d96dd4597d98380e96c88:src/db/db.c, and run with PostgreSQL 15 and pgBackRest 2.45: its warning, then error 057",
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
  appliesToOptions: ["protocol-timeout", "db-timeout"],
  *checkCluster(context) {
    const { database } = context.configuration;
    const protocol = database.effective("protocol-timeout");
    const db = database.effective("db-timeout");
    // With only one of them set, pgBackRest adjusts the other.
    const [longer, shorter] = [protocol, db].map((line) => (line === undefined ? undefined : seconds(line.value)));
    if (
      protocol !== undefined &&
      db !== undefined &&
      longer !== undefined &&
      shorter !== undefined &&
      longer <= shorter
    )
      yield {
        at: protocol.place,
        also: [db.place],
        problem: "`protocol-timeout` is not greater than `db-timeout`, which pgBackRest refuses.",
        fix: "Set `protocol-timeout` to more than `db-timeout`, for example to 30 seconds more.",
      };
    const checkpoint = checkpointSeconds(context);
    const ofBackup = database.effective("db-timeout", undefined, "backup");
    if (checkpoint === undefined || ofBackup === undefined || isTimedOtherwise(context)) return;
    const limit = seconds(ofBackup.value);
    if (limit === undefined || limit > checkpoint) return;
    yield {
      severity: "warning",
      at: ofBackup.place,
      problem: `\`db-timeout\` is not longer than PostgreSQL's \`checkpoint_timeout\`, ${checkpoint} seconds, over which the checkpoint may be spread that a backup begins with, so backups may fail (057).`,
      fix: `Set \`start-fast: "y"\` in \`global\`, so that the checkpoint is made at once${checkpoint < 1800 ? "; or remove `db-timeout`, which is 1800 seconds then" : ""}.`,
    };
  },
} as const satisfies ClusterRule;

/** True where the checkpoint of a backup is not spread, or where a variable sets the timeout. */
const isTimedOtherwise = (context: ClusterContext): boolean =>
  startsAtOnce(context) ||
  context.environment.some(({ meaning }) => meaning.is === "option" && meaning.name === "db-timeout");
