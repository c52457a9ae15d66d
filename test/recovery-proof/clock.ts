import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How much faster than the real clock the false one runs, so that pgBackRest's waits, some seconds in each backup, are short. */
export const speed = 10;

/**
 * A clock for the database and pgBackRest, in files that libfaketime reads. The database is one process with children, and its clock runs on
 * from its start; each run of pgBackRest has a clock that starts with it. `set` makes both show the same moment.
 */
export interface Clock {
  /** The environment of the database. */
  readonly database: Readonly<Record<string, string>>;
  /** The environment of one run of pgBackRest. */
  readonly pgbackrest: Readonly<Record<string, string>>;
  /** Tells what the database's clock said at a real moment (both in seconds since 1970), which shows when its process started. */
  readonly databaseSaid: (moment: number, at: number) => void;
  /** Sets the clock to a moment, in seconds since 1970. */
  readonly set: (moment: number) => void;
}

export function clockIn(folder: string, library: string): Clock {
  let started = now();
  let offset = 0;
  const environment = (file: string) => ({
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: join(folder, file),
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  });
  const write = (file: string, seconds: number) => {
    // Always whole: a process may read it at any time.
    writeFileSync(join(folder, `${file}.new`), `+${seconds.toFixed(6)} x${speed}`);
    renameSync(join(folder, `${file}.new`), join(folder, file));
  };
  const set = (moment: number) => {
    offset = moment - (started + (now() - started) * speed);
    write("clock-of-database", offset);
    write("clock", moment - now());
  };
  write("clock-of-database", 0);
  write("clock", 0);
  return {
    // It must see each change of its file at once.
    database: { ...environment("clock-of-database"), FAKETIME_NO_CACHE: "1" },
    pgbackrest: environment("clock"),
    databaseSaid(moment, at) {
      // moment = started + (at - started) * speed + offset
      started = (at * speed + offset - moment) / (speed - 1);
    },
    set,
  };
}

const now = () => Date.now() / 1000;
