import type { RepositoryPlan } from "../recovery/plan-schema.ts";
import type { Figure } from "./figure.ts";
import { type Html, html } from "./html.ts";
import { duration, range } from "./words.ts";

const unlimited = "unlimited";

/** The figures of a repository: what it keeps, what a restore finds and reads, and what is lost. `errors` are those of its cluster. */
export function repositoryFigures(repository: RepositoryPlan, errors = 0): readonly Figure[] {
  const { window, restoreChain, kept, retention, schedulesKnown = true, walSeconds } = repository;
  if (!schedulesKnown) return unknownFigures;
  const windowOf = (given: RepositoryPlan["window"]["backups"]) => windowWords(given, retention.known, errors);
  return [
    { title: "Point in time", name: "pointInTime", ...windowOf(window.pointInTime) },
    { title: "Backups as they are", name: "backups", ...windowOf(window.backups) },
    { title: "Data loss (RPO)", name: "dataLoss", ...lossWords(repository) },
    {
      title: "A restore reads",
      name: "restoreChain",
      value: backupCount(restoreChain.backups),
      note: html`and WAL of ${duration(restoreChain.walSeconds, unlimited)}, at most`,
    },
    {
      title: "Backups kept",
      name: "kept",
      value: html`${range(kept.full)} full`,
      note: html`${range(kept.diff)} diff, ${range(kept.incr)} incr`,
    },
    {
      title: "WAL kept",
      name: "wal",
      value: duration(walSeconds.least, unlimited),
      note: html`at least; ${duration(walSeconds.most, unlimited)} at most`,
    },
  ];
}

/** The figures of a repository with a schedule that a later step fills in. */
const unknownFigures: readonly Figure[] = (
  [
    ["Point in time", "pointInTime"],
    ["Backups as they are", "backups"],
    ["Data loss (RPO)", "dataLoss"],
    ["A restore reads", "restoreChain"],
    ["Backups kept", "kept"],
    ["WAL kept", "wal"],
  ] as const
).map(([title, name]) => ({
  ...{ title, name },
  value: html`not known`,
  note: html`a later step fills in a schedule`,
}));

/** What is promised only where the errors of the cluster are mended says so; what only a Secret says is not known. */
function windowWords(
  { guaranteedSeconds, bestSeconds }: RepositoryPlan["window"]["backups"],
  isKnown: boolean,
  errors: number,
) {
  const best = duration(bestSeconds, unlimited);
  if (!isKnown)
    return {
      value: html`not known`,
      note: html`how long backups are kept is not known: ${duration(guaranteedSeconds, unlimited)} guaranteed; ${best} at best`,
    };
  return {
    value: duration(guaranteedSeconds, unlimited),
    note: html`guaranteed${errors > 0 && html` <span class="bad">if ${errors === 1 ? "the error is" : `the ${errors} errors are`} mended</span>`}; ${best} at best`,
  };
}

function lossWords({ dataLoss: { archives, archivingSeconds, withoutArchivingSeconds }, kept }: RepositoryPlan) {
  const without = duration(withoutArchivingSeconds, "everything");
  if (!archives) return { value: duration(null, "everything"), note: html`WAL is not archived; ${without}` };
  if (kept.full.most === 0)
    return { value: duration(archivingSeconds, "everything"), note: html`no backup is ever taken; ${without}` };
  return {
    value: duration(archivingSeconds, "a WAL segment"),
    note: html`while WAL is archived; where it is not, everything since archiving stopped, and up to ${without} before that if none of the WAL since the last backup was archived`,
  };
}

const backupCount = (count: number | null): Html =>
  html`<data value="${String(count)}">${count ?? "any number of"}</data>${count === 1 ? " backup" : " backups"}`;
