import type { SeenJob } from "../../src/status/observed.ts";
import type { ProblemId } from "../../src/status/problems.ts";
import type { JobStatus, Level } from "../../src/status/status-schema.ts";
import {
  both,
  cronJobs,
  expecting,
  expectingSchedules,
  type Fault,
  jobs,
  now,
  observing,
  ofType,
  type Source,
  scheduled,
  usual,
} from "./faults.ts";
import { day, hour, seeing, sourceOf, wal } from "./world.ts";

/** A situation of a living cluster, and what is to be said of it: the kinds of problems, and the states of its full and diff backups. */
export interface Situation {
  readonly level: Level;
  readonly ids: readonly ProblemId[];
  readonly states?: readonly [full: JobStatus["state"], diff: JobStatus["state"]];
  readonly fault: Fault;
}

const ok = (fault: Fault, states?: Situation["states"]): Situation => ({
  level: "ok",
  ids: [],
  fault,
  ...(states && { states }),
});
const critical = (id: ProblemId, fault: Fault, states?: Situation["states"]): Situation => ({
  ...{ level: "critical", ids: [id], fault },
  ...(states && { states }),
});
const warning = (id: ProblemId, fault: Fault, states?: Situation["states"]): Situation => ({
  ...{ level: "warning", ids: [id], fault },
  ...(states && { states }),
});
const unknown = (id: ProblemId, fault: Fault, states?: Situation["states"]): Situation => ({
  ...{ level: "unknown", ids: [id], fault },
  ...(states && { states }),
});

const notAsked = observing({
  info: { unknown: "not-asked", why: "" },
  archiver: { unknown: "not-asked", why: "" },
});
const forbidden = (what: string) => ({ unknown: "forbidden", why: `pg: ${what} may not be read.` }) as const;
/** Today's run of the differential backup, at 02:30 UTC. */
const today = now - 7.5 * hour;

/** The world as it would be with an outage from a moment on. */
const outage =
  (from: number, as: "never-started" | "gone" | "failed" | "hollow"): Fault =>
  () =>
    sourceOf({ ...usual, outage: { from, as } });

const lines = (source: Source) => source;

const backups =
  (change: (all: ReturnType<typeof backupsOf>) => ReturnType<typeof backupsOf>): Fault =>
  (source) => {
    const { info } = source.observed;
    if (info === "missing" || "unknown" in info) return source;
    return seeing(source, {
      info: { ...info, repositories: info.repositories.map((each) => ({ ...each, backups: change(each.backups) })) },
    });
  };
function backupsOf(source: Source) {
  const { info } = source.observed;
  return info === "missing" || "unknown" in info ? [] : (info.repositories[0]?.backups ?? []);
}

const info = (code: number, message: string): Fault =>
  observing({
    info: {
      status: { code, message },
      repositories: [{ number: 1, status: { code, message }, cipher: "none", backups: [] }],
    },
  });

const archiver =
  (change: Readonly<Record<string, number | string | undefined>>): Fault =>
  (source) => {
    const { archiver: seen } = source.observed;
    if (seen === "missing" || "unknown" in seen) return source;
    const changed = Object.fromEntries(
      Object.entries({ ...seen, ...change }).filter(([, value]) => value !== undefined),
    );
    return seeing(source, { archiver: { ...seen, ...changed, archived: 0, failed: 0, at: now, ...changed } });
  };

const without =
  (...keys: readonly string[]): Fault =>
  (source) => {
    const { archiver: seen } = source.observed;
    if (seen === "missing" || "unknown" in seen) return source;
    const { archived, at, failed, ...rest } = seen;
    return seeing(source, {
      archiver: {
        archived,
        at,
        failed,
        ...Object.fromEntries(Object.entries(rest).filter(([key]) => !keys.includes(key))),
      },
    });
  };

