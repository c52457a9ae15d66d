import Type, { type Static } from "typebox";
import { limits } from "./limits-schema.ts";

/*
 * What `expand-pgbackrest status --format json` prints. Durations are whole seconds, moments are RFC 3339 in UTC. Levels are those of monitoring
 * plugins, and so is the exit code: 0 ok, 1 warning, 2 critical, 3 unknown.
 */

const closed = { additionalProperties: false } as const;
const count = (description: string) => Type.Integer({ minimum: 0, description });
const moment = (description: string) => Type.String({ format: "date-time", description });
const seconds = (description: string) => Type.Integer({ minimum: 0, description });

const level = Type.Enum(["ok", "warning", "critical", "unknown"], {
  description: "As monitoring plugins have it. Critical: what is promised cannot be restored, or soon cannot.",
});

const problem = Type.Object(
  {
    id: Type.String({
      description: "What kind of problem it is, for example `backup-missed`; docs/status.md has them.",
    }),
    level: Type.Enum(["warning", "critical", "unknown"]),
    object: Type.Optional(
      Type.String({ description: "The object, for example `CronJob/pgbackrest-demo-repo1-full`." }),
    ),
    repository: Type.Optional(Type.String()),
    problem: Type.String({ description: "What is wrong, in a sentence." }),
    fix: Type.String({ description: "What to do, in a sentence." }),
    lines: Type.Optional(Type.Array(Type.String(), { description: "The last lines of a pod that failed." })),
  },
  closed,
);

const job = Type.Object(
  {
    type: Type.Enum(["full", "diff", "incr"]),
    cronJob: Type.String(),
    cron: Type.String({ description: "The schedule that is in force in the cluster." }),
    timeZone: Type.Optional(Type.String()),
    suspended: Type.Boolean(),
    state: Type.Enum(["ok", "running", "failed", "missed", "never-ran", "suspended", "missing", "unknown"]),
    lastSuccess: Type.Optional(
      moment(
        "When a backup of this type, or a better one, last succeeded: as pgBackRest says where it was asked, else as Kubernetes says.",
      ),
    ),
    lastSuccessFrom: Type.Optional(
      Type.Enum(["pgbackrest", "kubernetes"], { description: "Who says so: a complete Job may hold no backup." }),
    ),
    ageSeconds: Type.Optional(seconds("Since then.")),
    dueSeconds: Type.Optional(seconds("How old the last success may be at this moment, by the schedule.")),
    missedRuns: Type.Optional(
      count(
        "Runs of the schedule since the last success, but for the one that may still be running. Absent where that is not known, and where the CronJob is missing.",
      ),
    ),
    lastFailure: Type.Optional(moment("When a Job last failed, if that is after the last success.")),
    runningSince: Type.Optional(moment("When the Job that is running started.")),
    next: Type.Optional(moment("The next run; absent where there is none.")),
  },
  closed,
);

const window = Type.Object(
  {
    newest: Type.Optional(
      moment("The newest moment that can be restored: the end of the last archived WAL that is known."),
    ),
    oldestBackup: moment("The end of the oldest backup that can be restored as it is."),
    oldestPointInTime: Type.Optional(moment("From here on every moment can be restored.")),
    backups: Type.Object(
      { full: count("Full backups."), diff: count("Differential."), incr: count("Incremental.") },
      closed,
    ),
    repositoryBytes: count("What the backups take in the repository, without WAL."),
  },
  { ...closed, description: "What is in the repository, as `pgbackrest info` says." },
);

const promised = Type.Object(
  {
    guaranteedSeconds: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
      description:
        "How far back any moment can be restored in the steady state, by the manifests; null: without limit.",
    }),
    kept: Type.Optional(
      Type.Boolean({
        description:
          "False where what is there is less than that, although the cluster is old enough. Absent where that is not known: pgBackRest was not asked, or the repository is still filling.",
      }),
    ),
    filling: Type.Optional(
      Type.Literal(true, {
        description:
          "There where less is there than promised, and every backup since the oldest one: so it is after the retention was raised, until the repository has filled.",
      }),
    ),
  },
  closed,
);

