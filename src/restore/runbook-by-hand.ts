import { stopIfRunning, untilRecovered } from "./runbook-beside.ts";
import {
  findPrimary,
  inContainer,
  inPod,
  kubectl,
  pgbackrest,
  psql,
  type RunbookSource,
  repositoryChoice,
  type Target,
  targetOptions,
  targetVariables,
  timelineNote,
  toBeGiven,
} from "./runbook-cluster.ts";
import type { Word } from "./runbook-shell.ts";
import type { RunbookCommand, RunbookStep } from "./runbook-step.ts";

const titles: Readonly<Record<Target, string>> = {
  latest: "Restore the latest state",
  time: "Restore a point in time",
  set: "Restore one backup as it is",
};

/** The way of these steps. */
const way = "by hand, in the running pods";

/** Restores the database of the running pods without the operator, while Patroni looks away. */
export function byHandSteps(source: RunbookSource, prefix: string, targets: readonly Target[]): readonly RunbookStep[] {
  const { cluster } = source;
  const { words, variables } = repositoryChoice(source);
  const pods = Array.from(
    { length: Math.min(cluster.resource.spec.numberOfInstances, 256) },
    (_, index) => `${cluster.name}-${index}`,
  );
  const replicas = pods.slice(1);
  const inFirst = (...command: readonly Word[]) => inContainer(source, "first", ...command);
  return [
    {
      id: `${prefix}-stop`,
      title: "Stop PostgreSQL",
      way,
      why: "While Patroni is paused, it starts and promotes nothing. The last pod is stopped first, so that nobody takes over.",
      variables: [],
      commands: [inFirst("patronictl", "pause", "--wait"), ...pods.toReversed().map((pod) => stopIn(source, pod))],
      seeThat:
        "Each `pg_ctl` says `server stopped`, or that none is running. Leave out the line of a pod that is not there, and `pause` if it was done before.",
      downtime: "From here on, until PostgreSQL runs again and WAL is replayed.",
    },
    ...targets.map(
      (target): RunbookStep => ({
        id: `${prefix}-restore-${target}`,
        title: titles[target],
        way,
        oneOf: `${prefix}-restore`,
        why: `With \`--delta\`, pgBackRest fetches only the files that differ from the backup.${target === "latest" ? " All WAL in the repository is replayed." : " Everything after it is lost in the database; the repository keeps it."}${target === "time" ? ` ${timelineNote}` : ""}`,
        variables: toBeGiven([...targetVariables[target], ...variables]),
        commands: [inFirst(...pgbackrest("--delta", ...words, ...targetOptions[target], "restore"))],
        seeThat:
          "The command ends with 0. If it does not, the database cannot be started: mend what it says, and repeat it.",
        downtime: "Until it is started and WAL is replayed.",
      }),
    ),
    {
      id: `${prefix}-start`,
      title: "Start PostgreSQL",
      way,
      why: "It replays WAL. Patroni is still paused.",
      variables: [],
      commands: [
        inFirst("pg_ctl", "-D", inPod.data, "-l", `${inPod.volume}/restore.log`, "-w", "-t", "86400", "start"),
        inFirst("bash", "-c", untilRecovered(inPod.data, "/var/run/postgresql")),
        inFirst(...psql("select not pg_is_in_recovery(), now()")),
      ],
      seeThat: `The last command prints \`t\`; the one before it waits until WAL is replayed. If PostgreSQL does not start, \`${inPod.volume}/restore.log\` in the pod says why. Look at the rows before you go on.`,
      downtime: "Until WAL is replayed.",
    },
    {
      id: `${prefix}-resume`,
      title: "Give it back to Patroni",
      way,
      why: "Replicas are made anew from the restored database, because their history is another one.",
      variables: [],
      commands: [
        inFirst("patronictl", "resume", "--wait"),
        ...replicas.map((pod) => inFirst("patronictl", "reinit", cluster.name, pod, "--force")),
        inFirst("patronictl", "list"),
      ],
      seeThat: `\`patronictl list\` has one \`Leader\`${replicas.length === 0 ? "" : `, and ${replicas.length === 1 ? "a replica that is" : "replicas that are"} \`streaming\``}, with a higher timeline (\`TL\`) than before. Then back up.`,
      downtime: "Not any more.",
    },
  ];
}

const stopIn = (source: RunbookSource, pod: string): RunbookCommand => ({
  text: kubectl(source, "exec", pod, "-c", "postgres", "--", "bash", "-c", stopIfRunning(inPod.data)),
  needs: "pods",
});

/** Puts the last changes into the archive, which a restore reads. */
export const archiveStep = (source: RunbookSource, prefix: string): RunbookStep => ({
  id: `${prefix}-archive`,
  title: "If the database still runs, archive what it has",
  why: "A restore reads the repository, not the database. PostgreSQL reaches a point in time only if the archive has a commit after it; the first query is one, also where nobody else writes.",
  variables: [],
  commands: [
    findPrimary(source),
    inContainer(source, "primary", ...psql("select pg_current_xact_id()")),
    inContainer(source, "primary", ...psql("select pg_walfile_name(pg_switch_wal())")),
    inContainer(source, "primary", ...pgbackrest("check")),
  ],
  seeThat: "`check` ends with 0: what was written until now is in the repository.",
  downtime: "Not yet.",
});
