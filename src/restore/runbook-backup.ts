import { cronJobName } from "../cpo/names.ts";
import type { Repository } from "../cpo/repository.ts";
import { findRepository, inContainer, isOnVolume, kubectl, pgbackrest, type RunbookSource } from "./runbook-cluster.ts";
import { commandLine, expanding, named } from "./runbook-shell.ts";
import type { RunbookChapter, RunbookStep } from "./runbook-step.ts";

const none = "Not at all: PostgreSQL goes on, a little slower.";

/** A backup right now, into each repository. */
export function backupChapter(source: RunbookSource): RunbookChapter {
  return {
    id: "backup-now",
    title: "Back up now",
    when: "Before anything that may go wrong: an upgrade, a migration, a restore in place.",
    steps: source.cluster.repositories.flatMap((repository) => {
      const jobs = jobSteps(source, repository);
      return [...jobs, byHand(source, repository, jobs.length > 0)];
    }),
  };
}

/** By the CronJob, which does what it does every time. */
function jobSteps(source: RunbookSource, { name, schedules }: Repository): readonly RunbookStep[] {
  const type = schedules.find((schedule) => schedule.type === "full")?.type ?? schedules[0]?.type;
  if (type === undefined) return [];
  const cronJob = cronJobName(source.cluster.name, name, type);
  return [
    {
      id: `backup-now-job-${name}`,
      title: `Start the job of ${named(name)}`,
      oneOf: `backup-now-${name}`,
      why: `The job takes ${type === "full" ? "a full backup" : `a backup of type \`${type}\``} as on schedule. It works while the CronJob is suspended, too.`,
      variables: [],
      commands: [
        { text: "JOB=by-hand-$(date +%Y%m%d-%H%M%S)", needs: "controllers" },
        {
          text: kubectl(source, "create", "job", expanding("$JOB"), `--from=cronjob/${cronJob}`),
          needs: "controllers",
        },
        { text: untilEnded(source), needs: "controllers" },
        { text: kubectl(source, "logs", expanding("job/$JOB")), needs: "controllers" },
        {
          text: kubectl(source, "wait", "--for=condition=complete", "--timeout=0s", expanding("job/$JOB")),
          needs: "controllers",
        },
      ],
      seeThat:
        "The last command ends with 0, and `info` lists a backup that began after the job. The job's success alone proves nothing: it ends well where it finds no pod.",
      downtime: none,
    },
  ];
}

/** Waits until the job has succeeded or failed; `kubectl wait` waits for one of the two only. */
function untilEnded(source: RunbookSource): string {
  const conditions = kubectl(
    source,
    ...["get", "job"],
    expanding("$JOB"),
    ...["-o", 'jsonpath={.status.conditions[?(@.status=="True")].type}'],
  );
  return `until ${conditions} | ${commandLine("grep", "-Ew", "Complete|Failed")}; do sleep 10; done`;
}

/** The command that a job runs in the pod, which is there without a schedule, too. */
function byHand(source: RunbookSource, { name, number }: Repository, hasJob: boolean): RunbookStep {
  const pod = `in the pod ${isOnVolume(source) ? "of the repo host" : "of the primary"}`;
  return {
    id: `backup-now-by-hand-${name}`,
    title: `Start pgBackRest yourself, into ${named(name)}`,
    ...(hasJob && { oneOf: `backup-now-${name}` }),
    why: hasJob
      ? `It is what the job does, without the CronJob: ${pod}.`
      : `Nothing is scheduled for it, so there is no CronJob whose job could be started. pgBackRest runs ${pod}.`,
    variables: [],
    commands: [
      ...findRepository(source),
      inContainer(source, "repository", ...pgbackrest(`--repo=${number}`, "--type=full", "backup")),
    ],
    seeThat: "The command ends with 0, and `info` lists the backup.",
    downtime: none,
  };
}
