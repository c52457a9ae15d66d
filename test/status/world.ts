import type { BackupType } from "../../src/cpo/repository.ts";
import { clockOf, parsedSchedule } from "../../src/cpo/schedules.ts";
import { utc } from "../../src/kubernetes/zone-clock.ts";
import { nextRun } from "../../src/kubernetes/zoned-times.ts";
import { figuresOf, noFigures } from "../../src/recovery/figures.ts";
import type { Retention } from "../../src/recovery/retention.ts";
import type { ExpectedCluster } from "../../src/status/expected.ts";
import { defaultLimits } from "../../src/status/limits.ts";
import type { BackupInfo, InfoBackup, ObservedCluster, SeenCronJob, SeenJob } from "../../src/status/observed.ts";
import type { ClusterSource } from "../../src/status/status.ts";

/*
 * A cluster as it would be if its CronJobs had run: each run is looked for one by one, as the controller does, which is another way than that of
 * the code that is tested.
 */

export const day = 86_400;
export const hour = 3600;

export interface Plan {
  readonly type: BackupType;
  readonly cron: string;
  readonly timeZone?: string;
  /** How long after its minute a Job begins, and how long it takes. */
  readonly delay: number;
  readonly takes: number;
}

export interface World {
  readonly plans: readonly Plan[];
  /** When the cluster was made, and when it is looked at: seconds since 1970. */
  readonly createdAt: number;
  readonly now: number;
  /** From here on, no run brings anything. */
  readonly outage?: { readonly from: number; readonly as: "never-started" | "gone" | "failed" | "hollow" };
  /** How far the clock of the database is behind. */
  readonly databaseBehind?: number;
  readonly storage?: "pvc" | "s3";
  /** False where nothing is to be promised of it, which takes long to find out for odd schedules. */
  readonly promises?: boolean;
}

const retention: Retention = { expires: true, full: 2, fullType: "count", archiveType: "full" };

/** The runs of a schedule after one moment, up to and with another, or the first ones. */
export function runsFrom(
  { cron, timeZone }: Plan,
  after: number,
  to: number,
  most = Number.POSITIVE_INFINITY,
): readonly number[] {
  const parsed = parsedSchedule(cron);
  if ("refused" in parsed) throw new Error(cron);
  const clock = timeZone === undefined ? utc : clockOf(timeZone);
  if (clock === undefined) throw new Error(timeZone);
  const runs: number[] = [];
  let at: number | undefined = after * 1000;
  while (at !== undefined && runs.length < most) {
    at = parsed.cron.kind === "every" ? at + parsed.cron.seconds * 1000 : nextRun(parsed.cron, clock, at);
    if (at === undefined || at > to * 1000) break;
    runs.push(at / 1000);
  }
  return runs;
}

const nameOf = (type: BackupType) => `pgbackrest-demo-repo1-${type}`;

/** Everything that is seen of it, with `info` and `pg_stat_archiver`; the database is written to all the time. */
export function sourceOf(world: World): ClusterSource & { readonly expected: ExpectedCluster } {
  const { createdAt, databaseBehind = 0, now, plans, promises = true, storage = "pvc" } = world;
  const seen = plans.map((plan) => jobsOf(plan, world));
  const backups = seen.flatMap(({ backups }) => backups).sort((left, right) => left.startedAt - right.startedAt);
  const rules = {
    schedules: plans.map(({ cron, timeZone, type }) => ({ cron, type, ...(timeZone && { timeZone }) })),
    retention,
  };
  const { kept, longestGapSeconds, pointInTime, backups: window } = promises ? figuresOf(rules) : noFigures;
  return {
    now,
    limits: defaultLimits,
    drift: [],
    expected: {
      ...{ name: "demo", namespace: "pg", hasRepoHost: storage === "pvc", archives: true, isStandby: false },
      repositories: [
        {
          ...{ name: "repo1", number: 1, storage, location: storage === "pvc" ? "volume repo1" : "s3://backups" },
          jobs: plans.map(({ cron, timeZone, type }) => ({
            ...{ type, cronJob: nameOf(type), cron, isSuspended: false },
            ...(timeZone && { timeZone }),
          })),
          promised: { pointInTime, backups: window, kept, longestGapSeconds },
          retention,
        },
      ],
      sources: [{ kind: "Secret", name: "demo-s3", keys: ["s3.conf"] }],
    },
    observed: {
      ...{ name: "demo", namespace: "pg", resource: { phase: "Running", createdAt } },
      cronJobs: seen.map(({ cronJob }) => cronJob),
      jobs: seen.flatMap(({ jobs }) => jobs),
      repoHost: storage === "pvc" ? { uid: "d", createdAt, replicas: 1, readyReplicas: 1 } : "missing",
      certificate:
        storage === "pvc"
          ? {
              missingKeys: [],
              certificates: (["pgbackrest-client.crt", "pgbackrest-repo-host.crt"] as const).map((key) => ({
                ...{ key, from: createdAt, until: now + 300 * day },
                names: ["demo", "*.demo.pg.svc.cluster.local", "*.demo-clusterpods.pg.svc.cluster.local"],
              })),
            }
          : "missing",
      sources: [{ kind: "Secret", name: "demo-s3", keys: ["s3.conf"] }],
      info: infoOf(keptOf(withPriors(backups)), now),
      archiver: {
        ...{ archived: 4711, failed: 0, waiting: 0, at: now - databaseBehind },
        ...{ lastArchivedWal: wal(now - databaseBehind), lastArchivedAt: now - databaseBehind - 60 },
      },
      volumes:
        storage === "pvc" ? [{ name: "repo1-demo-pgbackrest-repo-host-0", phase: "Bound", capacity: 2 ** 30 }] : [],
    },
  };
}

