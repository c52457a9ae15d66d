import { foreignLines } from "../text/quotable.ts";
import { withNames } from "./commands.ts";
import type { JobFacts } from "./job-facts.ts";
import type { JobSource } from "./job-source.ts";
import type { SeenJob, SeenPod } from "./observed.ts";
import { problemOf } from "./problem.ts";
import { type ProblemId, problemKinds } from "./problems.ts";
import type { StatusProblem } from "./status-schema.ts";
import { isUnknown } from "./unknowns.ts";
import { visible } from "./visible.ts";
import { counted, durationWords, momentText } from "./words.ts";

/** What the sentences about a CronJob begin with. */
const subject = ({ expected, repository }: JobSource) => `The ${expected.type} backup of ${repository}`;

/** A problem of a CronJob. */
export function jobProblem(
  source: JobSource,
  id: ProblemId,
  problem: string,
  more: Partial<Pick<StatusProblem, "level" | "fix" | "lines">> = {},
): StatusProblem {
  const { expected, repository } = source;
  return problemOf(id, problem, { object: `CronJob/${visible(expected.cronJob)}`, repository, ...more });
}

/** What is as good as a backup of a type. */
const lastNames = { full: "full backup", diff: "diff or full backup", incr: "backup" } as const;

/** Since when nothing is there, as the end of a sentence. */
const lastOne = (source: JobSource, { success }: JobFacts) =>
  success === undefined
    ? "None has succeeded yet."
    : `The last ${lastNames[source.expected.type]} ended at ${momentText(success.at)}, ${durationWords(source.now - success.at)} ago.`;

export function failedProblem(source: JobSource, facts: JobFacts, job: NonNullable<JobFacts["failed"]>): StatusProblem {
  const { failed, pod } = job;
  const why = visible([failed.reason, failed.message].filter((text) => text !== "").join(": "));
  const isMadeGood = facts.success !== undefined && facts.success.at > failed.at;
  const of = pod === undefined ? "" : ` ${podWords(pod)}`;
  const lines = pod === undefined || isUnknown(pod.lines) ? [] : foreignLines(pod.lines).map(visible);
  return jobProblem(
    source,
    "backup-failed",
    `${subject(source)} failed at ${momentText(failed.at)}${why === "" ? "" : ` (${why})`}.${of} ${lastOne(source, facts)}`,
    { ...(isMadeGood && { level: "warning" }), ...(lines.length > 0 && { lines }) },
  );
}

function podWords({ exitCode, lines, name, reason }: SeenPod): string {
  const end = [
    ...(exitCode === undefined ? [] : [`ended with ${exitCode}`]),
    ...(reason === undefined ? [] : [`says ${visible(reason)}`]),
  ].join(" and ");
  const log = isUnknown(lines) ? `its log could not be read${lines.why === "" ? "" : `: ${visible(lines.why)}`}` : "";
  const said = [end, log].filter((text) => text !== "").join("; ");
  return said === "" ? `See Pod ${visible(name)}.` : `Pod ${visible(name)} ${said}.`.replace("..", ".");
}

export function hollowProblem(
  source: JobSource,
  facts: JobFacts,
  { at, job }: NonNullable<JobFacts["hollow"]>,
): StatusProblem {
  const of = job === undefined ? "A Job" : `Job ${visible(job.name)}`;
  return jobProblem(
    source,
    "complete-without-backup",
    `${of} is complete since ${momentText(at)}, but pgBackRest has no backup of ${source.repository} from that time. ${lastOne(source, facts)}`,
  );
}

