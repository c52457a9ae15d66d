import Type from "typebox";
import { backupType, closed, count, moment, seconds } from "./plan-schema-parts.ts";

const schedule = Type.Object(
  {
    type: backupType,
    cron: Type.String({ description: "The schedule as the manifest has it." }),
    timeZone: Type.Optional(Type.String({ description: "The zone that it goes by; without it, UTC." })),
    words: Type.String({ description: "The schedule in words, for example `every Sunday at 02:30 UTC`." }),
    next: Type.Array(moment("A run."), { description: "The next five runs, the first one after `now`." }),
    longestGapSeconds: seconds("The longest time between two runs; null where it never runs twice."),
    suspended: Type.Boolean({ description: "True where the CronJob is suspended, so that it does not run." }),
    filledInLater: Type.Optional(
      Type.Boolean({
        description: "True where a later step fills in the schedule or its zone, so that its runs are not known.",
      }),
    ),
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

/** A repository of a plan: its schedules, and what these and the retention promise. */
export const repositoryPlan = Type.Object(
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
    schedulesKnown: Type.Optional(
      Type.Boolean({
        description:
          "False where a later step fills in a schedule that may run: then nothing is guaranteed, and what is there at best is without limit. Absent where the schedules are known.",
      }),
    ),
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
