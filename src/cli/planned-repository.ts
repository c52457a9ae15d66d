import type { Refused } from "../restore/moment.ts";
import { type PlannedRepository, plannedRepository } from "../restore/planned-target.ts";
import type { RestoreTarget } from "../restore/restore-patch.ts";

/** The repository to restore from, and why the plan is against it; the reason is absent where the user knows better. */
export interface RepositoryChoice {
  readonly repo: string;
  readonly refusal: Refused | undefined;
  /** True for a backup that no schedule takes. */
  readonly isUnscheduled: boolean;
  /** When the newest backup began, by the plan; seconds since 1970. */
  readonly newest: number | undefined;
}

/**
 * Chooses the first of the repositories from which, by the plan, the target can be restored; without a plan, the first of all. `now` is in
 * milliseconds since 1970; `standby` is why a standby cluster is not restored.
 */
export function repositoryChoice(
  target: RestoreTarget,
  names: readonly [string, ...string[]],
  planned: readonly PlannedRepository[],
  {
    now,
    isForced,
    standby,
    wanted,
  }: {
    readonly now: number;
    readonly isForced: boolean;
    readonly standby: Refused | undefined;
    readonly wanted?: "first" | "newest";
  },
): RepositoryChoice {
  const candidates = planned.filter(({ name }) => names.includes(name));
  const found =
    candidates.length === 0 ? undefined : plannedRepository(target, candidates, Math.floor(now / 1000), wanted);
  const repo = found?.is === "repository" ? found.name : names[0];
  // A standby cluster takes no backups, whatever its schedules are.
  const refusal = standby ?? (found?.is === "refused" ? found : undefined);
  return {
    repo,
    refusal: isForced ? undefined : refusal,
    isUnscheduled: found?.is === "repository" && found.isUnscheduled,
    newest: found?.is === "repository" ? found.newest : undefined,
  };
}
