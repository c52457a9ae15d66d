import type { BackupType } from "../cpo/repository.ts";
import { zonedCollision } from "../kubernetes/zoned-times.ts";
import { remembered } from "../text/memo.ts";
import { epoch } from "./horizon.ts";
import type { RepositoryRules } from "./retention.ts";
import { type MergedRuns, readSchedules } from "./schedule-runs.ts";

/** Two types of backups of one repository that start in the same minute. pgBackRest takes a lock, so one of the two fails, either of them. */
export interface Meeting {
  readonly first: BackupType;
  readonly second: BackupType;
}

/** The types of backups that meet; none in a repository whose backups all have a minute of their own. */
export const meetingsOf = (schedules: RepositoryRules["schedules"]): readonly Meeting[] =>
  schedules.length < 2 ? none : rememberedMeetings(JSON.stringify(schedules));

const none: readonly Meeting[] = [];

const rememberedMeetings = remembered(
  (text): readonly Meeting[] => {
    const read = readSchedules(JSON.parse(text), epoch, epoch);
    return read.flatMap((second, index) =>
      read
        .slice(0, index)
        .filter((first) => first.type !== second.type && zonedCollision(first, second) !== undefined)
        .map((first) => ({ first: first.type, second: second.type })),
    );
  },
  { length: 1000 },
);

/** Runs as they are where each backup of a type fails that starts in the minute of another. */
export function withoutLosers({ at, types }: MergedRuns, loser: BackupType): MergedRuns {
  const minuteOf = (index: number) => Math.floor((at[index] ?? Number.NaN) / 60);
  const stays = (_: unknown, index: number) =>
    types[index] !== loser || (minuteOf(index - 1) !== minuteOf(index) && minuteOf(index + 1) !== minuteOf(index));
  return { at: at.filter(stays), types: types.filter(stays) };
}
