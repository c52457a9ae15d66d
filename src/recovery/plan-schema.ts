import Type, { type Static } from "typebox";

/*
 * What `expand-pgbackrest plan --format json` prints. Durations are whole seconds, moments are RFC 3339 in UTC. Where a number can be null,
 * null means without limit, or not at all, as its description says.
 */

const closed = { additionalProperties: false } as const;
const count = (description: string) => Type.Integer({ minimum: 0, description });
const seconds = (description: string) => Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], { description });
const moment = (description: string) => Type.String({ format: "date-time", description });

const backupType = Type.Enum(["full", "diff", "incr"]);

const schedule = Type.Object(
  {
    type: backupType,
    cron: Type.String({ description: "The schedule as the manifest has it." }),
    timeZone: Type.Optional(Type.String({ description: "The zone that it goes by; without it, UTC." })),
    words: Type.String({ description: "The schedule in words, for example `every Sunday at 02:30 UTC`." }),
    next: Type.Array(moment("A run."), { description: "The next five runs, the first one after `now`." }),
    longestGapSeconds: seconds("The longest time between two runs; null where it never runs twice."),
    suspended: Type.Boolean({ description: "True where the CronJob is suspended, so that it does not run." }),
  },
  closed,
);

const kept = Type.Object(
  {
    least: Type.Union([count("A number."), Type.Null()], {
      description: "The fewest at any moment; null: without limit.",
    }),
    most: Type.Union([count("A number."), Type.Null()], {
      description: "The most at any moment; null: without limit.",
    }),
  },
  { ...closed, description: "How many backups of one type the repository holds in the steady state." },
);

const window = Type.Object(
  {
    guaranteedSeconds: seconds("What is there at every moment, also just after an expiry; null: without limit."),
    bestSeconds: seconds("What is there at best, just before an expiry; null: without limit."),
  },
  closed,
);

const retention = Type.Object(
  {
    known: Type.Boolean({
      description:
        "False where only a Secret that is not in the input, or a later step, can say how long backups are kept, or pgBackRest refuses what is said: then nothing is guaranteed, and what is there at best is without limit.",
    }),
    expires: Type.Boolean({ description: "False where `expire-auto` is off, so that nothing ever expires." }),
    full: Type.Optional(count("`repo-retention-full`: full backups, or days.")),
    fullType: Type.Enum(["count", "time"], { description: "`repo-retention-full-type`." }),
    diff: Type.Optional(count("`repo-retention-diff`.")),
    archive: Type.Optional(count("`repo-retention-archive`.")),
    archiveType: Type.Enum(["full", "diff", "incr"], { description: "`repo-retention-archive-type`." }),
  },
  { ...closed, description: "How long backups are kept, as pgBackRest reads it; absent: not set." },
);

const repository = Type.Object(
  {
    name: Type.String({ description: "The repository's name in the manifest, `repo1` to `repo4`." }),
    storage: Type.Enum(["pvc", "s3", "gcs", "azure"]),
    location: Type.String({
      description:
        "Where it is, for example `s3://bucket/path`; without the path where that is not known, or only a Secret says it.",
    }),
    path: Type.Optional(
      Type.String({
        description:
          "The path in the bucket, container or pod; absent where it is not known, or only a Secret says it.",
      }),
    ),
    endpoint: Type.Optional(Type.String({ description: "The endpoint of an object store." })),
    encryption: Type.Enum(["aes-256-cbc", "none", "unknown"], {
      description: "`unknown` where only a Secret that is not in the input says it.",
    }),
    secret: Type.Optional(Type.String({ description: "The Secret that holds the keys." })),
    schedules: Type.Array(schedule),
    longestGapSeconds: seconds("The longest time between two backups of any type; null where there are no two."),
    retention,
    kept: Type.Object({ full: kept, diff: kept, incr: kept }, closed),
    walSeconds: Type.Object(
      { least: seconds("The least; null: without limit."), most: seconds("The most; null: without limit.") },
      { ...closed, description: "For how long WAL is kept." },
    ),
    window: Type.Object(
      {
        backups: window,
        pointInTime: window,
      },
      {
        ...closed,
        description:
          "How far back from any moment: `backups` to the oldest backup that can be restored as it is, `pointInTime` to the oldest moment from which on every moment can be restored.",
      },
    ),
    dataLoss: Type.Object(
      {
        archives: Type.Boolean({
          description: "False where a parameter of PostgreSQL stops archiving; then every backup fails, too.",
        }),
        archivingSeconds: seconds(
          "What can be lost while WAL is archived; null: until a WAL segment is full, or everything where no backup is ever taken.",
        ),
        withoutArchivingSeconds: seconds(
          "How old the last backup can be when archiving stops: that much is lost before this moment where none of the WAL since the backup was archived. Everything after it is lost, too, without limit, because backups fail as long as archiving stands still. Null: everything.",
        ),
      },
      closed,
    ),
    restoreChain: Type.Object(
      {
        backups: Type.Union([count("A number."), Type.Null()], {
          description: "The longest chain of backups that a restore reads: full, diff, incr; null: without limit.",
        }),
        walSeconds: seconds("The most WAL that a restore reads; null: without limit."),
      },
      closed,
    ),
    gaps: Type.Array(Type.String(), {
      description: "What is never backed up, or not for certain, and why, a sentence each.",
    }),
  },
  closed,
);

