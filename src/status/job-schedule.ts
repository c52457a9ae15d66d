import { visible } from "../text/visible.ts";
import type { JobFacts } from "./job-facts.ts";
import { jobProblem } from "./job-problems.ts";
import type { JobSource } from "./job-source.ts";
import type { SeenCronJob } from "./observed.ts";
import type { StatusProblem } from "./status-schema.ts";

type Timed = { readonly cron: string; readonly timeZone?: string };

/** A schedule that never comes. Nothing stands for a full backup, and nothing for the only kind that is asked for. */
export function idleProblem(source: JobSource): StatusProblem {
  const { expected, isOnly, repository } = source;
  const isByHand = differingSchedule(source) !== undefined;
  return jobProblem(
    source,
    "no-schedule",
    `The ${expected.type} backup of ${repository} has a schedule that never comes${isByHand ? `; the manifests ask for ${words(expected)}` : ""}.`,
    {
      ...((expected.type === "full" || isOnly) && { level: "critical" }),
      fix: isByHand
        ? `Give CronJob ${visible(expected.cronJob)} the schedule of the manifests again, and see that the operator runs.`
        : "Write a schedule that has a date in every year, for example `30 2 * * 0`.",
    },
  );
}

/** A CronJob that runs at other times than the manifests ask for: what they promise is reckoned with theirs. */
export function otherSchedule(source: JobSource, { due }: JobFacts): readonly StatusProblem[] {
  const { expected, repository } = source;
  const cronJob = differingSchedule(source);
  // One that never comes is said to.
  if (cronJob === undefined || cronJob.isSuspended || due === undefined) return [];
  return [
    jobProblem(
      source,
      "schedule-differs",
      `CronJob ${visible(expected.cronJob)} runs at ${words(cronJob)}, and the manifests ask for ${words(expected)}: what they promise of ${repository} is not what is kept.`,
    ),
  ];
}

/** The CronJob, where its schedule is not that of the manifests. */
function differingSchedule({ cronJob, expected }: JobSource): SeenCronJob | undefined {
  if (cronJob === "missing" || "unknown" in cronJob) return undefined;
  const isSame =
    wordsOnly(cronJob.cron) === wordsOnly(expected.cron) && isSameZone(cronJob.timeZone, expected.timeZone);
  return isSame ? undefined : cronJob;
}

const wordsOnly = (cron: string) => cron.trim().replace(/\s+/g, " ");

/** Where the manifests name no zone, it may be that a functionConfig does that is not known here. Kubernetes goes by UTC where none is given. */
const isSameZone = (found: string | undefined, wanted: string | undefined) =>
  wanted === undefined || found === wanted || (found === undefined && /^(?:Etc\/)?UTC$/i.test(wanted));

const words = ({ cron, timeZone }: Timed) =>
  `\`${visible(cron)}\`${timeZone === undefined ? "" : ` in ${visible(timeZone)}`}`;
