import type { BackupType } from "../cpo/repository.ts";
import type { InfoBackup } from "./observed.ts";

/**
 * Which backups are as good as one of a type, for a restore: a full one where a differential one was due, a differential one where an
 * incremental one was. They are also those by which it may expire, so what was there and has gone is never missed.
 */
export const asGood: Readonly<Record<BackupType, readonly BackupType[]>> = {
  full: ["full"],
  diff: ["full", "diff"],
  incr: ["full", "diff", "incr"],
};

/** The last success of a type, or of one that is as good, and who says so. Seconds since 1970. */
export interface Success {
  readonly at: number;
  readonly from: "pgbackrest" | "kubernetes";
}

/** As pgBackRest says, where it was asked; else as Kubernetes says, by type. */
export function lastSuccess(
  type: BackupType,
  backups: readonly InfoBackup[] | undefined,
  succeeded: Partial<Readonly<Record<BackupType, number>>>,
): Success | undefined {
  const types = asGood[type];
  const moments =
    backups === undefined
      ? types.flatMap((each) => succeeded[each] ?? [])
      : backups.filter((backup) => types.includes(backup.type)).map(({ stoppedAt }) => stoppedAt);
  if (moments.length === 0) return undefined;
  return { at: Math.max(...moments), from: backups === undefined ? "kubernetes" : "pgbackrest" };
}
