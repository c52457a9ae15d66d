import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import type { Archiver, Unknown } from "./observed.ts";

/**
 * What `psql -XAtqc` is asked in the primary: a row of JSON. Files that wait are counted by the marks that the archiver reads; the function for
 * that is there from PostgreSQL 12 on, for superusers and members of pg_monitor.
 */
export const archiverQuery = [
  "select row_to_json(seen) from (select archived_count as archived, last_archived_wal,",
  "extract(epoch from last_archived_time)::float8 as last_archived_at, failed_count as failed, last_failed_wal,",
  "extract(epoch from last_failed_time)::float8 as last_failed_at, extract(epoch from clock_timestamp())::float8 as at,",
  "(select count(*) from pg_ls_archive_statusdir() where name ~ '\\.ready$') as waiting from pg_stat_archiver) seen",
].join(" ");

/** Reads the answer to `archiverQuery`; what is not as PostgreSQL gives it is `unreadable`. */
export function readArchiver(stdout: string): Archiver | Unknown {
  const row = parsed(stdout.trim());
  const number = (key: string) => {
    const value = valueAt(row, [key]);
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  };
  const text = (key: string) => {
    const value = valueAt(row, [key]);
    return typeof value === "string" ? value : undefined;
  };
  const [archived, failed, at] = [number("archived"), number("failed"), number("at")];
  if (!isObject(row) || archived === undefined || failed === undefined || at === undefined)
    return { unknown: "unreadable", why: "What `pg_stat_archiver` gave could not be read." };
  const [lastArchivedWal, lastArchivedAt] = [text("last_archived_wal"), number("last_archived_at")];
  const [lastFailedWal, lastFailedAt, waiting] = [text("last_failed_wal"), number("last_failed_at"), number("waiting")];
  return {
    archived,
    ...(lastArchivedWal !== undefined && { lastArchivedWal }),
    ...(lastArchivedAt !== undefined && { lastArchivedAt }),
    failed,
    ...(lastFailedWal !== undefined && { lastFailedWal }),
    ...(lastFailedAt !== undefined && { lastFailedAt }),
    at,
    ...(waiting !== undefined && { waiting }),
  };
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
