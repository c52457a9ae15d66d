import { foreignLines } from "../text/quotable.ts";
import type { ExpectedRepository } from "./expected.ts";
import type { Archiver, BackupInfo, RepositoryInfo } from "./observed.ts";
import { problemOf } from "./problem.ts";
import type { StatusProblem } from "./status-schema.ts";
import { visible } from "./visible.ts";
import { momentText } from "./words.ts";

/** What pgBackRest says of a repository: its backups where it can read them, and what is wrong with it. */
export interface JudgedInfo {
  /** Undefined where pgBackRest cannot tell what is in it. */
  readonly info: RepositoryInfo | undefined;
  readonly problems: readonly StatusProblem[];
}

/*
 * The status codes of a repository (pgbackrest@bd22b6809:src/command/info/info.c): 0 ok, 1 missing stanza path, 2 no valid backups, 3 missing stanza data,
 * 99 another error, with its message. Without a backup, nothing is wrong before the first one is due.
 */
const noStanza = [1, 3];
const readable = [0, 2];

/** Judges what pgBackRest says of a repository. `isNew`: its stanza may still be to come. */
export function judgedInfo(
  { name, number }: ExpectedRepository,
  all: BackupInfo,
  isNew: boolean,
  isMixed: boolean,
): JudgedInfo {
  const info = all.repositories.find((repository) => repository.number === number);
  if (info === undefined) {
    // Of several kinds of storage, each pod may know its own.
    const isElsewhere = isMixed || isNew;
    const text = `pgBackRest does not know ${name}: its configuration has no such repository.`;
    const fix = "See that the ConfigMap of pgBackRest is the one of the manifests, and restart the pods.";
    return {
      info: undefined,
      problems: isElsewhere ? [] : [problemOf("repository-not-ok", text, { repository: name, fix })],
    };
  }
  const { code, message } = info.status;
  if (readable.includes(code)) return { info, problems: damagedPages(name, info) };
  if (noStanza.includes(code))
    return {
      info: { ...info, backups: [] },
      problems: isNew
        ? []
        : [
            problemOf("stanza-not-ok", `pgBackRest has no stanza in ${name}: ${visible(message)}.`, {
              repository: name,
            }),
          ],
    };
  const [said = ""] = foreignLines(message.split("\n").slice(0, 1)).map(visible);
  return {
    info: undefined,
    problems: [
      problemOf("repository-not-ok", `pgBackRest cannot read ${name}: ${said.replace(/[:.]$/, "")}.`, {
        repository: name,
      }),
    ],
  };
}

function damagedPages(name: string, { backups }: RepositoryInfo): readonly StatusProblem[] {
  const damaged = backups.filter(({ hasErrors, isOfFormerDatabase }) => hasErrors && !isOfFormerDatabase);
  const last = damaged.at(-1);
  if (last === undefined) return [];
  const others = damaged.length === 1 ? "" : `, and ${damaged.length - 1} before it,`;
  return [
    problemOf(
      "page-errors",
      `Backup ${visible(last.label)} in ${name}${others} holds pages whose checksums are wrong: the files of the database were damaged by ${momentText(last.startedAt)}.`,
      { repository: name },
    ),
  ];
}

/** After a major upgrade, or a restore into a new database, the backups of the one before are no good for what comes. */
export function withoutBackup(name: string, info: RepositoryInfo | undefined): readonly StatusProblem[] {
  const all = info?.backups ?? [];
  if (all.length === 0 || all.some(({ isOfFormerDatabase }) => !isOfFormerDatabase)) return [];
  return [
    problemOf(
      "no-backup-of-database",
      `All backups in ${name} are of a former database: nothing that was written since the upgrade can be restored.`,
      { repository: name },
    ),
  ];
}

/** A WAL file that is this long in the archive of PostgreSQL is in the repository, too, whichever was asked first. */
const asked = 600;

/** PostgreSQL takes for archived what `archive-push` dropped because of `archive-push-queue-max`: then the repository does not have it. */
export function droppedWal(
  name: string,
  info: RepositoryInfo | undefined,
  archiver: Archiver | undefined,
): readonly StatusProblem[] {
  // Files of other names, such as that of a new timeline, are not counted among the WAL of a repository.
  const last = /^[0-9A-F]{24}$/.exec(archiver?.lastArchivedWal ?? "")?.[0];
  if (info?.wal === undefined || archiver?.lastArchivedAt === undefined || last === undefined) return [];
  if (archiver.at - archiver.lastArchivedAt < asked || info.wal.last >= last) return [];
  return [
    problemOf(
      "wal-not-in-repository",
      `PostgreSQL archived WAL up to ${last} at ${momentText(archiver.lastArchivedAt)}, but ${name} has it up to ${visible(info.wal.last)} only.`,
      { repository: name },
    ),
  ];
}
