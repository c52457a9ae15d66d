import type { Repository } from "../cpo/repository.ts";
import { shownSecretName } from "../recovery/shown-secret-name.ts";
import { startOnHost, untilRecovered } from "./runbook-beside.ts";
import {
  isEncryptedByPostgres,
  isOnVolume,
  kubectl,
  type RunbookSource,
  repoHostPod,
  type Target,
  targetOptions,
  targetVariables,
  timelineNote,
} from "./runbook-cluster.ts";
import { hostConfiguration, repositoryCopy } from "./runbook-configuration.ts";
import { commandLine, expanding, named, type Word, writeFileCommand } from "./runbook-shell.ts";
import type { RunbookCommand, RunbookStep, RunbookVariable } from "./runbook-step.ts";

/** The way of these steps. */
export const hostWay = "on any host";

export const folder: RunbookVariable = {
  name: "DIR",
  meaning:
    "A folder on the host with room for the whole database, as an absolute path without blanks. It belongs to the user who types the commands, who is not root.",
  example: "/var/tmp/restore",
};

const none = "Not at all: nothing of the cluster is touched.";
const host = (text: string): RunbookCommand => ({ text, needs: "host" });
const onHost = (...words: readonly Word[]) =>
  host(commandLine("pgbackrest", expanding("--config-path=$DIR/conf"), "--stanza=db", ...words));

const ownLines = [
  ...["log", "spool", "lock"].map((name) => `${name}-path=$DIR/${name}`),
  "",
  "[db]",
  "pg1-path=$DIR/data",
];

/** Restores on any host, with nothing but the configuration that is printed here and the secrets. */
export function hostSteps(
  source: RunbookSource,
  prefix: string,
  repositories: readonly Repository[],
  fetch: readonly RunbookCommand[],
): readonly RunbookStep[] {
  const configurations = repositories.map((repository) => hostConfiguration(source, repository));
  const { version } = source.cluster.resource.spec.postgresql;
  const missing = configurations.flatMap((configuration) => configuration.missing);
  return [
    {
      id: `${prefix}-configuration`,
      title: "Write the configuration",
      way: hostWay,
      why: `The host needs pgBackRest, not older than that of the cluster, and PostgreSQL ${version}. ${missing.length === 0 ? "No secret is needed." : `Fill in what stands in angle brackets: ${missing.map(({ what }) => what).join("; ")}.`}`,
      variables: [folder],
      commands: [
        host("umask 077"),
        host(
          commandLine(
            "mkdir",
            "-p",
            expanding("$DIR/conf"),
            expanding("$DIR/log"),
            expanding("$DIR/spool"),
            expanding("$DIR/lock"),
          ),
        ),
        host(
          writeFileCommand(
            "$DIR/conf/pgbackrest.conf",
            ["[global]", ...configurations.flatMap(({ lines }) => lines)],
            [...configurations.flatMap(({ paths }) => paths), ...ownLines],
          ),
        ),
        ...fetch,
        onHost("info"),
      ],
      seeThat:
        "`info` says `status: ok` and lists the backups. `status: error` names what is wrong: a key, the passphrase, the path.",
      downtime: none,
    },
    ...(["latest", "time", "set"] as const).map((target) => restoreStep(prefix, target, repositories)),
    ...(isEncryptedByPostgres(source) ? [] : serverSteps(prefix, version)),
  ];
}

/** Starts a server on what was restored, and stops it. */
function serverSteps(prefix: string, version: string): readonly RunbookStep[] {
  const programs = host(`PATH=$PATH:/usr/pgsql-${version}/bin:/usr/lib/postgresql/${version}/bin`);
  return [
    {
      id: `${prefix}-start`,
      title: "Start PostgreSQL on it",
      way: hostWay,
      why: "It listens in its own folder only, and archives nothing: it cannot disturb the repository. Dump from it, or keep it as it is.",
      variables: [folder],
      commands: [
        programs,
        host(`echo local all all trust >"$DIR/hba.conf"`),
        host(startOnHost),
        host(untilRecovered("$DIR/data", "$DIR")),
        host(
          commandLine(
            "psql",
            "-h",
            expanding("$DIR"),
            "-U",
            "postgres",
            "-XAtc",
            "select not pg_is_in_recovery(), now()",
          ),
        ),
      ],
      seeThat:
        "The last command prints `t`, and the rows are there; the one before it waits until WAL is replayed. If the server does not start, `start.log` in the folder says why.",
      downtime: none,
    },
    {
      id: `${prefix}-stop`,
      title: "Stop it again",
      way: hostWay,
      why: "Before another restore into the same folder, for example to another moment, and at the end.",
      variables: [folder],
      commands: [programs, host(commandLine("pg_ctl", "-D", expanding("$DIR/data"), "-m", "fast", "-w", "stop"))],
      seeThat: "The command ends with 0.",
      downtime: none,
    },
  ];
}

const titles: Readonly<Record<Target, string>> = {
  latest: "Restore the latest state",
  time: "Restore a point in time",
  set: "Restore one backup as it is",
};

function restoreStep(prefix: string, target: Target, repositories: readonly Repository[]): RunbookStep {
  const repo: RunbookVariable = {
    name: "REPO",
    meaning: `The number of the repository: ${repositories.map(({ number }) => number).join(", ")}.`,
    example: String(repositories[0]?.number ?? 1),
  };
  const several = repositories.length > 1;
  return {
    id: `${prefix}-restore-${target}`,
    title: titles[target],
    way: hostWay,
    oneOf: `${prefix}-restore`,
    why: `With \`--delta\`, the folder may hold an earlier attempt: only files that differ are fetched.${target === "time" ? ` ${timelineNote}` : ""}`,
    variables: [folder, ...targetVariables[target], ...(several ? [repo] : [])],
    commands: [
      host(commandLine("mkdir", "-p", "-m", "700", expanding("$DIR/data"))),
      onHost(
        ...(several ? [expanding("--repo=$REPO")] : []),
        "--delta",
        "--archive-mode=off",
        ...targetOptions[target],
        "restore",
      ),
    ],
    seeThat: "The command ends with 0.",
    downtime: none,
  };
}

/** Copies repositories on volumes out of the repo host. */
export const fetchedFromRepoHost = (source: RunbookSource): readonly RunbookCommand[] =>
  isOnVolume(source)
    ? source.cluster.repositories.map((repository) => ({
        text: `${kubectl(source, "exec", repoHostPod(source), "-c", "pgbackrest", "--", "tar", "-C", "/data/pgbackrest", "-cf", "-", repositoryCopy(repository))} | ${commandLine("tar", "-C", expanding("$DIR"), "-xf", "-")}`,
        needs: "pods" as const,
      }))
    : [];

/** The Secret's names, for sentences. */
export const secretsOf = ({ cluster }: RunbookSource) =>
  cluster.secretName === "" ? "no Secret" : `the Secret ${named(shownSecretName(cluster.secretName))}`;
