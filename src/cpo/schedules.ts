import { type Cron, parseCron } from "../kubernetes/cron.ts";
import { neverFires } from "../kubernetes/cron-times.ts";
import { zoneClock } from "../kubernetes/zone-clock.ts";
import { type ClockEffects, clockEffects } from "../kubernetes/zoned-times.ts";
import { remembered } from "../text/memo.ts";
import type { Cluster } from "./cluster.ts";
import type { Repository, Schedule } from "./repository.ts";

/** A schedule as Kubernetes reads it: refused with a sentence that says why, or fields and whether they ever meet. */
export type ParsedSchedule = { readonly refused: string } | { readonly cron: Cron; readonly neverFires: boolean };

/** A schedule's text, parsed; the result is remembered, for a fleet repeats the same few. */
export const parsedSchedule = remembered((text): ParsedSchedule => {
  const cron = parseCron(text);
  return typeof cron === "string" ? { refused: cron } : { cron, neverFires: neverFires(cron) };
});

/**
 * True for a schedule that may mean something else than its author does: it is refused, or never fires, or fires in every minute, on either of
 * two kinds of days, or on a day that some months do not have.
 */
export function isUnusual(parsed: ParsedSchedule): boolean {
  if ("refused" in parsed || parsed.neverFires) return true;
  if (parsed.cron.kind === "every") return false;
  const { minute, day, weekday } = parsed.cron;
  return minute.values.size === 60 || !(day.star || weekday.star) || (day.ascending[0] ?? 31) > 28;
}

/** The clock of a time zone; undefined for a zone that is not known. */
export const clockOf = remembered(zoneClock);

/** What changes of its clock do to a schedule in a time zone, by the two with a line break between them. */
const effectsOf = remembered((text): ClockEffects => {
  const [zone = "", cron = ""] = text.split("\n");
  const [clock, parsed] = [clockOf(zone), parsedSchedule(cron)];
  return clock === undefined || "refused" in parsed ? {} : clockEffects(parsed.cron, clock);
});

/** The same, where a zone is known and a schedule can be read; else nothing. */
export const clockEffectsOn = (cron: string, zone: string): ClockEffects =>
  `${zone}${cron}`.includes("\n") ? {} : effectsOf(`${zone}\n${cron}`);

/** A backup that the CR schedules: one CronJob. */
export interface ScheduledBackup {
  readonly repository: Repository;
  readonly schedule: Schedule;
  /** The schedule as Kubernetes reads it. */
  readonly parsed: ParsedSchedule;
}

/** Every scheduled backup of a cluster, in the order of the CR. */
export function schedulesOf({ repositories }: Cluster): readonly ScheduledBackup[] {
  const backups: ScheduledBackup[] = [];
  for (const repository of repositories)
    for (const schedule of repository.schedules)
      backups.push({ repository, schedule, parsed: parsedSchedule(schedule.cron) });
  return backups;
}
