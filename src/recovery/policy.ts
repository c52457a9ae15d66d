import type { Path } from "../findings/finding.ts";
import { durationInWords } from "../kubernetes/schedule-words.ts";
import { durationSeconds } from "../text/duration.ts";
import { archiveTimeout } from "./archiving.ts";
import { encryptionOf } from "./location.ts";
import { type RepositoryModel, repositoryModels, withoutArchiving } from "./repository-model.ts";
import { type Policy, type Shortfall, section } from "./shortfall.ts";
import type { RecoverySource } from "./source.ts";
import { firstUnknown, isBackedUp, laterFix, parkedFix, windowShortfall } from "./window-shortfall.ts";

/** Judges a cluster; `archives` is false where a parameter of PostgreSQL stops archiving. */
export type PolicyJudge = (source: RecoverySource, archives: boolean) => readonly Shortfall[];

/** What judges clusters by a policy. The guaranteed figures count, which hold at every moment. */
export const policyJudge =
  (policy: Policy): PolicyJudge =>
  (source, archives) => {
    const models = repositoryModels(source).map((model) => (archives ? model : withoutArchiving(model)));
    return [
      ...windowShortfall(policy, models),
      ...rpoShortfall(policy, source, models, archives),
      ...encryptionShortfalls(policy, source, models),
      ...repositoriesShortfall(policy, models, source, archives),
    ];
  };

function* rpoShortfall(
  { rpo }: Policy,
  { cluster }: RecoverySource,
  models: readonly RepositoryModel[],
  archives: boolean,
): Iterable<Shortfall> {
  const wanted = rpo === undefined ? undefined : durationSeconds(rpo);
  if (wanted === undefined) return;
  const asks = `the policy allows ${durationInWords(wanted)}`;
  const path: Path = ["spec", "postgresql", "parameters", "archive_timeout"];
  const given = archiveTimeout(cluster);
  if (!archives)
    yield {
      demand: "rpo",
      path: ["spec", "postgresql", "parameters"],
      problem: `Everything since the last backup that succeeded can be lost, because no WAL is archived; ${asks}.`,
      fix: "Correct the parameter that stops archiving: another finding names it.",
    };
  else if (!models.some(isBackedUp) && firstUnknown(models) === undefined)
    yield {
      demand: "rpo",
      path: [...section, "repos"],
      problem: `Everything can be lost, because no backup is ever taken, and WAL is nothing without one; ${asks}.`,
      fix: models.some(({ isParked }) => isParked)
        ? parkedFix
        : cluster.resource.spec.standby === undefined
          ? "Give a repository a schedule for full backups that runs, and is not suspended."
          : "Take its backups where the primary cluster is, or promote it: backups of a standby cluster fail.",
    };
  else if (given === undefined)
    yield {
      demand: "rpo",
      path,
      problem: `Changes wait until a WAL segment is full before they are archived, and can be lost until then; ${asks}.`,
      fix: timeoutFix(wanted),
    };
  else if (given > wanted)
    yield {
      demand: "rpo",
      path,
      problem: `Changes of the last ${durationInWords(given)} can be lost, which is how long they may wait to be archived; ${asks}.`,
      fix: timeoutFix(wanted),
    };
  else if (!models.some(isBackedUp)) {
    const unknown = firstUnknown(models);
    if (unknown === undefined) return;
    yield {
      demand: "rpo",
      path: unknown.repository.path,
      severity: "warning",
      problem: `Whether backups of ${unknown.repository.name} are taken is not known, because ${unknown.later}, and WAL is nothing without a backup; ${asks}.`,
      fix: laterFix,
    };
  }
}

const timeoutFix = (wanted: number) =>
  wanted < 1
    ? "Allow a second or more: PostgreSQL archives changes after one second at the earliest."
    : `Set \`archive_timeout: ${wanted}s\` or less under \`spec.postgresql.parameters\`.`;

function* encryptionShortfalls(
  { encryption }: Policy,
  source: RecoverySource,
  models: readonly RepositoryModel[],
): Iterable<Shortfall> {
  if (encryption !== true) return;
  for (const { option, repository } of models) {
    const found = encryptionOf(source, repository, option);
    const { name, path } = repository;
    if (found === "none")
      yield {
        demand: "encryption",
        path,
        problem: `${name} is not encrypted; the policy asks for encryption.`,
        fix: `Before the first backup, add \`${name}-cipher-type: aes-256-cbc\` to \`global\`, and \`${name}-cipher-pass\` to the Secret. The cipher of a repository that holds backups cannot be changed.`,
      };
    if (found === "unknown")
      yield {
        demand: "encryption",
        path,
        severity: "warning",
        problem: `Whether ${name} is encrypted is not known, because only the Secret could say it, which is not in the input; the policy asks for encryption.`,
        fix: `If it is, say so in \`global\`: \`${name}-cipher-type: aes-256-cbc\`. Else check the cluster together with its Secret.`,
      };
  }
}

function* repositoriesShortfall(
  { repos }: Policy,
  models: readonly RepositoryModel[],
  { cluster }: RecoverySource,
  archives: boolean,
): Iterable<Shortfall> {
  if (repos === undefined) return;
  const filled = models.filter(({ rules }) => rules.schedules.some(({ type }) => type === "full"));
  if (filled.length >= repos) return;
  const maybe = models.filter(
    (model) => !filled.includes(model) && model.unknownSchedules.some(({ type }) => type === "full"),
  );
  const unknown = firstUnknown(maybe);
  const asks = `the policy asks for ${repos === 1 ? "1 repository" : `${repos} repositories`}`;
  if (unknown !== undefined && filled.length + maybe.length >= repos) {
    yield {
      demand: "repos",
      path: [...section, "repos"],
      severity: "warning",
      problem: `Whether full backups go to ${unknown.repository.name} is not known, because ${unknown.later}; ${asks}.`,
      fix: laterFix,
    };
    return;
  }
  const names = filled.map(({ repository }) => repository.name).join(" and ");
  yield {
    demand: "repos",
    path: [...section, "repos"],
    problem: `Full backups go to ${filled.length === 0 ? "no repository" : names}; ${asks}.`,
    fix: repositoriesFix(models, repos, cluster.resource.spec.standby !== undefined, archives),
  };
}

/** What is there already comes first: a repository without full backups needs a schedule, not another place. */
function repositoriesFix(
  models: readonly RepositoryModel[],
  repos: number,
  isStandby: boolean,
  archives: boolean,
): string {
  if (!archives) return "Correct the parameter that stops archiving: another finding names it.";
  if (isStandby) return "Promote the cluster, or take its backups where the primary cluster is.";
  if (models.some(({ isParked }) => isParked)) return parkedFix;
  const idle = models.filter(({ rules, unknownSchedules }) =>
    [...rules.schedules, ...unknownSchedules].every(({ type }) => type !== "full"),
  );
  const steps = idle.map(({ repository: { name }, schedules }) => {
    const own = schedules.filter(({ type }) => type === "full");
    return own.some(({ isSuspended }) => isSuspended)
      ? `Let the suspended full backups of ${name} run.`
      : own.length > 0
        ? `Correct the schedule for full backups of ${name}, which never runs.`
        : `Give ${name} a schedule for full backups.`;
  });
  return [
    ...steps,
    ...(models.length < repos ? ["Add a repository in another place, with a schedule for full backups."] : []),
  ].join(" ");
}
