import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Type from "typebox";
import { Check } from "typebox/value";

/** A backup that `info` lists. */
export interface Backup {
  readonly label: string;
  readonly type: string;
  readonly prior: string | null;
  /** WAL segments that make it consistent. */
  readonly start: number;
  readonly stop: number;
  /** By the clock of the database, in seconds since 1970. */
  readonly timestamps: { readonly start: number; readonly stop: number };
}

/** What is in a repository. */
export interface Contents {
  readonly backups: readonly Backup[];
  /** WAL segments, by their number, in order. */
  readonly segments: readonly number[];
}

const report = Type.Tuple([
  Type.Object({
    archive: Type.Array(
      Type.Object({
        min: Type.Union([Type.String(), Type.Null()]),
        max: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
    backup: Type.Array(
      Type.Object({
        label: Type.String(),
        type: Type.String(),
        prior: Type.Union([Type.String(), Type.Null()]),
        archive: Type.Object({ start: Type.String(), stop: Type.String() }),
        timestamp: Type.Object({ start: Type.Number(), stop: Type.Number() }),
      }),
    ),
  }),
]);

/** Reads the report of `info --output=json`, and the files of the archive, which must agree with each other. */
export function contentsOf(info: string, repository: string): Contents {
  const value: unknown = JSON.parse(info);
  if (!Check(report, value)) throw new Error(`info: ${info}`);
  const [{ archive, backup }] = value;
  const segments = segmentsIn(join(repository, "archive/db"));
  const [range] = archive;
  const [min, max] = [segments[0], segments.at(-1)];
  if (optional(range?.min) !== min || optional(range?.max) !== max)
    throw new Error(`info has WAL from ${range?.min} to ${range?.max}, the folder from ${min} to ${max}`);
  return {
    segments,
    backups: backup.map(({ label, type, prior, archive: wal, timestamp }) => ({
      label,
      type,
      prior,
      start: segmentNumber(wal.start),
      stop: segmentNumber(wal.stop),
      timestamps: timestamp,
    })),
  };
}

/** The numbers of the segments below an archive's folder, in order. */
export function segmentsIn(folder: string): readonly number[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .flatMap((file) => /\/([0-9A-F]{24})-[0-9a-f]{40}$/.exec(file)?.[1] ?? [])
    .map(segmentNumber)
    .sort((left, right) => left - right);
}

/** Counts the segments of the first timeline by their names: 4096 of 1 MB have the same first 16 digits. */
export const segmentNumber = (name: string): number =>
  Number.parseInt(name.slice(8, 16), 16) * 4096 + Number.parseInt(name.slice(16), 16);

const optional = (name: string | null | undefined) =>
  name === null || name === undefined ? undefined : segmentNumber(name);