const certificate = (
  until: number,
  names: readonly string[] = ["*.demo-clusterpods.pg.svc.cluster.local"],
  from = now - 300 * day,
): Fault =>
  observing({
    certificate: {
      missingKeys: [],
      certificates: [{ key: "pgbackrest-repo-host.crt", from, until, names }],
    },
  });

const young =
  (age: number): Fault =>
  () =>
    sourceOf({ ...usual, createdAt: now - age });

/** A full backup that runs, at a moment of its week. */
const fullSince =
  (at: number, moment: number): Fault =>
  (source) => {
    const { cronJobs: all } = source.observed;
    const others = sourceOf({ ...usual, now: moment, plans: usual.plans });
    const before = sourceOf({ ...usual, now: at - hour });
    const pick = (from: Source, type: string) => ({
      cronJobs: ("unknown" in from.observed.cronJobs ? [] : from.observed.cronJobs).filter(({ name }) =>
        name.endsWith(type),
      ),
      jobs: ("unknown" in from.observed.jobs ? [] : from.observed.jobs).filter(({ cronJob }) => cronJob.endsWith(type)),
    });
    const [full, diff] = [pick(before, "full"), pick(others, "diff")];
    const job = {
      ...{ name: "hanging", cronJob: "pgbackrest-demo-repo1-full", isByHand: false },
      ...{ createdAt: at, startedAt: at, failedPods: 0 },
    };
    if ("unknown" in all) return source;
    return {
      ...seeing(source, {
        cronJobs: [...full.cronJobs.map((each) => ({ ...each, lastScheduled: at })), ...diff.cronJobs],
        jobs: [...full.jobs, job, ...diff.jobs],
      }),
      now: moment,
    };
  };

const runningSince = (
  at: number,
  pod?: { readonly phase: string; readonly reason?: string },
  more: Partial<SeenJob> = {},
): Fault =>
  jobs((all) => [
    ...all,
    {
      ...{ name: "pgbackrest-demo-repo1-diff-now", cronJob: "pgbackrest-demo-repo1-diff", isByHand: false },
      ...{ createdAt: at, startedAt: at, failedPods: 0 },
      ...(pod && { pod: { name: "pgbackrest-demo-repo1-diff-now-x", lines: [], ...pod } }),
      ...more,
    },
  ]);

