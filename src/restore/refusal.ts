import { backupLabel } from "./backup-label.ts";
import { type Refused, refused, shownMoment } from "./moment.ts";
import type { RestoreTarget } from "./restore-patch.ts";

/** Why a target cannot be restored whatever backups there are; `now` is in milliseconds since 1970. */
export function refusalOf(target: RestoreTarget, now: number): Refused | undefined {
  if (target.is === "latest") return undefined;
  const label = target.is === "set" ? backupLabel(target.label) : undefined;
  const at = target.is === "time" ? target.moment : { seconds: label?.is === "label" ? label.at : 0, micros: 0 };
  if (at.seconds * 1000 + at.micros / 1000 <= now) return undefined;
  const clock = shownMoment({ seconds: Math.floor(now / 1000), micros: 0 });
  return target.is === "time"
    ? refused(
        `${shownMoment(at)} is in the future: it is ${clock} now.`,
        "Write an earlier time; if it should be in the past, look at its zone.",
      )
    : refused(
        `The backup ${target.label} would begin in the future: it is ${clock} now.`,
        "Write a label as `pgbackrest info` prints it.",
      );
}
