import { parsedSchedule } from "../cpo/schedules.ts";
import { runsBetween } from "../kubernetes/run-times.ts";
import { scheduleInWords } from "../kubernetes/schedule-words.ts";
import { remembered } from "../text/memo.ts";
import { archiveTimeout } from "./archiving.ts";
import type { Figures, Span } from "./figures.ts";
import { epoch } from "./horizon.ts";
import { encryptionOf, locationOf } from "./location.ts";
import type { RepositoryPlan } from "./plan-schema.ts";
import { promisedFigures } from "./promised-figures.ts";
import { type ModelSchedule, type RepositoryModel, withoutArchiving } from "./repository-model.ts";
import { longestGap, readSchedules } from "./schedule-runs.ts";
import { shownSecretName } from "./shown-secret-name.ts";
import type { RecoverySource } from "./source.ts";

const day = 86_400;

/**
 * What can be restored from a repository.
 * @param now Seconds since 1970.
 * @param archives False where a parameter of PostgreSQL stops archiving: then backups fail, too.
 */
export function repositoryPlan(
  source: RecoverySource,
  model: RepositoryModel,
  { now, archives }: { readonly now: number; readonly archives: boolean },
): RepositoryPlan {
  const { repository, option, gaps } = model;
  const promising = archives ? model : withoutArchiving(model);
  const { rules, unknownSchedules } = promising;
  const figures = promisedFigures(promising);
  const { endpoint, location, path } = locationOf(source, repository, option);
  const { secretName } = source.cluster;
  const runs = figures.longestGapSeconds !== null;
  return {
    name: repository.name,
    storage: repository.storage,
    location,
    ...(path !== undefined && { path }),
    ...(endpoint !== undefined && { endpoint }),
    encryption: encryptionOf(source, repository, option),
    ...(secretName !== "" && { secret: shownSecretName(secretName) }),
    schedules: model.schedules.map((schedule) => schedulePlan(schedule, now)),
    ...(unknownSchedules.length > 0 && { schedulesKnown: false }),
    longestGapSeconds: figures.longestGapSeconds,
    retention: { known: model.retentionDoubt === undefined, ...rules.retention },
    kept: figures.kept,
    walSeconds: figures.walSeconds,
    window: { backups: windowOf(figures.backups), pointInTime: windowOf(figures.pointInTime) },
    dataLoss: {
      archives,
      archivingSeconds:
        rules.schedules.length + unknownSchedules.length > 0 ? (archiveTimeout(source.cluster) ?? null) : null,
      withoutArchivingSeconds: runs ? figures.longestGapSeconds : null,
    },
    restoreChain: chainOf(figures),
    gaps: archives
      ? [...gaps]
      : [...gaps, "A parameter of PostgreSQL stops archiving: every backup fails, and no WAL is kept."],
  };
}

const windowOf = ({ least, most }: Span) => ({ guaranteedSeconds: least, bestSeconds: most });

const chainOf = ({ chain }: Figures) => ({ backups: chain.backups, walSeconds: chain.walSeconds });

function schedulePlan(schedule: ModelSchedule, now: number): RepositoryPlan["schedules"][number] {
  const { type, cron, timeZone, idle, isSuspended, filledInLater } = schedule;
  const runs = idle === undefined && filledInLater === undefined;
  return {
    type,
    cron,
    ...(timeZone !== undefined && { timeZone }),
    words: filledInLater === undefined ? wordsOf(cron, timeZone) : `not known: a later step fills in ${filledInLater}`,
    next: runs ? nextRuns(schedule, now).map(rfc3339) : [],
    longestGapSeconds: runs ? (gapOf(`${timeZone ?? ""}\n${cron}`) ?? null) : null,
    suspended: isSuspended,
    ...(filledInLater !== undefined && { filledInLater: true }),
  };
}

/** A moment as it stands in a plan: RFC 3339 in UTC. */
export const rfc3339 = (moment: number): string => new Date(moment * 1000).toISOString().replace(".000Z", "Z");

function wordsOf(cron: string, timeZone: string | undefined): string {
  const parsed = parsedSchedule(cron);
  return "refused" in parsed ? "never: Kubernetes refuses it" : scheduleInWords(parsed.cron, timeZone);
}

/** The longest time between two runs of a schedule in UTC or a zone, in the years that figures are counted in. */
const gapOf = remembered((text): number | undefined => {
  const [zone = "", cron = ""] = text.split("\n");
  const [read] = readSchedules([{ type: "full", cron, ...(zone !== "" && { timeZone: zone }) }], epoch, epoch);
  if (read === undefined) return undefined;
  const isDaily = read.cron.kind === "every" || read.cron.month.values.size * read.cron.day.values.size === 12 * 31;
  const isFixed = read.clock.changes.length === 0;
  const dense = read.cron.kind === "every" ? 20 * read.cron.seconds : 0;
  return longestGap(
    runsBetween(read, epoch, epoch + (isDaily ? (isFixed ? Math.max(21 * day, dense) : 400 * day) : 28 * 365.25 * day)),
  );
});

/** How far the next runs are looked for, step by step: most are near, and a rare one is years away. */
const steps = [9 * day, 70 * day, 2000 * day, 45 * 366 * day];

/** The next five runs after a moment. */
function nextRuns({ type, cron, timeZone }: ModelSchedule, now: number): readonly number[] {
  let runs: readonly number[] = [];
  for (const step of steps) {
    const [read] = readSchedules([{ type, cron, ...(timeZone !== undefined && { timeZone }) }], now, now + step);
    if (read === undefined) return [];
    const perDay = read.cron.kind === "every" ? day / read.cron.seconds : 1;
    runs = runsBetween(read, Math.floor(now) + 1, now + (perDay > 1 ? 9 * day : step)).slice(0, 5);
    if (runs.length === 5) return runs;
  }
  return runs;
}
