import type { SeenCronJob, SeenJob } from "../../src/status/observed.ts";
import type { ClusterSource } from "../../src/status/status.ts";
import { day, hour, seeing, type sourceOf, type World } from "./world.ts";

/** The moment of the situations: a Wednesday. */
export const now = Date.UTC(2026, 5, 10, 10) / 1000;

const full = { type: "full", cron: "30 2 * * 0", delay: 5, takes: 2 * hour } as const;
const diff = { type: "diff", cron: "30 2 * * 1-6", delay: 5, takes: 1200 } as const;

/** A full backup each Sunday, a differential one on the other days, on a volume; the cluster is two months old. */
export const usual: World = { plans: [full, diff], createdAt: now - 60 * day, now };

export type Source = ReturnType<typeof sourceOf>;
export type Fault = (source: Source) => Source;

export const cronJobs =
  (change: (cronJob: SeenCronJob) => SeenCronJob | undefined): Fault =>
  (source) => {
    const { cronJobs: all } = source.observed;
    return "unknown" in all ? source : seeing(source, { cronJobs: all.flatMap((each) => change(each) ?? []) });
  };

export const jobs =
  (change: (all: readonly SeenJob[]) => readonly SeenJob[]): Fault =>
  (source) => {
    const { jobs: all } = source.observed;
    return "unknown" in all ? source : seeing(source, { jobs: change(all) });
  };

/** The CronJob of a type, changed. */
export const ofType = (type: string, change: Partial<SeenCronJob>): Fault =>
  cronJobs((each) => (each.name.endsWith(type) ? { ...each, ...change } : each));

/** Another schedule of a type, which the manifests ask for, too. */
export const scheduled =
  (type: string, { cron, ...rest }: Partial<SeenCronJob> & { readonly cron: string }): Fault =>
  (source) =>
    expectingSchedules((job) => (job.type === type ? { ...job, cron } : job))(ofType(type, { cron, ...rest })(source));

type ExpectedJob = Source["expected"]["repositories"][number]["jobs"][number];

/** The schedules that the manifests ask for, changed. */
export const expectingSchedules =
  (change: (job: ExpectedJob) => ExpectedJob): Fault =>
  (source) => ({
    ...source,
    expected: {
      ...source.expected,
      repositories: source.expected.repositories.map((each) => ({ ...each, jobs: each.jobs.map(change) })),
    },
  });

export const expecting =
  (change: Partial<Source["expected"]>): Fault =>
  (source) => ({
    ...source,
    expected: { ...source.expected, ...change },
  });

/** Faults one after the other. */
export const both =
  (...faults: readonly Fault[]): Fault =>
  (source) =>
    faults.reduce((made, fault) => fault(made), source);

export const observing =
  (change: Partial<ClusterSource["observed"]>): Fault =>
  (source) =>
    seeing(source, change);
