import type { BackupType } from "../cpo/repository.ts";
import type { TimelineBackup } from "../recovery/timeline.ts";

/** What the plan says of a backup. `unscheduled`: no schedule takes such a one then, but somebody may have, by hand. */
export type PlannedState =
  | { readonly is: "kept" | "unscheduled" }
  | {
      readonly is: "expired";
      /** Seconds since 1970. */
      readonly expires: number;
    };

/** A job waits for its pod before pgBackRest begins, so a label is somewhat later than the schedule. */
const longestWait = 3600;

/** What the plan says of a backup of a type that began at a moment, at another one, `now`: both in seconds since 1970. */
export function plannedState(
  backups: readonly TimelineBackup[],
  type: BackupType,
  began: number,
  now: number,
): PlannedState {
  const planned = backups.findLast((backup) => backup.at <= began && backup.type === type);
  if (planned === undefined || began - planned.at > longestWait) return { is: "unscheduled" };
  const { expires } = planned;
  return expires === undefined || expires > now ? { is: "kept" } : { is: "expired", expires };
}
