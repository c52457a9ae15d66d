import { chownSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Cron } from "croner";
import { clockIn } from "./clock.ts";
import { startDatabase, until } from "./database.ts";
import { must, owner } from "./processes.ts";
import { type Backups, type RepoHost, repoHostOf } from "./rendered.ts";
import { type Contents, contentsOf, segmentNumber, segmentsIn } from "./state.ts";

/** A run of a job: its type, and its minute in seconds since 1970. */
export interface Run {
  readonly type: string;
  readonly at: number;
}

/** What was there just before and just after a run. */
export interface Observed {
  readonly run: Run;
  readonly before: Contents;
  readonly after: Contents;
}

/** The whole of a simulation. */
export interface History {
  readonly from: number;
  /** In the order of the runs. */
  readonly observed: readonly Observed[];
  /** When a WAL segment began, in seconds since 1970, by its number. The first ones are not in it. */
  readonly begins: ReadonlyMap<number, number>;
  /** When each backup was made: the minute of its run, by its label. */
  readonly runs: ReadonlyMap<string, number>;
  /** What each backup became, by its label: the first one is full. */
  readonly types: ReadonlyMap<string, string>;
}

export interface Setting {
  /** Where all files of the simulation go; its folder `data` holds the database. */
  readonly folder: string;
  /** libfaketime. */
  readonly library: string;
  readonly backups: Backups;
  /** The first moment, in seconds since 1970. */
  readonly from: number;
  /** How many seconds later in its minute each pod starts than the one before; negative: earlier. */
  readonly drift: number;
}

/** The longest simulation. */
const longest = 250 * 86_400;

/**
 * Takes each backup at its minute, as the job does, and lets it expire; after each, halfway to the next one, a WAL segment is ended. At each of
 * these moments a row with it is added to the table `moments`. Ends after the run of which `isLast` says so.
 */
export async function simulate(
  { folder, library, backups, from, drift }: Setting,
  isLast: (history: History) => boolean,
): Promise<History> {
  const clock = clockIn(folder, library);
  const repository = join(folder, "repository");
  const archive = join(repository, "archive/db");
  const { configuration, jobs } = await repoHostOf(backups, folder);
  for (const name of ["repository", "log", "lock", "etc/conf.d"]) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "etc/conf.d/pgbackrest_instance.conf"), configuration);
  own(folder);
  const options = optionsIn(folder);
  const info = async () => contentsOf(await must("pgbackrest", [...options, "--output=json", "info"]), repository);
  // It runs on from here, and never back.
  clock.set(from - 3600);
  const archiveCommand = `env -u LD_PRELOAD pgbackrest ${options.join(" ")} archive-push "%p"`;
  const database = await startDatabase(folder, clock, { archive_command: archiveCommand });
  const begins = new Map<number, number>();
  const runs = new Map<string, number>();
  const types = new Map<string, string>();
  const observed: Observed[] = [];
  const history = { from, observed, begins, runs, types };
  let known: readonly number[] = [];
  /** Segments that are there now, and were not before, were ended at this moment. */
  const endedAt = (moment: number, segments: readonly number[]) => {
    for (const segment of segments) if (!known.includes(segment)) begins.set(segment + 1, moment);
    known = segments;
  };
  try {
    await must("pgbackrest", [...options, "stanza-create"], clock.pgbackrest);
    const times = runsBetween(jobs, from, from + longest);
    for (const [index, { type, at, args }] of times.entries()) {
      const before = await info();
      clock.set(at + Math.abs(drift) * (drift < 0 ? latest - index : index));
      await database.sql(`insert into moments values (${at})`);
      await must("pgbackrest", [configIn(folder), "backup", ...args], clock.pgbackrest);
      const after = await info();
      endedAt(at, after.segments);
      const [made, ...others] = after.backups.filter(({ label }) =>
        before.backups.every((other) => other.label !== label),
      );
      if (made === undefined || others.length > 0) throw new Error(`not one new backup at ${words(at)}`);
      runs.set(made.label, at);
      types.set(made.label, made.type);
      // PostgreSQL begins a segment for it.
      begins.set(made.start, at);
      observed.push({ run: { type, at }, before, after });
      const next = times[index + 1];
      if (next === undefined) break;
      const between = Math.floor((at + next.at) / 2);
      clock.set(between);
      const insert = `insert into moments values (${between})`;
      const segment = await database.sql(insert, "select pg_walfile_name(pg_switch_wal())");
      await until(`${segment} is archived`, () => segmentsIn(archive).includes(segmentNumber(segment)));
      endedAt(between, segmentsIn(archive));
      if (isLast(history)) return history;
    }
    throw new Error(`not over on ${words(from + longest)}`);
  } finally {
    await database.stop();
  }
}

/** Drifts are for no more runs than these. */
const latest = 120;

/** The options of every command but those that jobs run, which name the stanza themselves. */
export const optionsIn = (folder: string): readonly string[] => [configIn(folder), "--stanza=db"];
const configIn = (folder: string) => `--config-path=${folder}/etc`;

const words = (moment: number) => new Date(moment * 1000).toISOString();

/** All runs of the jobs, in order. */
function runsBetween(
  jobs: RepoHost["jobs"],
  from: number,
  to: number,
): ReadonlyArray<Run & { readonly args: readonly string[] }> {
  const runs = jobs.flatMap(({ cron, type, args }) => {
    const times: { type: string; args: readonly string[]; at: number }[] = [];
    const schedule = new Cron(cron, { timezone: "UTC" });
    let next = schedule.nextRun(new Date(from * 1000));
    while (next !== null && next.getTime() <= to * 1000) {
      times.push({ type, args, at: next.getTime() / 1000 });
      next = schedule.nextRun(next);
    }
    return times;
  });
  return runs.sort((left, right) => left.at - right.at);
}

/** Gives a folder and all below it to the owner of databases. */
function own(folder: string): void {
  if (owner === undefined) return;
  for (const file of [".", ...readdirSync(folder, { recursive: true, encoding: "utf8" })])
    chownSync(join(folder, file), owner.user, owner.group);
}
