import { type JobFacts, jobFacts } from "./job-facts.ts";
import {
  failedProblem,
  hollowProblem,
  jobProblem,
  missedProblem,
  podlessProblem,
  runningProblems,
  suspendedProblem,
} from "./job-problems.ts";
import { idleProblem, otherSchedule } from "./job-schedule.ts";
import type { JobSource } from "./job-source.ts";
import type { JobStatus, StatusProblem } from "./status-schema.ts";
import { isDoubtful, isUnknown } from "./unknowns.ts";
import { visible } from "./visible.ts";
import { dateTime } from "./words.ts";

/** A CronJob as the report has it, and what is wrong with it. */
export interface JudgedJob {
  readonly status: JobStatus;
  readonly problems: readonly StatusProblem[];
}

/** Judges a CronJob and its Jobs. */
export function jobStatus(source: JobSource): JudgedJob {
  const facts = jobFacts(source);
  const { cronJob, due, failed, missedRuns, running, success } = facts;
  const { expected, limits, now } = source;
  const { state, problems } = judged(source, facts);
  const isSuspended = cronJob?.isSuspended ?? expected.isSuspended;
  const { cron, timeZone } = cronJob ?? expected;
  // Of what was never seen, nothing is due.
  const isKnown = cronJob !== undefined || (success !== undefined && state !== "missing");
  return {
    status: {
      type: expected.type,
      cronJob: visible(expected.cronJob),
      cron: visible(cron),
      ...(timeZone !== undefined && { timeZone: visible(timeZone) }),
      suspended: isSuspended,
      state,
      ...(success !== undefined && {
        lastSuccess: dateTime(success.at),
        lastSuccessFrom: success.from,
        ...(success.at <= now + limits.clockSkewSeconds && { ageSeconds: Math.max(0, Math.floor(now - success.at)) }),
      }),
      ...(due?.run !== undefined && !isSuspended && isKnown && { dueSeconds: Math.floor(now - due.run) }),
      ...(cronJob !== undefined && state !== "unknown" && { missedRuns }),
      ...(failed !== undefined && { lastFailure: dateTime(failed.failed.at) }),
      ...(running !== undefined && { runningSince: dateTime(running.startedAt ?? running.createdAt) }),
      ...(due?.next !== undefined && state !== "missing" && !isSuspended && { next: dateTime(due.next) }),
    },
    problems: source.isStandby ? [] : [...problems, ...otherSchedule(source, facts)],
  };
}

type Judgment = { readonly state: JobStatus["state"]; readonly problems: readonly StatusProblem[] };

function judged(source: JobSource, facts: JobFacts): Judgment {
  const { cronJob, due, failed, hollow, isOverdue, missedRuns, podless, running, success } = facts;
  const { expected, isNew } = source;
  if (source.cronJob === "missing") return { state: "missing", problems: isNew ? [] : [missing(source)] };
  const failures = failed === undefined ? [] : [failedProblem(source, facts, failed)];
  const stuck = podless === undefined ? [] : [podlessProblem(source, facts, podless)];
  if (cronJob?.isSuspended === true && expected.isSuspended) return { state: "suspended", problems: [] };
  if (cronJob?.isSuspended === true)
    return {
      state: "suspended",
      problems: [suspendedProblem(source, facts), ...failures, ...stuck, ...runningProblems(source, facts)],
    };
  const idle = due === undefined ? [idleProblem(source)] : [];
  if (running !== undefined)
    return { state: "running", problems: [...failures, ...stuck, ...runningProblems(source, facts), ...idle] };
  if (idle.length > 0 || stuck.length > 0)
    return { state: success === undefined ? "never-ran" : "missed", problems: [...failures, ...stuck, ...idle] };
  if (failed !== undefined)
    return { state: failures.some(({ level }) => level === "critical") ? "failed" : "ok", problems: failures };
  if (hollow !== undefined) return { state: "failed", problems: [hollowProblem(source, facts, hollow)] };
  if (isUnknown(source.cronJob)) return { state: isOverdue || success === undefined ? "unknown" : "ok", problems: [] };
  if (!isOverdue) return { state: success === undefined ? "never-ran" : "ok", problems: [] };
  // A run that was started may still be running where Jobs may not be read. Two of them are not.
  if (isDoubtful(source.jobs) && missedRuns < 2) return { state: "unknown", problems: [] };
  return { state: success === undefined ? "never-ran" : "missed", problems: [missedProblem(source, facts)] };
}

const missing = (source: JobSource) =>
  jobProblem(
    source,
    "cron-job-missing",
    `CronJob ${visible(source.expected.cronJob)} is not there, so no ${source.expected.type} backup of ${source.repository} is taken.`,
  );