export function missedProblem(source: JobSource, facts: JobFacts): StatusProblem {
  const { cronJob, due, missedRuns, success } = facts;
  const last = due?.run === undefined ? "" : `, ${missedRuns === 1 ? "" : "the last "}at ${momentText(due.run)}`;
  const deadline =
    cronJob?.startingDeadlineSeconds === undefined
      ? ""
      : ` A run that is not started within ${durationWords(cronJob.startingDeadlineSeconds)} is given up (\`startingDeadlineSeconds\`).`;
  return success === undefined
    ? jobProblem(
        source,
        "backup-never-ran",
        `${subject(source)} has never succeeded, although ${counted(missedRuns, "run")} passed${last}.${deadline}`,
      )
    : jobProblem(
        source,
        "backup-missed",
        `${subject(source)} is missing: ${counted(missedRuns, "run")} passed without a backup${last}. ${lastOne(source, facts)}${deadline}`,
      );
}

export function suspendedProblem(source: JobSource, facts: JobFacts): StatusProblem {
  const { isOverdue, missedRuns } = facts;
  const passed = isOverdue ? ` ${counted(missedRuns, "run")} passed without one.` : "";
  return jobProblem(
    source,
    "backup-suspended",
    `CronJob ${visible(source.expected.cronJob)} is suspended, so no ${source.expected.type} backup of ${source.repository} is taken.${passed} ${lastOne(source, facts)}`,
    isOverdue ? { level: "critical" } : {},
  );
}

/** A Job that Kubernetes makes no pod of: its events alone say why. */
export function podlessProblem(source: JobSource, facts: JobFacts, { createdAt, name }: SeenJob): StatusProblem {
  const passed = facts.missedRuns > 0 ? ` ${counted(facts.missedRuns, "run")} passed without a backup.` : "";
  return jobProblem(
    source,
    "backup-not-starting",
    `${subject(source)} waits since ${momentText(createdAt)}: Job ${visible(name)} has no pod.${passed} ${lastOne(source, facts)}`,
    {
      fix: withNames(
        "See the events with `kubectl -n NAMESPACE describe job JOB`: most often a quota, a ServiceAccount that is not there, PodSecurity, or a webhook refuses the pod. Kubernetes tries again by itself once that is mended.",
        { JOB: visible(name) },
      ),
    },
  );
}

/** What is wrong with a Job that runs; nothing, for most. That it runs does not make good for what was skipped. */
export function runningProblems(source: JobSource, facts: JobFacts): readonly StatusProblem[] {
  const { due, isOverdue, running } = facts;
  if (running === undefined) return [];
  const { limits, now } = source;
  const { pod } = running;
  const since = running.startedAt ?? running.createdAt;
  const age = now - running.createdAt;
  if (pod?.phase === "Pending" && age >= limits.podStartSeconds)
    return [
      jobProblem(
        source,
        "backup-not-starting",
        `${subject(source)} waits since ${momentText(running.createdAt)}: Pod ${visible(pod.name)} does not start${pod.reason === undefined ? "" : ` (${visible(pod.reason)})`}.`,
      ),
    ];
  const skipped = due?.since(running.createdAt + limits.clockSkewSeconds) ?? 0;
  if (age < limits.longRunSeconds && skipped === 0) return isOverdue ? [missedProblem(source, facts)] : [];
  // Of a schedule whose runs are far apart, one that has run for most of the time between two stands still.
  const isNearNext = age >= limits.longRunSeconds && due?.next !== undefined && due.next - now < age;
  const isLate = isOverdue || (isNearNext && isBehind(facts));
  return [
    jobProblem(
      source,
      "backup-running-long",
      `${subject(source)} has been running for ${durationWords(now - since)}, since ${momentText(since)}${skipped === 0 ? "" : `, and ${counted(skipped, "run")} of its schedule passed meanwhile`}.${isLate ? ` ${lastOne(source, facts)}` : ""}`,
      {
        ...(isLate && { level: "critical" }),
        fix: withNames(problemKinds["backup-running-long"].cure, { JOB: visible(running.name) }),
      },
    ),
  ];
}

/** True where the last run that is due has brought nothing yet. */
const isBehind = ({ due, success }: JobFacts) =>
  due?.run !== undefined && (success === undefined || success.at < due.run);
