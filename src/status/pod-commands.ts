import { stanza, superuser } from "../cpo/pods.ts";

/*
 * All that is ever run in a pod. Neither command changes anything, and no text from a manifest or from the cluster is in them.
 */

/** What pgBackRest says of its repositories; `read-backup-info.ts` reads what it prints. */
const info = ["pgbackrest", `--stanza=${stanza}`, "--output=json", "info"] as const;

/** What PostgreSQL says of archiving, as one line of JSON with the names of `Archiver`; `read-archiver.ts` reads it. */
const archiver = [
  "psql",
  "-U",
  superuser,
  "-XAtc",
  `select json_build_object(
'archived', archived_count, 'lastArchivedWal', last_archived_wal, 'lastArchivedAt', floor(extract(epoch from last_archived_time)),
'failed', failed_count, 'lastFailedWal', last_failed_wal, 'lastFailedAt', floor(extract(epoch from last_failed_time)),
'at', floor(extract(epoch from now())),
'waiting', (select count(*) from pg_ls_archive_statusdir() where name like '%.ready')) from pg_stat_archiver`.replaceAll(
    "\n",
    " ",
  ),
] as const;

export const podCommands = { info, archiver } as const;

/** A command that may be run in a pod. */
export type PodCommand = (typeof podCommands)[keyof typeof podCommands];
