import {
  inContainer,
  inPod,
  pgbackrest,
  psql,
  type RunbookSource,
  repositoryChoice,
  type Target,
  targetOptions,
  targetVariables,
} from "./runbook-cluster.ts";
import { commandLine, expanding, type Word } from "./runbook-shell.ts";
import type { RunbookStep } from "./runbook-step.ts";

const none = "Not at all: the database goes on beside it.";
export const besideFolder = `${inPod.volume}/beside`;

/**
 * What keeps a PostgreSQL server beside from doing what the real one does: it reads none of its settings, loads no library (whose jobs would
 * run twice), archives nothing and listens to no network. Without hot standby, it needs none of the limits of the primary.
 */
export const besideSettings: readonly string[] = [
  "config_file=/dev/null",
  "listen_addresses=",
  "archive_mode=off",
  "hot_standby=off",
  "shared_preload_libraries=",
  "max_prepared_transactions=1000",
  "logging_collector=off",
];

/**
 * Waits until a restored server has left recovery, or is not there any more; `socket` and `data` need no quotes within double ones. `pg_ctl`
 * does not wait that long: for it, a server is up as soon as it replays WAL.
 */
export const untilRecovered = (data: string, socket: string): string =>
  `until [ "$(psql -h "${socket}" -U postgres -XAtc "select pg_is_in_recovery()" 2>&1)" = f ]; do pg_ctl -D "${data}" status >/dev/null || break; sleep 1; done`;

/** Stops a server, if there is one: `pg_ctl` fails where there is none. `data` needs no quotes. */
export const stopIfRunning = (data: string): string =>
  `if pg_ctl -D ${data} status; then pg_ctl -D ${data} -m fast -w stop; fi`;

/** The way of a copy in the pod, which the database goes on beside. */
export const besideWay = "a copy in the pod of the database";

/** Restores into a folder beside the database's, and starts a server on it. */
export function besideSteps(
  source: RunbookSource,
  prefix: string,
  target: Target,
  only: readonly Word[] = [],
): readonly RunbookStep[] {
  const { words, variables } = repositoryChoice(source);
  const inFirst = (...command: readonly Word[]) => inContainer(source, "first", ...command);
  return [
    {
      id: `${prefix}-restore`,
      title: "Restore into a folder beside the database",
      way: besideWay,
      why: "pgBackRest reads the same repository with the same configuration, and writes to another place.",
      variables: [...targetVariables[target], ...variables],
      commands: [
        inFirst("df", "-h", inPod.volume),
        inFirst(
          ...pgbackrest(
            `--pg1-path=${besideFolder}`,
            ...words,
            "--archive-mode=off",
            ...only,
            ...targetOptions[target],
            "restore",
          ),
        ),
      ],
      seeThat:
        "The command ends with 0. The volume must have room for the whole database once more; the first command shows what is free.",
      downtime: none,
    },
    {
      id: `${prefix}-start`,
      title: "Start a server on it",
      way: besideWay,
      why: "It listens in its own folder only, archives nothing, and loads none of the libraries and settings of the real one.",
      variables: [],
      commands: [
        inFirst("bash", "-c", `echo local all all trust >${besideFolder}.hba`),
        inFirst("chmod", "700", besideFolder),
        inFirst(
          "pg_ctl",
          "-D",
          besideFolder,
          "-l",
          `${besideFolder}.log`,
          "-w",
          "-t",
          "86400",
          "-o",
          [...besideSettings, `hba_file=${besideFolder}.hba`, `unix_socket_directories=${besideFolder}`]
            .map((setting) => `-c ${setting}`)
            .join(" "),
          "start",
        ),
        inFirst("bash", "-c", untilRecovered(besideFolder, besideFolder)),
        inFirst(...psql("select not pg_is_in_recovery(), now()", "-h", besideFolder)),
      ],
      seeThat: `The last command prints \`t\`; the one before it waits until WAL is replayed. If the server does not start, ${"`"}${besideFolder}.log${"`"} in the pod says why.`,
      downtime: none,
    },
  ];
}

/** Removes what `besideSteps` made. */
export function endBeside(source: RunbookSource, prefix: string): RunbookStep {
  const inFirst = (...command: readonly Word[]) => inContainer(source, "first", ...command);
  return {
    id: `${prefix}-remove`,
    title: "Remove the copy",
    way: besideWay,
    why: "It takes room on the database's own volume.",
    variables: [],
    commands: [
      inFirst("bash", "-c", stopIfRunning(besideFolder)),
      inFirst("rm", "-rf", besideFolder, `${besideFolder}.hba`, `${besideFolder}.log`),
    ],
    seeThat: "`df` shows the room again.",
    downtime: none,
  };
}

/** The same server on a host, in the folder `$DIR`. */
export const startOnHost = `${commandLine("pg_ctl", "-D", expanding("$DIR/data"), "-l", expanding("$DIR/start.log"), "-w", "-t", "86400", "-o")} "${[...besideSettings, "hba_file='$DIR/hba.conf'", "unix_socket_directories='$DIR'"].map((setting) => `-c ${setting}`).join(" ")}" start`;