const repository = Type.Object(
  {
    name: Type.String(),
    storage: Type.Enum(["pvc", "s3", "gcs", "azure"]),
    location: Type.String(),
    level,
    jobs: Type.Array(job),
    window: Type.Optional(window),
    promised: Type.Optional(promised),
  },
  closed,
);

const change = Type.Object(
  {
    kind: Type.String(),
    name: Type.String(),
    is: Type.Enum(["missing", "changed", "left-over", "refused", "unknown"], {
      description: "`refused`: the API server would not take what the manifests ask for.",
    }),
    fields: Type.Optional(
      Type.Array(
        Type.Object(
          {
            path: Type.String({ description: "For example `spec.schedule`." }),
            wanted: Type.Optional(Type.String({ description: "As the manifests ask for; absent: not there." })),
            found: Type.Optional(Type.String({ description: "As it is in the cluster; absent: not there." })),
          },
          closed,
        ),
      ),
    ),
    why: Type.Optional(Type.String({ description: "Of `refused` and `unknown`: a sentence." })),
  },
  closed,
);

const archiving = Type.Object(
  {
    lastArchived: Type.Optional(moment("When WAL was last archived.")),
    ageSeconds: Type.Optional(seconds("Since then.")),
    failing: Type.Boolean({ description: "True where the last attempt failed." }),
    failures: count("Failed attempts since the statistics were reset."),
    waitingFiles: Type.Optional(count("WAL files that wait to be archived.")),
  },
  { ...closed, description: "`pg_stat_archiver` of the primary; absent where it was not asked." },
);

const repoHost = Type.Object(
  {
    ready: Type.Optional(Type.Boolean({ description: "Absent where it is not known." })),
    certificateUntil: Type.Optional(moment("When the first of its certificates ends.")),
    certificateNames: Type.Optional(Type.Array(Type.String())),
    volumes: Type.Array(
      Type.Object({ name: Type.String(), phase: Type.String(), bytes: Type.Optional(count("Its capacity.")) }, closed),
    ),
  },
  { ...closed, description: "Absent where no repository is on a volume." },
);

const cluster = Type.Object(
  {
    name: Type.String(),
    namespace: Type.String(),
    level,
    phase: Type.Optional(Type.String({ description: "The operator's word in `status`: `Running`, `SyncFailed`, ..." })),
    repositories: Type.Array(repository),
    repoHost: Type.Optional(repoHost),
    archiving: Type.Optional(archiving),
    drift: Type.Optional(Type.Array(change, { description: "Absent where it was not asked." })),
    problems: Type.Array(problem),
  },
  closed,
);

/** What a living cluster shows of its backups. */
export const statusSchema = Type.Object(
  {
    now: moment("When it was looked at."),
    context: Type.Optional(Type.String({ description: "The context of the kubeconfig; absent in a cluster." })),
    clusters: Type.Array(cluster),
    problems: Type.Array(problem, {
      description: "What is about no single cluster, for example what is forbidden: each is said once.",
    }),
    notes: Type.Optional(
      Type.Array(Type.String(), {
        description: "Sentences that are worth knowing, and no problem: they have no level.",
      }),
    ),
    level,
    limits,
  },
  {
    $id: "https://github.com/cybertec-postgresql/expand-pgbackrest/fn-config/status.schema.json",
    title: "Status",
    ...closed,
  },
);
export type Status = Static<typeof statusSchema>;
export type ClusterStatus = Status["clusters"][number];
export type RepositoryStatus = ClusterStatus["repositories"][number];
export type JobStatus = RepositoryStatus["jobs"][number];
export type DriftChange = NonNullable<ClusterStatus["drift"]>[number];
export type StatusProblem = ClusterStatus["problems"][number];
export type Level = Status["level"];
