import { repositoryTimeline } from "../recovery/repository-timeline.ts";
import { type Restorable, restorableAt } from "../recovery/restorable-at.ts";
import type { RepositoryRules } from "../recovery/retention.ts";
import { backupLabel } from "./backup-label.ts";
import { type Refused, refused, shownMoment } from "./moment.ts";
import { plannedState } from "./planned-state.ts";
import type { RestoreTarget } from "./restore-patch.ts";

/** A repository by its name in the manifest, and when it has which backups. */
export interface PlannedRepository {
  readonly name: string;
  readonly rules: RepositoryRules;
  /** True where a later step fills in a schedule, so that nothing is planned; absent where nothing is. */
  readonly isUnknown?: boolean;
}

const week = 7 * 86_400;
/** No plan is made for what is longer ago: ten years. */
const mostWeeks = 520;

/** The repository to restore from; `isUnscheduled` where the target is a backup that no schedule of it takes, so that the plan says nothing of it. */
export interface FoundRepository {
  readonly is: "repository";
  readonly name: string;
  readonly isUnscheduled: boolean;
  /** When its newest backup began, by the plan, where that is the target; seconds since 1970. */
  readonly newest?: number;
}

/**
 * The first repository from which a target can be restored at a moment, in seconds since 1970, or with `newest` the one that has the newest backup; or why it can be from none of them, and the
 * nearest that can. The plan knows the schedules and the retention, and not what became of them: what it refuses may be there nevertheless.
 */
export function plannedRepository(
  target: RestoreTarget,
  repositories: readonly PlannedRepository[],
  now: number,
  wanted: "first" | "newest" = "first",
): FoundRepository | Refused {
  const refusals: Refused[] = [];
  const found: FoundRepository[] = [];
  // What is known comes first; where nothing is planned, nothing speaks against a target.
  const [known, unknown] = [
    repositories.filter((each) => !each.isUnknown),
    repositories.filter((each) => each.isUnknown),
  ];
  for (const { name, rules, isUnknown } of [...known, ...unknown]) {
    const judged = isUnknown
      ? ({ is: "repository", name, isUnscheduled: false } as const)
      : judgedTarget(target, name, rules, now);
    if (judged.is === "refused") refusals.push(judged);
    else if (wanted === "newest") found.push(judged);
    else return judged;
  }
  const [best] = found.sort((left, right) => (right.newest ?? 0) - (left.newest ?? 0));
  if (best !== undefined) return best;
  const fixes = new Set(refusals.map(({ fix }) => fix));
  return refused(
    refusals.map(({ problem }) => problem).join(" "),
    [...fixes, "If `pgbackrest info` shows that it can be restored, add --force."]
      .filter((fix) => fix !== "")
      .join(" "),
  );
}

function judgedTarget(
  target: RestoreTarget,
  name: string,
  rules: RepositoryRules,
  now: number,
): FoundRepository | Refused {
  const found = { is: "repository", name, isUnscheduled: false } as const;
  const read = target.is === "set" ? backupLabel(target.label) : undefined;
  const label = read?.is === "label" ? read : undefined;
  const at = target.is === "time" ? target.moment.seconds : (label?.at ?? now);
  const weeks = Math.ceil((now - Math.min(at, label?.fullAt ?? at)) / week) + 1;
  if (weeks > mostWeeks)
    return refused(`By the plan, ${name} has nothing that is more than ten years old.`, "Look at the year.");
  const timeline = repositoryTimeline(rules, now, weeks, 0);
  const kept = timeline.backups.filter((backup) => backup.at <= now && (backup.expires ?? now + 1) > now);
  if (target.is === "time") {
    const walFrom = timeline.expiries.findLast((expiry) => expiry.at <= now)?.walFrom ?? now;
    const from = kept.find((backup) => backup.at >= walFrom)?.at;
    return refusalAt(restorableAt(timeline, at, now), { name, moment: shownMoment(target.moment), from }) ?? found;
  }
  const [oldest] = kept;
  if (oldest === undefined) return noBackup(name);
  if (label === undefined) return { ...found, newest: kept.at(-1)?.at ?? oldest.at };
  if (oldest.at > at)
    return refused(
      `By the plan, ${name} no longer has the backup ${label.label}: the oldest that it still has began at ${shown(oldest.at)}.`,
      "Write the label of a newer backup, as `pgbackrest info` prints it.",
    );
  const own = plannedState(timeline.backups, label.type, at, now);
  const full = plannedState(timeline.backups, "full", label.fullAt, now);
  if (own.is === "expired" || full.is === "expired" || label.fullAt < oldest.at) {
    const which = own.is === "expired" ? "it" : "the full backup that it builds on";
    const expired = own.is === "expired" ? own : full;
    const when = expired.is === "expired" ? ` expired at ${shown(expired.expires)}` : " is not there any more";
    const [before, after] = [kept.findLast((each) => each.at < at), kept.find((each) => each.at > at)];
    return refused(
      `By the plan, ${name} no longer has the backup ${label.label}: ${which}${when}.`,
      nearest(
        [before, after].flatMap((each) => (each === undefined ? [] : [each.at])),
        undefined,
      ),
    );
  }
  return { ...found, isUnscheduled: own.is === "unscheduled" };
}

function refusalAt(
  restorable: Restorable,
  { name, moment, from }: { readonly name: string; readonly moment: string; readonly from: number | undefined },
): Refused | undefined {
  if (restorable.is === "restorable") return undefined;
  const { why, before, after } = restorable;
  if (why === "no-backup") return noBackup(name);
  return refused(
    why === "wal-expired"
      ? `By the plan, ${name} no longer has the WAL for ${moment}.`
      : `By the plan, ${moment} is before the oldest backup that ${name} still has.`,
    nearest(
      [before, after].filter((at) => at !== undefined && at !== from),
      from,
    ),
  );
}

/** The nearest that can be restored: backups without the WAL after them, and what is after the first one whose WAL is there. */
function nearest(alone: ReadonlyArray<number | undefined>, from: number | undefined): string {
  const moments = from === undefined ? undefined : `the backup that began at ${shown(from)}`;
  if (alone.length === 0) return moments === undefined ? "" : `The earliest moment is the end of ${moments}.`;
  const [backups, them] = alone.length > 1 ? ["backups", "they are"] : ["backup", "it is"];
  const began = alone.map((at) => shown(at ?? 0)).join(" and ");
  const more = moments === undefined ? "" : `, and every moment after ${moments}`;
  return `The nearest that can be restored: the ${backups} that began at ${began}, as ${them} (--set with the label)${more}.`;
}

const noBackup = (name: string) => refused(`By the plan, ${name} has no backup, because no schedule of it runs.`, "");

const shown = (seconds: number) => shownMoment({ seconds, micros: 0 });
