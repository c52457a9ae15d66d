import type { BackupType } from "../cpo/repository.ts";
import { monthsWithoutRun, timesADay } from "../kubernetes/cron-words.ts";
import { runsBetween } from "../kubernetes/run-times.ts";
import { clockYears } from "../kubernetes/zone-clock.ts";
import { archiveCount, type Retention } from "./retention.ts";
import { longestGap, type ReadSchedule } from "./schedule-runs.ts";

/*
 * For how long schedules are looked at. What a repository holds repeats as its schedules do: by the week, where they name no dates; by four
 * years, where they do; by 28, where weeks and dates meet. No figure depends on when it is asked for: these years are fixed.
 */

const day = 86_400;
const year = 365.25 * day;

/** The years that figures are counted in begin here: seconds since 1970. */
export const epoch = clockYears.from / 1000;

/** For how long a repository is looked at, in seconds, and what of it comes to a steady state. */
export interface Horizon {
  /** After it, the repository has forgotten how it began. */
  readonly warmUp: number;
  /** The time that is looked at then. */
  readonly observed: number;
  /** True where fulls expire. */
  readonly fullsExpire: boolean;
  /** True where differential backups expire by a limit of their own. */
  readonly diffsExpire: boolean;
}

/** More runs are not gone through. */
const mostRuns = 2_000_000;
/** As many take little time. */
const fewRuns = 6000;
const lifetime = 60 * year;

/** How long a repository has to be looked at. A limit that is not reached within a lifetime is none. */
export function horizonOf(schedules: readonly ReadSchedule[], retention: Retention): Horizon {
  const perYear = schedules.reduce((sum, schedule) => sum + runsAYear(schedule), 0);
  const observed = observedTime(schedules, perYear);
  const gapOf = (types: readonly BackupType[]): number | undefined => {
    const gaps = schedules
      .filter(({ type }) => types.includes(type))
      // A year tells enough, but of what is rare.
      .map((schedule) => {
        const looked = runsAYear(schedule) < 6 ? observed : Math.min(observed, 1.1 * year);
        return longestGap(runsBetween(schedule, epoch, epoch + looked));
      })
      .filter((gap) => gap !== undefined);
    return gaps.length === 0 ? undefined : Math.min(...gaps);
  };
  const isReached = (time: number | undefined): time is number =>
    time !== undefined && time <= lifetime && (time / year) * perYear <= mostRuns;
  const fullGap = gapOf(["full"]);
  const { diff, expires, full, fullType } = retention;
  const untilFull =
    !expires || full === undefined || fullGap === undefined
      ? undefined
      : fullType === "count"
        ? (full + 2) * fullGap
        : full * day + 3 * fullGap;
  const baseGap = gapOf(bases);
  const untilDiff = !expires || diff === undefined || baseGap === undefined ? undefined : (diff + 2) * baseGap;
  const archive = archiveCount(retention);
  const { archiveType } = retention;
  // Where few differential ones stay, most of those that are counted are full.
  const countsFulls = archiveType === "full" || (untilDiff !== undefined && fullGap !== undefined);
  const archiveGap = countsFulls ? fullGap : gapOf(archiveType === "diff" ? bases : all);
  const untilArchive =
    !expires || archive === undefined || archiveGap === undefined ? undefined : (archive + 2) * archiveGap;
  const shortest = 2 * (fullGap ?? baseGap ?? gapOf(all) ?? day);
  // Where backups of several types count, WAL goes as far as when most of them are there, which may be one moment of all the schedules.
  const untilMost = expires && archive !== undefined && archiveType !== "full" ? observed : 0;
  return {
    warmUp: Math.max(shortest, ...[untilFull, untilDiff, untilArchive].filter(isReached)) + untilMost,
    observed,
    fullsExpire: isReached(untilFull),
    diffsExpire: isReached(untilDiff),
  };
}

const bases: readonly BackupType[] = ["full", "diff"];
const all: readonly BackupType[] = ["full", "diff", "incr"];

function observedTime(schedules: readonly ReadSchedule[], perYear: number): number {
  const hasDates = schedules.some(
    ({ cron }) => cron.kind === "fields" && (cron.day.values.size < 31 || cron.month.values.size < 12),
  );
  if (hasDates) {
    const isRare = schedules.some((schedule) => runsAYear(schedule) < 1);
    return (isRare || perYear * 28 <= fewRuns ? 28 : perYear <= 100_000 ? 4 : 1) * year;
  }
  if (schedules.some(({ clock }) => clock.changes.length > 0)) return perYear <= fewRuns / 4 ? 4 * year : 1.1 * year;
  // Where one counts from its last run, the others meet it in all ways sooner or later.
  const slowest = Math.max(0, ...schedules.map(({ cron }) => (cron.kind === "every" ? cron.seconds : 0)));
  return Math.max(21 * day, Math.min(60 * slowest, 28 * year));
}

/** Roughly; less than one for a date that few years have. */
function runsAYear({ cron }: ReadSchedule): number {
  if (cron.kind === "every") return year / cron.seconds;
  const { day: date, month, weekday } = cron;
  const months = (month.values.size - monthsWithoutRun(cron).length) / 12;
  const [byDate, byWeek] = [date.values.size / 30.4, weekday.values.size / 7];
  const days = date.star ? byWeek : weekday.star ? byDate : Math.min(1, byDate + byWeek);
  return 365 * months * days * timesADay(cron);
}
