import type { RepositoryPlan } from "../recovery/plan-schema.ts";
import type { Figure } from "./figure.ts";
import { type Html, html } from "./html.ts";
import { duration, range } from "./words.ts";

const unlimited = "unlimited";

/** The figures of a repository: what it keeps, what a restore finds and reads, and what is lost. */
export function repositoryFigures(repository: RepositoryPlan): readonly Figure[] {
  const { window, dataLoss, restoreChain, kept, walSeconds } = repository;
  return [
    { title: "Point in time", name: "pointInTime", ...windowWords(window.pointInTime) },
    { title: "Backups as they are", name: "backups", ...windowWords(window.backups) },
    { title: "Data loss (RPO)", name: "dataLoss", ...lossWords(dataLoss) },
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

const windowWords = ({ guaranteedSeconds, bestSeconds }: RepositoryPlan["window"]["backups"]) => ({
  value: duration(guaranteedSeconds, unlimited),
  note: html`guaranteed; ${duration(bestSeconds, unlimited)} at best`,
});

function lossWords({ archives, archivingSeconds, withoutArchivingSeconds }: RepositoryPlan["dataLoss"]) {
  const without = duration(withoutArchivingSeconds, "everything");
  return archives
    ? {
        value: duration(archivingSeconds, "a WAL segment"),
        note: html`while WAL is archived; ${without} where it is not`,
      }
    : { value: duration(archivingSeconds, "everything"), note: html`WAL is not archived; ${without}` };
}

const backupCount = (count: number | null): Html =>
  html`<data value="${String(count)}">${count ?? "any number of"}</data>${count === 1 ? " backup" : " backups"}`;