export const situations: Readonly<Record<string, Situation>> = {
  "all is well": ok(lines, ["ok", "ok"]),
  "all is well, as far as Kubernetes says": ok(notAsked, ["ok", "ok"]),
  "a failed backup, and the pod's last lines": critical("backup-failed", outage(today, "failed"), ["ok", "failed"]),
  "the same without pgBackRest's word": critical("backup-failed", both(outage(today, "failed"), notAsked), [
    "ok",
    "failed",
  ]),
  "a failed backup whose log is forbidden": critical(
    "backup-failed",
    both(
      outage(today, "failed"),
      jobs((all) => all.map((job) => (job.pod ? { ...job, pod: { ...job.pod, lines: forbidden("pods/log") } } : job))),
    ),
  ),
  "a failed backup whose pod printed a key and moved the cursor": critical(
    "backup-failed",
    both(
      outage(today, "failed"),
      jobs((all) =>
        all.map((job) =>
          job.pod
            ? {
                ...job,
                pod: {
                  ...job.pod,
                  lines: ["repo1-s3-key-secret=wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY", "\u001b[2Jgone"],
                },
              }
            : job,
        ),
      ),
    ),
  ),
  "a pod that failed, of a Job that tries again": ok(
    both(
      outage(now - 1800, "never-started"),
      scheduled("diff", { cron: "30 9 * * *", lastScheduled: now - 1800 }),
      jobs((all) => [
        ...all,
        {
          ...{ name: "again", cronJob: "pgbackrest-demo-repo1-diff", isByHand: false, failedPods: 3 },
          ...{ createdAt: now - 1800, startedAt: now - 1800 },
        },
      ]),
    ),
    ["ok", "running"],
  ),
  "a Job made by hand that failed": ok(
    jobs((all) => [
      ...all,
      {
        ...{ name: "try", cronJob: "pgbackrest-demo-repo1-diff", isByHand: true, createdAt: now - 600, failedPods: 1 },
        failed: { at: now - 300, reason: "BackoffLimitExceeded", message: "" },
      },
    ]),
  ),
  "a backup by hand after one that failed": ok(
    both(
      outage(today, "failed"),
      notAsked,
      jobs((all) => [
        ...all,
        {
          ...{
            name: "again",
            cronJob: "pgbackrest-demo-repo1-diff",
            isByHand: true,
            createdAt: now - 600,
            failedPods: 0,
          },
          completedAt: now - 300,
        },
      ]),
    ),
  ),
  "a failed differential backup, and a full one since": {
    // The manual full one lets the oldest expire, too.
    ...{ level: "warning", ids: ["backup-failed", "window-short"], states: ["ok", "ok"] },
    fault: both(
      outage(today, "failed"),
      backups((all) => [
        ...all,
        {
          ...(all[0] ?? never()),
          label: "by-hand",
          type: "full",
          startedAt: now - 3600,
          stoppedAt: now - 1800,
          walStart: wal(now - 3600),
        },
      ]),
    ),
  },
  "a run that was never started": critical("backup-missed", outage(today, "never-started"), ["ok", "missed"]),
  "a run that was started, and left no trace": critical("backup-missed", outage(today, "gone"), ["ok", "missed"]),
  "a full backup that was never started, while the differential ones run": critical(
    "backup-missed",
    (source) => {
      const { createdAt } = usual;
      const [sunday] = [now - 3 * day - 7.5 * hour];
      const broken = sourceOf({
        ...usual,
        createdAt,
        plans: usual.plans.slice(0, 1),
        outage: { from: sunday, as: "never-started" },
      });
      const [fullJob] = "unknown" in broken.observed.cronJobs ? [] : broken.observed.cronJobs;
      return both(
        cronJobs((each) => (fullJob && each.name === fullJob.name ? fullJob : each)),
        jobs((all) => all.filter((job) => !job.name.includes("full") || job.createdAt < sunday)),
        backups((all) => all.filter(({ startedAt, type }) => type !== "full" || startedAt < sunday)),
      )(source);
    },
    ["missed", "ok"],
  ),
  "a run that is only just due": ok(
    both(outage(now - 300, "never-started"), scheduled("diff", { cron: "55 9 * * *", scheduleSince: now - hour })),
  ),
  "a run that still runs": ok(runningSince(now - 1200), ["ok", "running"]),
  "a run that has gone on past the next one": warning("backup-running-long", runningSince(today - day), [
    "ok",
    "running",
  ]),
  "a run whose image is not there": critical(
    "backup-not-starting",
    runningSince(now - 1200, { phase: "Pending", reason: "ImagePullBackOff" }),
    ["ok", "running"],
  ),
  "a schedule that was changed a minute ago": ok(scheduled("diff", { cron: "*/10 * * * *", scheduleSince: now - 60 })),
  "a time zone in which the run is still to come": ok(
    both(notAsked, () =>
      sourceOf({ ...usual, plans: usual.plans.map((plan) => ({ ...plan, timeZone: "America/Los_Angeles" })) }),
    ),
  ),
  "a new cluster, whose first run is still to come": ok(both(young(hour), info(2, "no valid backups")), [
    "never-ran",
    "never-ran",
  ]),
  "a new cluster, whose first run is over": critical(
    "backup-never-ran",
    both(young(day), () => sourceOf({ ...usual, createdAt: now - day, outage: { from: today, as: "gone" } })),
    ["never-ran", "never-ran"],
  ),
  "a new cluster that the operator is still making": ok(
    both(
      young(300),
      observing({
        resource: { phase: "Creating", createdAt: now - 300 },
        cronJobs: [],
        repoHost: "missing",
        certificate: "missing",
        volumes: [],
      }),
      info(1, "missing stanza path"),
    ),
    ["missing", "missing"],
  ),
  "a first backup that pgBackRest took as a full one": ok(
    both(
      young(2 * day),
      jobs((all) => all),
    ),
    ["ok", "ok"],
  ),
  "a Job that is complete without a backup": critical("complete-without-backup", outage(today, "hollow"), [
    "ok",
    "failed",
  ]),
  "the same, which Kubernetes cannot know": ok(both(outage(today, "hollow"), notAsked), ["ok", "ok"]),
  "a database whose clock is two minutes behind": ok(() => sourceOf({ ...usual, databaseBehind: 120 })),
  "a CronJob that was suspended by hand": warning("backup-suspended", ofType("diff", { isSuspended: true }), [
    "ok",
    "suspended",
  ]),
  "one that is suspended on purpose": ok(
    both(ofType("diff", { isSuspended: true }), (source) =>
      expectRepository(source, {
        jobs: (source.expected.repositories[0]?.jobs ?? []).map((job) => ({
          ...job,
          isSuspended: job.type === "diff",
        })),
      }),
    ),
    ["ok", "suspended"],
  ),
  "all suspended on purpose": warning(
    "no-schedule",
    both(
      cronJobs((each) => ({ ...each, isSuspended: true })),
      (source) =>
        expectRepository(source, {
          jobs: (source.expected.repositories[0]?.jobs ?? []).map((job) => ({ ...job, isSuspended: true })),
        }),
    ),
    ["suspended", "suspended"],
  ),
  "a repository without a schedule": {
    ...{ level: "warning", ids: ["no-schedule", "not-in-manifests"] },
    fault: (source) => expectRepository(source, { jobs: [] }),
  },
  "a schedule that no year has": critical("no-schedule", scheduled("full", { cron: "0 0 30 2 *" }), ["missed", "ok"]),
  "a schedule that no year has, which the manifests do not ask for": critical(
    "no-schedule",
    ofType("full", { cron: "30 2 31 2 *" }),
    ["missed", "ok"],
  ),
  "the same of a backup beside a full one": warning("no-schedule", ofType("diff", { cron: "30 2 31 2 *" }), [
    "ok",
    "missed",
  ]),
  "a schedule that was set to once a year by hand": warning(
    "schedule-differs",
    both(
      (source) => ({ ...source, drift: undefined }),
      ofType("full", { cron: "30 2 1 1 *", scheduleSince: now - hour }),
    ),
    ["ok", "ok"],
  ),
  "a schedule that was set by hand, which is not said again as drift": warning(
    "schedule-differs",
    both(
      (source) => ({
        ...source,
        drift: [
          {
            ...{ kind: "CronJob", name: "pgbackrest-demo-repo1-full", is: "changed" },
            fields: [{ path: "spec.schedule", wanted: "30 2 * * 0", found: "30 2 1 1 *" }],
          },
        ],
      }),
      ofType("full", { cron: "30 2 1 1 *", scheduleSince: now - hour }),
    ),
    ["ok", "ok"],
  ),
  "a schedule and an image that were changed by hand": {
    ...{ level: "warning", ids: ["schedule-differs", "drift"], states: ["ok", "ok"] },
    fault: both(
      (source) => ({
        ...source,
        drift: [
          {
            ...{ kind: "CronJob", name: "pgbackrest-demo-repo1-full", is: "changed" },
            fields: [
              { path: "spec.schedule", wanted: "30 2 * * 0", found: "30 2 1 1 *" },
              { path: "spec.jobTemplate.spec.template.spec.containers[0].image", wanted: "a", found: "b" },
            ],
          },
        ],
      }),
      ofType("full", { cron: "30 2 1 1 *", scheduleSince: now - hour }),
    ),
  },
  "another zone than the manifests ask for": warning(
    "schedule-differs",
    both(
      ofType("full", { timeZone: "America/New_York", scheduleSince: now - hour }),
      expectingSchedules((job) => ({ ...job, timeZone: "Etc/UTC" })),
    ),
  ),
  "a zone of which the manifests say nothing": ok(
    ofType("full", { timeZone: "America/New_York", scheduleSince: now - hour }),
  ),
  "a Job without a pod": critical(
    "backup-not-starting",
    both(outage(today, "gone"), notAsked, runningSince(now - 1200, undefined, { hasPod: false })),
    ["ok", "missed"],
  ),
  "a Job by hand without a pod, of a cluster that never had a backup": critical(
    "backup-not-starting",
    both(
      young(hour),
      info(2, "no valid backups"),
      runningSince(now - 700, undefined, { hasPod: false, isByHand: true }),
    ),
    ["never-ran", "never-ran"],
  ),
  "a Job whose pod is only just to come": ok(runningSince(now - 60, undefined, { hasPod: false }), ["ok", "ok"]),
  "a Job that goes on, after its first pods failed": ok(
    runningSince(now - 1200, { phase: "Failed" }, { hasPod: false, failedPods: 2 }),
    ["ok", "running"],
  ),
  "a backup that hangs, and runs that were skipped": critical(
    "backup-running-long",
    both(outage(today - 2 * day, "gone"), notAsked, runningSince(today - 2 * day)),
    ["ok", "running"],
  ),
  "a full backup that hangs until the next is near": critical(
    "backup-running-long",
    both(notAsked, fullSince(now - 3 * day - 7.5 * hour, now + 2.5 * day)),
    ["running", "ok"],
  ),
  "a full backup that takes thirty hours": warning(
    "backup-running-long",
    both(notAsked, fullSince(now - 3 * day - 7.5 * hour, now - 2 * day)),
    ["running", "ok"],
  ),
  "a backup that runs after one that was missed": critical(
    "backup-missed",
    both(outage(today - day, "gone"), notAsked, ofType("diff", { lastScheduled: today }), runningSince(today)),
    ["ok", "running"],
  ),
  "backups that are in the future": unknown("clocks-differ", (source) => ({ ...source, now: now - 12 * hour })),
  "a CronJob that is not there": critical(
    "cron-job-missing",
    cronJobs((each) => (each.name.endsWith("full") ? undefined : each)),
    ["missing", "ok"],
  ),
  "a CronJob that is not there, as drift shows, too": critical(
    "cron-job-missing",
    both(
      notAsked,
      cronJobs((each) => (each.name.endsWith("full") ? undefined : each)),
      jobs((all) => all.filter(({ cronJob }) => !cronJob.endsWith("full"))),
      (source) => ({ ...source, drift: [{ kind: "CronJob", name: "pgbackrest-demo-repo1-full", is: "missing" }] }),
    ),
    ["missing", "ok"],
  ),
  "a CronJob that is left over, as drift shows, too": warning("not-in-manifests", (source) => ({
    ...observing({
      cronJobs: [
        ...("unknown" in source.observed.cronJobs ? [] : source.observed.cronJobs),
        { name: "pgbackrest-demo-repo2-full", uid: "x", createdAt: now - day, cron: "0 0 * * *", isSuspended: false },
      ],
    })(source),
    drift: [{ kind: "CronJob", name: "pgbackrest-demo-repo2-full", is: "left-over", why: "It goes on." }],
  })),
  "a CronJob that the manifests do not have": warning("not-in-manifests", (source) =>
    both(
      cronJobs((each) => each),
      observing({
        cronJobs: [
          ...("unknown" in source.observed.cronJobs ? [] : source.observed.cronJobs),
          { name: "pgbackrest-demo-repo2-full", uid: "x", createdAt: now - day, cron: "0 0 * * *", isSuspended: false },
        ],
      }),
    )(source),
  ),
  "CronJobs that may not be read": unknown(
    "forbidden",
    both(notAsked, observing({ cronJobs: forbidden("cronjobs.batch") })),
    ["ok", "ok"],
  ),
  "a CronJob that was made at the minute of a run": ok(
    both(
      young(day),
      notAsked,
      jobs(() => []),
      (source) =>
        both(
          ofType("diff", { createdAt: today }),
          cronJobs(({ lastScheduled, lastSuccessful, ...each }) => each),
        )(source),
    ),
    ["never-ran", "never-ran"],
  ),
  "Jobs that are all gone": ok(
    both(
      notAsked,
      jobs(() => []),
    ),
    ["ok", "ok"],
  ),
  "a Job that was complete without a backup, and a better one since": {
    ...{ level: "warning", ids: ["window-short"], states: ["ok", "ok"] },
    fault: both(
      outage(today, "hollow"),
      backups((all) => [
        ...all,
        {
          ...(all[0] ?? never()),
          label: "by-hand",
          type: "full",
          startedAt: now - 3600,
          stoppedAt: now - 1800,
          walStart: wal(now - 3600),
        },
      ]),
    ),
  },
  "a CronJob that was suspended after its backup failed": {
    ...{ level: "critical", ids: ["backup-suspended", "backup-failed"], states: ["ok", "suspended"] },
    fault: both(outage(today, "failed"), ofType("diff", { isSuspended: true })),
  },
  "archiving that failed last, and nothing that waits": ok(
    archiver({ archived: 9, failed: 40, lastFailedAt: now - 400, lastArchivedAt: now - 500, waiting: 0 }),
  ),
  "a warning, and something that is not known": {
    ...{ level: "unknown", ids: ["archiving-behind", "forbidden"] },
    fault: both(
      archiver({ archived: 9, waiting: 40 }),
      observing({ sources: [{ kind: "Secret", name: "demo-s3", keys: forbidden("secrets") }] }),
    ),
  },
  "CronJobs and Jobs that may not be read": unknown(
    "forbidden",
    both(notAsked, observing({ cronJobs: forbidden("CronJobs and Jobs"), jobs: forbidden("CronJobs and Jobs") })),
    ["unknown", "unknown"],
  ),
  "CronJobs that may not be read, but backups that are there": unknown(
    "forbidden",
    observing({ cronJobs: forbidden("cronjobs.batch") }),
    ["ok", "ok"],
  ),
  "Jobs that may not be read, and a run that brought nothing yet": unknown(
    "forbidden",
    both(outage(today, "gone"), notAsked, observing({ jobs: forbidden("jobs.batch") })),
    ["ok", "unknown"],
  ),
  "Jobs that may not be read, and two runs that brought nothing": {
    ...{ level: "critical", ids: ["backup-missed", "forbidden"], states: ["ok", "missed"] },
    fault: both(outage(today - day, "gone"), notAsked, observing({ jobs: forbidden("jobs.batch") })),
  },
  "pgBackRest without a stanza": critical("stanza-not-ok", info(3, "missing stanza data"), ["failed", "failed"]),
  "a repository with another passphrase": critical(
    "repository-not-ok",
    info(
      99,
      "[FormatError] unable to load info file '/repo/backup.info' or '/repo/backup.info.copy':\nFormatError: key/value found",
    ),
    ["ok", "ok"],
  ),
  "a backup with damaged pages": critical(
    "page-errors",
    backups((all) => all.map((each, at) => (at === all.length - 1 ? { ...each, hasErrors: true } : each))),
  ),
  "a database that was upgraded, without a backup since": critical(
    "no-backup-of-database",
    backups((all) => all.map((each) => ({ ...each, isOfFormerDatabase: true }))),
  ),
  "less than the manifests promise, while all backups since the oldest one are there": ok((source) => {
    const sunday = now - 3 * day - 7.5 * hour;
    return backups((all) => all.filter(({ startedAt }) => startedAt >= sunday))(source);
  }),
  "less than promised, but young": ok(young(9 * day)),
  "archiving that fails": critical(
    "archiving-failing",
    archiver({
      archived: 9,
      failed: 40,
      lastFailedAt: now - 20,
      lastFailedWal: wal(now),
      lastArchivedAt: now - 5000,
      waiting: 12,
    }),
  ),
  "one WAL file that failed just now": warning(
    "archiving-failing",
    archiver({ archived: 9, failed: 1, lastFailedAt: now - 5, lastArchivedAt: now - 500, waiting: 1 }),
  ),
  "archiving that failed, and went on": ok(
    archiver({ archived: 9, failed: 40, lastFailedAt: now - 600, lastArchivedAt: now - 500, waiting: 0 }),
  ),
  "archiving that is behind": warning("archiving-behind", archiver({ archived: 9, waiting: 40 })),
  "archiving that is far behind": critical("archiving-behind", archiver({ archived: 9, waiting: 400 })),
  "archiving that never went": critical(
    "archiving-never",
    both(without("lastArchivedAt", "lastArchivedWal"), archiver({ archived: 0, waiting: 7 })),
  ),
  "a database that nobody writes to": ok(
    archiver({ archived: 9, lastArchivedAt: now - 40 * day, lastArchivedWal: wal(now - 40 * day), waiting: 0 }),
  ),
  "a primary that has archived nothing yet": ok(
    both(without("lastArchivedAt", "lastArchivedWal"), archiver({ archived: 0, waiting: 0 })),
  ),
  "WAL that was dropped": critical(
    "wal-not-in-repository",
    archiver({ archived: 9, lastArchivedAt: now - 3600, lastArchivedWal: wal(now + day), waiting: 0 }),
  ),
  "a repo host that is not ready": critical(
    "repo-host-not-ready",
    observing({
      repoHost: { uid: "d", createdAt: now - day, replicas: 1, readyReplicas: 0, waiting: "ImagePullBackOff" },
    }),
  ),
  "a repo host with no replica": critical(
    "repo-host-not-ready",
    observing({ repoHost: { uid: "d", createdAt: now - day, replicas: 0, readyReplicas: 0 } }),
  ),
  "no repo host": critical("repo-host-not-ready", observing({ repoHost: "missing" })),
  "a StatefulSet without certificate": {
    ...{ level: "critical", ids: ["repo-host-not-ready", "certificate-missing"] },
    fault: observing({
      certificate: "missing",
      repoHost: { uid: "d", createdAt: now - day, replicas: 1, readyReplicas: 0, waiting: "ContainerCreating" },
    }),
  },
  "a certificate without its key": critical(
    "certificate-missing",
    observing({ certificate: { certificates: [], missingKeys: ["pgbackrest-server.key"] } }),
  ),
  "a certificate that ends in twelve days": warning("certificate-ends", certificate(now + 12 * day)),
  "a certificate that ends in three days": critical("certificate-ends", certificate(now + 3 * day)),
  "a certificate that has ended": critical("certificate-ended", certificate(now - 60)),
  "a certificate that is not valid before tomorrow": critical(
    "certificate-ended",
    certificate(now + 300 * day, undefined, now + day),
  ),
  "a certificate that is valid from this minute on, by another clock": ok(
    certificate(now + 300 * day, undefined, now + 60),
  ),
  "a certificate for another cluster": critical(
    "certificate-names",
    both(
      certificate(now + 90 * day, ["*.other.pg.svc.cluster.local"]),
      expecting({ repoHostName: "demo-pgbackrest-repo-host-0.demo-clusterpods.pg.svc.cluster.local" }),
    ),
  ),
  "a certificate for this one": ok(
    both(
      certificate(now + 90 * day),
      expecting({ repoHostName: "demo-pgbackrest-repo-host-0.demo-clusterpods.pg.svc.cluster.local" }),
    ),
  ),
  "a volume that waits": critical(
    "volume-not-bound",
    observing({ volumes: [{ name: "repo1-demo-pgbackrest-repo-host-0", phase: "Pending" }] }),
  ),
  "no repo host, and a certificate that has ended": {
    ...{ level: "critical", ids: ["repo-host-not-ready", "certificate-ended"] },
    fault: both(certificate(now - 60), observing({ repoHost: "missing" })),
  },
  "a certificate for this one, in another domain": ok(
    both(
      certificate(now + 90 * day, ["demo", "*.demo-clusterpods.pg.svc.example.org"]),
      expecting({ repoHostName: "demo-pgbackrest-repo-host-0.demo-clusterpods.pg.svc.cluster.local" }),
    ),
  ),
  "a certificate for another namespace": critical(
    "certificate-names",
    both(
      certificate(now + 90 * day, ["*.demo-clusterpods.zz.svc.cluster.local"]),
      expecting({ repoHostName: "demo-pgbackrest-repo-host-0.demo-clusterpods.pg.svc.cluster.local" }),
    ),
  ),
  "a Secret that is not there": critical(
    "secret-missing",
    observing({ sources: [{ kind: "Secret", name: "demo-s3", keys: "missing" }] }),
  ),
  "a Secret that lost a key": critical(
    "secret-key-missing",
    observing({ sources: [{ kind: "Secret", name: "demo-s3", keys: ["s3.configuration"] }] }),
  ),
  "a Secret that may not be read": unknown(
    "forbidden",
    observing({ sources: [{ kind: "Secret", name: "demo-s3", keys: forbidden("secrets") }] }),
  ),
  "an operator that failed to create": critical(
    "operator-failed",
    observing({ resource: { phase: "CreateFailed", createdAt: now - day } }),
  ),
  "an operator that failed at a sync": warning(
    "operator-failed",
    observing({ resource: { phase: "SyncFailed", createdAt: now - day } }),
  ),
  "an operator that does not run": warning("operator-silent", observing({ resource: { createdAt: now - day } })),
  "an operator that has not come to a new cluster": ok(observing({ resource: { createdAt: now - 600 } })),
  "an operator that is still creating what is a day old": warning(
    "operator-silent",
    observing({ resource: { phase: "Creating", createdAt: now - day } }),
  ),
  "an operator that is creating a new cluster": ok(
    observing({ resource: { phase: "Creating", createdAt: now - 600 } }),
  ),
  "a cluster that is not there": critical(
    "resource-missing",
    observing({ resource: "missing", cronJobs: [], jobs: [], repoHost: "missing", certificate: "missing" }),
  ),
  "a standby cluster, whose backups fail": warning(
    "standby-cluster",
    both(outage(today, "failed"), expecting({ isStandby: true })),
  ),
  drift: warning("drift", (source) => ({
    ...source,
    drift: [
      {
        kind: "CronJob",
        name: "pgbackrest-demo-repo1-full",
        is: "changed",
        fields: [{ path: "spec.schedule", wanted: "30 2 * * 0", found: "30 2 * * 6" }],
      },
      { kind: "ConfigMap", name: "demo-pgbackrest-config", is: "missing" },
    ],
  })),
  "drift that may not be asked for": unknown("forbidden", (source) => ({ ...source, drift: forbidden("dry runs") })),
  "no pod to ask": unknown("no-pod-to-ask", observing({ info: "missing", archiver: "missing" })),
  "manifests with errors": unknown(
    "unreadable",
    expecting({ unreadable: "The manifest of demo has errors: `check` shows them." }),
  ),
  "names and words that forge lines": critical(
    "operator-failed",
    observing({ resource: { phase: "CreateFailed", createdAt: now - day }, name: "demo\n::error::x" }),
  ),
};

function expectRepository(source: Source, change: Partial<Source["expected"]["repositories"][number]>): Source {
  return {
    ...source,
    expected: {
      ...source.expected,
      repositories: source.expected.repositories.map((each) => ({ ...each, ...change })),
    },
  };
}

function never(): never {
  throw new Error("no backup");
}