/** A WAL file for each minute. */
export const wal = (at: number): string =>
  `00000001${Math.floor(at / 60)
    .toString(16)
    .toUpperCase()
    .padStart(16, "0")}`;

function infoOf(backups: readonly InfoBackup[], now: number): BackupInfo {
  const ok = backups.length > 0 ? { code: 0, message: "ok" } : { code: 2, message: "no valid backups" };
  const [first] = backups;
  return {
    status: ok,
    repositories: [
      {
        ...{ number: 1, status: ok, cipher: "none", backups },
        wal: { first: first?.walStart ?? wal(now - 600), last: wal(now) },
      },
    ],
  };
}

/** The first one is full, whatever was asked for. */
function withPriors(backups: readonly InfoBackup[]): readonly InfoBackup[] {
  const made: InfoBackup[] = [];
  for (const backup of backups) {
    const types = backup.type === "diff" ? ["full"] : ["full", "diff", "incr"];
    const prior = backup.type === "full" ? undefined : made.findLast(({ type }) => types.includes(type))?.label;
    made.push(prior === undefined ? { ...backup, type: "full" } : { ...backup, prior });
  }
  return made;
}

/** The last two fulls, and what builds on them. */
function keptOf(backups: readonly InfoBackup[]): readonly InfoBackup[] {
  const fulls = backups.flatMap(({ type }, index) => (type === "full" ? [index] : []));
  return backups.slice(fulls.at(-2) ?? 0);
}

interface Seen {
  readonly cronJob: SeenCronJob;
  readonly jobs: readonly SeenJob[];
  readonly backups: readonly InfoBackup[];
}

function jobsOf(plan: Plan, { createdAt, databaseBehind = 0, now, outage }: World): Seen {
  const { cron, delay, takes, timeZone, type } = plan;
  const name = nameOf(type);
  const runs = runsFrom(plan, createdAt, now - delay);
  const isOut = (run: number) => outage !== undefined && run >= outage.from;
  const jobs = runs.flatMap((run): readonly SeenJob[] => {
    const job = {
      name: `${name}-${run / 60}`,
      cronJob: name,
      isByHand: false,
      createdAt: run,
      startedAt: run + delay,
      failedPods: 0,
    };
    const end = run + delay + takes;
    if (end > now) return isOut(run) ? [] : [job];
    if (!isOut(run) || outage?.as === "hollow") return [{ ...job, completedAt: end }];
    const pod = {
      name: `${job.name}-x`,
      phase: "Failed",
      exitCode: 1,
      lines: ["ERROR: [056]: unable to find primary"],
    };
    const failed = { at: end, reason: "BackoffLimitExceeded", message: "Job has reached the specified backoff limit" };
    return outage?.as === "failed" ? [{ ...job, failed, failedPods: 7, pod }] : [];
  });
  const complete = jobs.filter(({ completedAt }) => completedAt !== undefined);
  const started = outage?.as === "never-started" ? runs.filter((run) => !isOut(run)) : runs;
  const lastScheduled = started.at(-1);
  const lastSuccessful = complete.at(-1)?.completedAt;
  return {
    cronJob: {
      ...{ name, uid: type, createdAt, cron, isSuspended: false },
      ...(timeZone && { timeZone }),
      ...(lastScheduled !== undefined && { lastScheduled }),
      ...(lastSuccessful !== undefined && { lastSuccessful }),
    },
    // Three that succeeded are kept, one that failed, and those that run.
    jobs: [
      ...complete.slice(-3),
      ...jobs.filter(({ failed }) => failed !== undefined).slice(-1),
      ...jobs.filter(({ completedAt, failed }) => completedAt === undefined && failed === undefined),
    ],
    backups: complete
      .filter(({ createdAt }) => !isOut(createdAt))
      .map(({ completedAt = 0, startedAt = 0 }) => ({
        ...{ label: `${type}-${startedAt}`, type, hasErrors: false, repositoryBytes: 1000, databaseBytes: 9000 },
        ...{ startedAt: startedAt - databaseBehind, stoppedAt: completedAt - databaseBehind - 1 },
        ...{ isOfFormerDatabase: false, walStart: wal(startedAt) },
      })),
  };
}

/** What is seen, changed. */
export const seeing = <Source extends ClusterSource>(source: Source, change: Partial<ObservedCluster>): Source => ({
  ...source,
  observed: { ...source.observed, ...change },
});
