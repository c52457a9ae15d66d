import { durationInWords } from "../kubernetes/schedule-words.ts";
import { durationSeconds } from "../text/duration.ts";
import type { EffectiveOption, RetentionDoubt } from "./effective-options.ts";
import { figuresOf } from "./figures.ts";
import { promisedFigures } from "./promised-figures.ts";
import { isFullCertain, type RepositoryModel } from "./repository-model.ts";
import { type Policy, type Shortfall, section } from "./shortfall.ts";

/** The first repository with a schedule that a later step fills in, and which of its backups that is. A finding cuts what it quotes, so the schedule is named. */
export function firstUnknown(models: readonly RepositoryModel[]) {
  for (const { repository, unknownSchedules } of models)
    for (const { type } of unknownSchedules)
      return { repository, later: `a later step fills in the schedule of its ${type} backups` };
  return undefined;
}

/** What can be done where a later step fills in a schedule. */
export const laterFix = "Check what is built in the end, or write the schedule itself.";

/** What can be done where the cluster has no instances. */
export const parkedFix = "Raise `numberOfInstances`: a cluster without instances takes no backups.";

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
  const unknown = firstUnknown(models);
  if (unknown !== undefined && (best === undefined || windowOf(best) < wanted)) {
    yield {
      demand: "window",
      path: unknown.repository.path,
      severity: "warning",
      problem: `How far back ${unknown.repository.name} goes is not known, because ${unknown.later}; ${asks}.`,
      fix: laterFix,
    };
    return;
  }
  if (best === undefined) {
    yield {
      demand: "window",
      path: [...section, "repos"],
      problem: `No moment can be restored, because no backup is ever taken; ${asks}.`,
      fix: models.some(({ isParked }) => isParked)
        ? parkedFix
        : "Give a repository a schedule for full backups that runs.",
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
  const { fix, because } = {
    secret: {
      because: "only the Secret could say it, which is not in the input",
      fix: `Check the cluster together with its Secret. Or say it in \`global\`, with \`${name}-retention-full\`, and take it out of the Secret if it is there: pgBackRest refuses an option that is set twice.`,
    },
    later: {
      because: `the value of \`${name}-retention-full\` is filled in later`,
      fix: "Check what is built in the end, or write the number itself.",
    },
    refused: {
      because: "pgBackRest refuses what is said about it",
      fix: "Mend the value: another finding names it.",
    },
  }[doubt];
  return {
    demand: "window",
    path: [...section, "global"],
    ...(doubt !== "refused" && { severity: "warning" }),
    problem: `How long ${name} keeps backups is not known, because ${because}; ${asks}.`,
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

/** The least retention with which the window is long enough, where one more number will do: the model is asked, not a rule of thumb. */
function windowFix({ option, repository, rules }: RepositoryModel, wanted: number): string {
  const { archive, archiveType, full, fullType } = rules.retention;
  const { name, number } = repository;
  const reaches = (retention: typeof rules.retention) =>
    (figuresOf({ ...rules, retention }).pointInTime.least ?? Number.POSITIVE_INFINITY) >= wanted;
  const { archive: _, archiveType: __, ...others } = rules.retention;
  const standard = { ...others, archiveType: "full" as const };
  const limits = [
    ...(archive === undefined ? [] : ["retention-archive"]),
    ...(archiveType === "full" ? [] : ["retention-archive-type"]),
  ]
    .map((limit) => written(option(`repo-${limit}`, number), `${name}-${limit}`))
    .join(" and ");
  if (limits !== "" && reaches(standard)) return `Remove ${limits}, so that WAL is kept as long as backups.`;
  if (full === undefined || !rules.schedules.some(({ type }) => type === "full"))
    return "Give the repository a schedule for full backups, and keep enough of them.";
  const also = limits === "" ? "" : `, and remove ${limits}`;
  const least = leastNumber(full + 1, (count) => reaches({ ...standard, full: count }));
  if (least === undefined) return `Raise \`${name}-retention-full\`${also}.`;
  const line = option("repo-retention-full", number);
  const set = line?.hidden
    ? `Set \`${line.key ?? `${name}-retention-full`} = ${least}\` in the Secret, where it stands`
    : `Set \`${name}-retention-full: "${least}"\``;
  return fullType === "time"
    ? `${set}, which are days here${also}.`
    : `${set}${also}, or take full backups less often.`;
}

/** An option by the name that its line has, and where that is not the manifest, where it is. */
function written(option: EffectiveOption | undefined, name: string): string {
  const { hidden = false, key = name, variable } = option ?? {};
  if (variable !== undefined) return `the variable \`${variable.name}\``;
  return `\`${key}\`${hidden ? " from the Secret" : ""}`;
}

/** No advice beyond this: the model would have to go through that many backups. */
const limit = 5_000;

/** The least number from `first` on that is enough, where all above it are, too; undefined where none is. */
function leastNumber(first: number, isEnough: (count: number) => boolean): number | undefined {
  let low = first;
  let high = first;
  // A step twice as long each time; a window of years with backups every hour is found in a dozen.
  for (let step = 1; !isEnough(high); step *= 2) {
    if (high >= limit) return undefined;
    low = high + 1;
    high = Math.min(high + step, limit);
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}