const findingCounts = Type.Object(
  { error: count("Errors."), warning: count("Warnings."), info: count("Infos.") },
  closed,
);

const clusterRef = Type.Object(
  {
    name: Type.String(),
    namespace: Type.Optional(Type.String()),
    place: Type.Optional(
      Type.String({
        description:
          "Where several clusters have this name and namespace, what tells this one apart: the kustomization that it is built from, or its file.",
      }),
    ),
  },
  closed,
);

const cluster = Type.Object(
  {
    ...clusterRef.properties,
    folder: Type.Optional(Type.String({ description: "The kustomization that it is built from; absent for files." })),
    file: Type.Optional(Type.String()),
    line: Type.Optional(Type.Integer({ minimum: 1 })),
    repositories: Type.Array(repository),
    unprotected: Type.Boolean({ description: "True where nothing of the cluster is ever backed up." }),
    complete: Type.Boolean({ description: "False where errors in the manifest leave parts of the plan unknown." }),
    findings: findingCounts,
  },
  closed,
);

const collision = Type.Object(
  {
    at: moment("When they first meet in the week after `now`."),
    on: Type.String({ description: "What they share: a bucket, a repo host, a pool of nodes." }),
    runs: Type.Array(Type.Object({ ...clusterRef.properties, repository: Type.String(), type: backupType }, closed)),
  },
  closed,
);

const fleet = Type.Object(
  {
    clusters: count("Clusters."),
    repositories: count("Repositories."),
    unprotected: Type.Array(clusterRef),
    week: Type.Array(Type.Array(count("Backups that start in the hour.")), {
      description:
        "Backups of the seven days after `now`, by day and hour in UTC: seven days from Monday on, 24 numbers each.",
    }),
    busiest: Type.Union([
      Type.Object(
        {
          day: Type.Integer({ minimum: 0, maximum: 6 }),
          hour: Type.Integer({ minimum: 0, maximum: 23 }),
          backups: count("Backups."),
        },
        closed,
      ),
      Type.Null(),
    ]),
    collisions: Type.Array(collision, { description: "The largest ones; the same runs that meet again are left out." }),
    collisionCount: count("All of them."),
    shortestWindow: Type.Array(
      Type.Object({ ...clusterRef.properties, guaranteedSeconds: seconds("The window.") }, closed),
    ),
    findings: findingCounts,
  },
  closed,
);

const change = Type.Object(
  {
    effect: Type.Enum(["loss", "gain", "other"], {
      description: "A loss: less can be restored, or more be lost; other: neither, or it cannot be told.",
    }),
    ...clusterRef.properties,
    repository: Type.Optional(Type.String()),
    text: Type.String(),
  },
  closed,
);

const shortfall = Type.Object(
  {
    ...clusterRef.properties,
    rule: Type.String({ description: "The rule; docs/checks.md has them." }),
    severity: Type.Enum(["error", "warning", "info"]),
    problem: Type.String(),
    fix: Type.String(),
  },
  closed,
);

const unread = Type.Object(
  {
    folder: Type.Optional(Type.String({ description: "The kustomization; absent for a file." })),
    file: Type.Optional(Type.String()),
    line: Type.Optional(Type.Integer({ minimum: 1 })),
    problem: Type.String(),
  },
  closed,
);

/** What can be restored, as manifests promise it. */
export const planSchema = Type.Object(
  {
    now: moment("The moment that `next` and the week of the fleet are counted from."),
    clusters: Type.Array(cluster),
    changes: Type.Optional(Type.Array(change, { description: "What is different from an earlier plan: `--against`." })),
    shortfalls: Type.Optional(
      Type.Array(shortfall, { description: "In what clusters fall short of the policy; absent without one." }),
    ),
    unread: Type.Optional(
      Type.Array(unread, {
        description: "What could not be read, so that nothing in it is in the plan; absent without.",
      }),
    ),
    fleet,
  },
  {
    $id: "https://github.com/cybertec-postgresql/expand-pgbackrest/fn-config/plan.schema.json",
    title: "Plan",
    ...closed,
  },
);
export type Plan = Static<typeof planSchema>;
export type ClusterPlan = Plan["clusters"][number];
export type RepositoryPlan = ClusterPlan["repositories"][number];
