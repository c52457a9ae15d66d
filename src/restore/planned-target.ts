import { repositoryTimeline } from "../recovery/repository-timeline.ts";
import { type Restorable, restorableAt } from "../recovery/restorable-at.ts";
import type { RepositoryRules } from "../recovery/retention.ts";
import { backupLabel } from "./backup-label.ts";
import { type Refused, refused, shownMoment } from "./moment.ts";
import type { RestoreTarget } from "./restore-patch.ts";

/** A repository by its name in the manifest, and when it has which backups. */
export interface PlannedRepository {
  readonly name: string;
  readonly rules: RepositoryRules;
}

const week = 7 * 86_400;
/** No plan is made for what is longer ago: ten years. */
const mostWeeks = 520;

/**
 * The first repository from which a target can be restored at a moment, in seconds since 1970; or why it can be from none of them, and the
 * nearest that can. The plan knows the schedules and the retention, and not what became of them: what it refuses may be there nevertheless.
 */
export function plannedRepository(
  target: RestoreTarget,
  repositories: readonly PlannedRepository[],
  now: number,
): { readonly is: "repository"; readonly name: string } | Refused {
  const refusals: Refused[] = [];
  for (const { name, rules } of repositories) {
    const refusal = refusalOf(target, name, rules, now);
    if (refusal === undefined) return { is: "repository", name };
    refusals.push(refusal);
  }
  const fixes = new Set(refusals.map(({ fix }) => fix));
  return refused(
    refusals.map(({ problem }) => problem).join(" "),
    [...fixes, "If `pgbackrest info` shows that it can be restored, add --force."]
      .filter((fix) => fix !== "")
      .join(" "),
  );
}

function refusalOf(target: RestoreTarget, name: string, rules: RepositoryRules, now: number): Refused | undefined {
  const at = momentOf(target, now);
  const weeks = Math.ceil((now - at) / week) + 1;
  if (weeks > mostWeeks)
    return refused(`By the plan, ${name} has nothing that is more than ten years old.`, "Look at the year.");
  const timeline = repositoryTimeline(rules, now, weeks, 0);
  const kept = timeline.backups.filter((backup) => backup.at <= now && (backup.expires ?? now + 1) > now);
  if (target.is === "time") {
    const walFrom = timeline.expiries.findLast((expiry) => expiry.at <= now)?.walFrom ?? now;
    const from = kept.find((backup) => backup.at >= walFrom)?.at;
    return refusalAt(restorableAt(timeline, at, now), { name, moment: shownMoment(target.moment), from });
  }
  const [oldest] = kept;
  if (oldest === undefined) return noBackup(name);
  if (target.is === "latest" || oldest.at <= at) return undefined;
  return refused(
    `By the plan, ${name} no longer has the backup ${target.label}: the oldest that it still has began at ${shown(oldest.at)}.`,
    "Write the label of a newer backup, as `pgbackrest info` prints it.",
  );
}

function momentOf(target: RestoreTarget, now: number): number {
  if (target.is === "time") return target.moment.seconds;
  const label = target.is === "set" ? backupLabel(target.label) : undefined;
  return label?.is === "label" ? label.at : now;
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
