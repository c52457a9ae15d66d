import { durationInWords } from "../kubernetes/schedule-words.ts";
import { durationSeconds } from "../text/duration.ts";
import type { RetentionDoubt } from "./effective-options.ts";
import { figuresOf } from "./figures.ts";
import { promisedFigures } from "./promised-figures.ts";
import { isFullCertain, type RepositoryModel } from "./repository-model.ts";
import { type Policy, type Shortfall, section } from "./shortfall.ts";

/** True where backups of a repository are taken. */
export const isBackedUp = ({ rules }: RepositoryModel) => rules.schedules.length > 0;

/** Seconds back to which every moment can be restored; infinite where nothing expires. */
const windowOf = (model: RepositoryModel) => promisedFigures(model).pointInTime.least ?? Number.POSITIVE_INFINITY;

/** In what a cluster falls short of the window. */
export function* windowShortfall({ window }: Policy, models: readonly RepositoryModel[]): Iterable<Shortfall> {
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
  for (const model of backedUp) {
    if (model.retentionDoubt === undefined) continue;
    yield unknownWindow(model, model.retentionDoubt, asks);
    return;
  }
  const uncertain = backedUp.find((model) => given === 0 && hasOnlyUncertainFulls(model));
  if (uncertain !== undefined) {
    yield {
      demand: "window",
      path: uncertain.repository.path,
      problem: `No moment is guaranteed, because each full backup of ${uncertain.repository.name} starts in the same minute as another backup, and either of them fails; ${asks}.`,
      fix: "Move one of the schedules by more time than a backup takes.",
    };
    return;
  }
  const { variable } = best.option("repo-retention-full", best.repository.number) ?? {};
  if (variable !== undefined) {
    yield {
      demand: "window",
      path: variable.path,
      problem: `Only the last ${durationInWords(given)} can be restored at every moment, from ${best.repository.name}, because the variable \`${variable.name}\` says how long backups are kept; ${asks}.`,
      fix: variableFix(windowFix(best, wanted), best, variable.name),
    };
    return;
  }
  yield {
    demand: "window",
    path: [...section, "global"],
    problem: `Only the last ${durationInWords(given)} can be restored at every moment, from ${best.repository.name}; ${asks}.`,
    fix: windowFix(best, wanted),
  };
}

const hasOnlyUncertainFulls = ({ rules }: RepositoryModel) =>
  rules.schedules.some(({ type }) => type === "full") && !isFullCertain(rules);

const unknownWindow = ({ repository: { name } }: RepositoryModel, doubt: RetentionDoubt, asks: string): Shortfall => {
  const { fix, why } = {
    secret: {
      why: "only the Secret could say it, which is not in the input",
      fix: `Say it in \`global\`, with \`${name}-retention-full\`, or check the cluster together with its Secret.`,
    },
    later: {
      why: `the value of \`${name}-retention-full\` is filled in later`,
      fix: "Check what is built in the end, or write the number itself.",
    },
    refused: {
      why: "pgBackRest refuses what is said about it",
      fix: "Mend the value: another finding names it.",
    },
  }[doubt];
  return {
    demand: "window",
    path: [...section, "global"],
    ...(doubt !== "refused" && { severity: "warning" }),
    problem: `How long ${name} keeps backups is not known, because ${why}; ${asks}.`,
    fix,
  };
};

/** A variable counts before each line of a file, so it is the variable that has to be set. */
const variableFix = (fix: string, { repository: { name } }: RepositoryModel, variable: string) =>
  fix.startsWith(`Set \`${name}-retention-full:`) || fix.startsWith("Raise")
    ? fix
        .replace(/`repo\d+-retention-full: ("\d+")`/, `\`${variable}\` to \`$1\``)
        .replace(/^Raise `repo\d+-retention-full`/, `Raise \`${variable}\``)
    : fix;

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
