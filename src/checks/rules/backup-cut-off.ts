import { parameterTime } from "../../cpo/parameter-time.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { remembered } from "../../text/memo.ts";
import { checkpointSeconds, startsAtOnce } from "../checkpoint-wait.ts";
import type { ClusterContext } from "../cluster-context.ts";
import type { ClusterRule } from "../rule.ts";

export const backupCutOff = {
  id: "backup-cut-off",
  severity: "warning",
  title: "PostgreSQL's time limit that ends a backup",
  why: "Limits in `parameters` hold for the session of pgBackRest, too. Its first statement waits for a checkpoint, which PostgreSQL spreads over minutes unless `start-fast` is set. Then the session is idle while files are copied. Where a limit ends the statement or the session, the backup fails.",
  source:
    "docs/reference/postgresql-parameters.md section 6; https://github.com/pgbackrest/pgbackrest/issues/2789; https://www.postgresql.org/docs/current/runtime-config-client.html; run with PostgreSQL 15 and pgBackRest 2.45: errors 057 and 101",
  bad: {
    postgresql: `
      spec:
        postgresql:
          parameters:
            statement_timeout: 60s
    `,
  },
  good: {
    postgresql: `
      spec:
        postgresql:
          parameters:
            statement_timeout: 60s
        backup:
          pgbackrest:
            global:
              start-fast: "y"
    `,
  },
  appliesTo: "parameters",
  *checkCluster(context) {
    const { cluster } = context;
    const { parameters = {} } = cluster.resource.spec.postgresql;
    for (const name in parameters) {
      const value = parameters[name] ?? "";
      if (!isJudged(name) || isValueFilledInLater(value)) continue;
      const found = judge(name, value, context);
      if (found === undefined) continue;
      yield {
        at: { in: "field", object: cluster.object, path: ["spec", "postgresql", "parameters", name] },
        ...found,
      };
    }
  },
} as const satisfies ClusterRule;

/** A fleet sets few different parameters, and hardly ever one of these. */
const isJudged = remembered((name) =>
  ["statement_timeout", "transaction_timeout", "idle_session_timeout", "checkpoint_timeout"].includes(
    name.toLowerCase(),
  ),
);

/** PostgreSQL reads names without case. Zero is no limit. */
function judge(name: string, value: string, context: ClusterContext) {
  const version = Number(context.cluster.resource.spec.postgresql.version);
  const time = parameterTime(value, name.toLowerCase() === "checkpoint_timeout" ? "s" : "ms");
  if (time === undefined || time === 0) return undefined;
  switch (name.toLowerCase()) {
    case "transaction_timeout":
      return version < 17 ? undefined : statementProblem(name, value, time, context);
    case "statement_timeout":
      return statementProblem(name, value, time, context);
    case "idle_session_timeout":
      if (version < 14 || time >= longestPause) return undefined;
      return {
        problem: `\`${name}\` is \`${value}\`, and the session of pgBackRest is idle while it copies files. When PostgreSQL ends it, the backup fails (101).`,
        fix: withoutLimit(name),
      };
    default:
      return checkpointProblem(name, value, context);
  }
}

/** Each statement of pgBackRest is a transaction of its own. */
function statementProblem(name: string, value: string, time: number, context: ClusterContext) {
  const checkpoint = startsAtOnce(context) ? undefined : checkpointSeconds(context);
  if (time >= (checkpoint === undefined ? shortCheckpoint : checkpoint * 1000)) return undefined;
  const limit = `\`${name}\` is \`${value}\`, also for pgBackRest, whose backup begins with a checkpoint.`;
  if (time < shortCheckpoint)
    return { problem: `${limit} Where that takes longer, the backup fails (057).`, fix: withoutLimit(name) };
  return {
    problem: `${limit} PostgreSQL may spread it over ${checkpoint} seconds (\`checkpoint_timeout\`), and when it takes longer than the limit, the backup fails (057).`,
    fix: `Set \`start-fast: "y"\` in \`global\`, so that the checkpoint is made at once, or no limit here: \`${name}: "0"\`.`,
  };
}

function checkpointProblem(name: string, value: string, context: ClusterContext) {
  const seconds = checkpointSeconds(context);
  // Where it is set, the rule `timeouts` compares the two.
  const { configuration, environment } = context;
  const isSet =
    configuration.database.effective("db-timeout", undefined, "backup") !== undefined ||
    environment.some(({ meaning }) => meaning.is === "option" && meaning.name === "db-timeout");
  if (seconds === undefined || seconds < dbTimeoutDefault || isSet || startsAtOnce(context)) return undefined;
  return {
    problem: `\`${name}\` is \`${value}\`, over which PostgreSQL may spread the checkpoint that a backup begins with, but pgBackRest waits only ${dbTimeoutDefault} seconds for it (\`db-timeout\`), so backups may fail (057).`,
    fix: 'Set `start-fast: "y"` in `global`, so that the checkpoint is made at once.',
  };
}

const withoutLimit = (name: string) =>
  `Set \`${name}: "0"\`, and the limit for the roles of applications, with \`ALTER ROLE … SET ${name}\`. Removing the line is not enough, because the operator does not reset a parameter that is no longer in the resource.`;

/** Milliseconds that a checkpoint takes easily which is made at once. */
const shortCheckpoint = 10_000;

/** pgBackRest speaks with PostgreSQL twice a minute, but not while it copies a large file or looks at those of an interrupted backup. */
const longestPause = 3_600_000;

/** Seconds. */
const dbTimeoutDefault = 1800;
