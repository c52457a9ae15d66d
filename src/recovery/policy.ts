import type { Path } from "../findings/finding.ts";
import { durationInWords } from "../kubernetes/schedule-words.ts";
import { durationSeconds } from "../text/duration.ts";
import { archiveTimeout } from "./archiving.ts";
import { figuresOf } from "./figures.ts";
import { encryptionOf } from "./location.ts";
import { type RepositoryModel, repositoryModels } from "./repository-model.ts";
import type { RecoverySource } from "./source.ts";

/** What every cluster must come up to, as the functionConfig says it. */
export interface Policy {
  /** How far back every moment must be restorable, at every moment: `14d`. */
  readonly window?: string;
  /** The most that may be lost, while WAL is archived: `1h`. */
  readonly rpo?: string;
  /** Whether every repository must be encrypted. */
  readonly encryption?: boolean;
  /** The least number of repositories that full backups go to. */
  readonly repos?: number;
}

/** A demand of a policy. */
export type Demand = keyof Policy;

/** In what a cluster falls short. */
export interface Shortfall {
  readonly demand: Demand;
  /** In the cluster's manifest. */
  readonly path: Path;
  /** Absent where it is certain; a warning where only a Secret that is not there could tell. */
  readonly severity?: "warning";
  readonly problem: string;
  readonly fix: string;
}

/** Judges a cluster; `archives` is false where a parameter of PostgreSQL stops archiving. */
export type PolicyJudge = (source: RecoverySource, archives: boolean) => readonly Shortfall[];

const section: Path = ["spec", "backup", "pgbackrest"];

/** What judges clusters by a policy. The guaranteed figures count, which hold at every moment. */
export const policyJudge =
  (policy: Policy): PolicyJudge =>
  (source, archives) => {
    const models = repositoryModels(source).map((model) =>
      archives ? model : { ...model, rules: { ...model.rules, schedules: [] } },
    );
    return [
      ...windowShortfall(policy, models),
      ...rpoShortfall(policy, source, archives),
      ...encryptionShortfalls(policy, source, models),
      ...repositoriesShortfall(policy, models),
    ];
  };

const isBackedUp = ({ rules }: RepositoryModel) => rules.schedules.length > 0;

/** Seconds back to which every moment can be restored; infinite where nothing expires. */
const windowOf = ({ rules }: RepositoryModel) => figuresOf(rules).pointInTime.least ?? Number.POSITIVE_INFINITY;

function* windowShortfall({ window }: Policy, models: readonly RepositoryModel[]): Iterable<Shortfall> {
  const wanted = window === undefined ? undefined : durationSeconds(window);
  if (wanted === undefined) return;
  const asks = `the policy asks for ${durationInWords(wanted)}`;
  const backedUp = models.filter(isBackedUp);
  const best = backedUp.toSorted((left, right) => windowOf(right) - windowOf(left))[0];
  if (best === undefined) {
    yield {
      demand: "window",
      path: [...section, "repos"],
      problem: `No moment can be restored, because no backup is ever taken; ${asks}.`,
      fix: "Give a repository a schedule for full backups that runs.",
    };
    return;
  }
  const given = windowOf(best);
  if (given >= wanted) return;
  yield {
    demand: "window",
    path: [...section, "global"],
    problem: `Only the last ${durationInWords(given)} can be restored at every moment, from ${best.repository.name}; ${asks}.`,
    fix: windowFix(best, wanted),
  };
}

/** Retention with which the window is long enough, where one more number will do. */
function windowFix({ repository, rules }: RepositoryModel, wanted: number): string {
  const { archive, full, fullType } = rules.retention;
  const { name } = repository;
  const reaches = (retention: typeof rules.retention) =>
    (figuresOf({ ...rules, retention }).pointInTime.least ?? Number.POSITIVE_INFINITY) >= wanted;
  const { archive: _, archiveType: __, ...others } = rules.retention;
  const standard = { ...others, archiveType: "full" as const };
  if (archive !== undefined && reaches(standard))
    return `Remove \`${name}-retention-archive\`, so that WAL is kept as long as backups.`;
  if (full === undefined || !rules.schedules.some(({ type }) => type === "full"))
    return "Give the repository a schedule for full backups, and keep enough of them.";
  const also = archive === undefined ? "" : `, and remove \`${name}-retention-archive\``;
  if (fullType === "time") {
    const days = Math.ceil(wanted / 86_400);
    return `Set \`${name}-retention-full: "${days}"\`, which are days here${also}.`;
  }
  const kept = figuresOf({ ...rules, retention: standard }).pointInTime.least ?? 0;
  const each = full > 1 ? kept / (full - 1) : wanted;
  // From a good guess on; a handful of tries corrects what months of different length make of it.
  for (let count = Math.max(full + 1, Math.floor(wanted / Math.max(each, 1))); count < full + 5000; count += 1) {
    if (reaches({ ...standard, full: count }))
      return `Set \`${name}-retention-full: "${count}"\`${also}, or take full backups less often.`;
    if (count > Math.floor(wanted / Math.max(each, 1)) + 5) break;
  }
  return `Raise \`${name}-retention-full\`${also}.`;
}

function* rpoShortfall({ rpo }: Policy, { cluster }: RecoverySource, archives: boolean): Iterable<Shortfall> {
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
  else if (given === undefined)
    yield {
      demand: "rpo",
      path,
      problem: `Changes wait until a WAL segment is full before they are archived, and can be lost until then; ${asks}.`,
      fix: `Set \`archive_timeout: ${wanted}s\` or less.`,
    };
  else if (given > wanted)
    yield {
      demand: "rpo",
      path,
      problem: `Changes of the last ${durationInWords(given)} can be lost, which is how long they may wait to be archived; ${asks}.`,
      fix: `Set \`archive_timeout: ${wanted}s\` or less under \`spec.postgresql.parameters\`.`,
    };
}

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

function* repositoriesShortfall({ repos }: Policy, models: readonly RepositoryModel[]): Iterable<Shortfall> {
  if (repos === undefined) return;
  const filled = models.filter(({ rules }) => rules.schedules.some(({ type }) => type === "full"));
  if (filled.length >= repos) return;
  const names = filled.map(({ repository }) => repository.name).join(" and ");
  yield {
    demand: "repos",
    path: [...section, "repos"],
    problem: `Full backups go to ${filled.length === 0 ? "no repository" : names}; the policy asks for ${repos} repositories.`,
    fix: "Add a repository in another place, with a schedule for full backups.",
  };
}
