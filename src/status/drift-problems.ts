import type { Unknown } from "./observed.ts";
import { problemOf } from "./problem.ts";
import { repositoryDrift } from "./repository-drift.ts";
import type { DriftChange, StatusProblem } from "./status-schema.ts";
import { isUnknown, unknownProblems } from "./unknowns.ts";
import { visible } from "./visible.ts";
import { counted, listed } from "./words.ts";

/** More objects than these are counted, not named. */
const mostNamed = 5;

const words: Readonly<Record<Exclude<DriftChange["is"], "unknown">, string>> = {
  missing: "is missing",
  changed: "is changed",
  "left-over": "is left over",
  refused: "is refused by the API server",
};

/**
 * One problem for all that differs from the manifests, and one for each cause that keeps something from being compared.
 * @param others The other problems of the cluster: what these say is missing, or left over, is not said again.
 */
export function driftProblems(
  drift: readonly DriftChange[] | Unknown | undefined,
  others: readonly StatusProblem[] = [],
): readonly StatusProblem[] {
  if (drift === undefined) return [];
  if (isUnknown(drift)) return unknownProblems([drift]);
  const differing = drift.flatMap((change) =>
    change.is === "unknown" || isSaid(change, others)
      ? []
      : [`${visible(change.kind)}/${visible(change.name)} ${words[change.is]}`],
  );
  const reasons = new Set(
    // Without words, the reason is said for all.
    drift.flatMap(({ is, why }) => (is === "unknown" && why !== undefined ? [why] : [])),
  );
  const named = differing.slice(0, mostNamed);
  const more = differing.length - named.length;
  return [
    ...repositoryDrift(drift),
    ...(differing.length === 0
      ? []
      : [
          problemOf(
            "drift",
            `${counted(differing.length, "object differs", "objects differ")} from the manifests: ${listed([...named, ...(more > 0 ? [counted(more, "other")] : [])])}.`,
          ),
        ]),
    ...[...reasons].map((why) => problemOf("unreadable", visible(why))),
  ];
}

/** True where another problem says that an object is missing, or left over. Left-over CronJobs have one problem together. */
function isSaid({ fields = [], is, kind, name }: DriftChange, others: readonly StatusProblem[]): boolean {
  switch (is) {
    case "left-over":
      return kind === "CronJob" && others.some(({ id }) => id === "not-in-manifests");
    case "missing":
      return others.some(
        ({ id, object }) =>
          (id === "cron-job-missing" || id === "secret-missing") && object === `${visible(kind)}/${visible(name)}`,
      );
    case "changed":
      return (
        fields.length > 0 &&
        fields.every(({ path }) => path === "spec.schedule" || path === "spec.timeZone") &&
        others.some(({ id, object }) => id === "schedule-differs" && object === `${visible(kind)}/${visible(name)}`)
      );
    default:
      return false;
  }
}
