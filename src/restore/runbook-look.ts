import {
  findPrimary,
  inContainer,
  inPod,
  isOnVolume,
  oneRepository,
  pgbackrest,
  psql,
  type RunbookSource,
  targetVariables,
} from "./runbook-cluster.ts";
import { expanding, named } from "./runbook-shell.ts";
import type { RunbookChapter } from "./runbook-step.ts";

const none = "Not at all.";

/** What backups there are, and how far WAL reaches. */
export function lookChapter(source: RunbookSource): RunbookChapter {
  const encrypted = source.cluster.repositories.some(
    ({ number }) => (source.configuration.database.effective("repo-cipher-type", number)?.value ?? "none") !== "none",
  );
  const choice = oneRepository(source);
  const several = source.cluster.repositories.length > 1;
  return {
    id: "look",
    title: "Look at what there is",
    when: "Always first: the labels and times that it shows are what every other chapter asks for.",
    steps: [
      {
        id: "look-info",
        title: "List the backups",
        why: `pgBackRest reads its repository itself, so this is what a restore will find. It runs ${isOnVolume(source) ? "on the repo host" : "in a Postgres pod"}.`,
        variables: [],
        commands: [inContainer(source, isOnVolume(source) ? "repository" : "first", ...pgbackrest("info"))],
        seeThat: `\`status: ok\`${several ? " for each repository" : ""}${encrypted ? ", `cipher: aes-256-cbc`" : ""}, and at least one \`full backup\`. The command ends with 0 for errors, too: \`status: error\` is what counts. \`wal archive min/max\` are the first and the last WAL file.`,
        downtime: none,
      },
      {
        id: "look-set",
        title: "Look into one backup",
        why: "It shows the databases that the backup holds, how large it is, and which other backups it needs.",
        variables: [...choice.variables, ...targetVariables.set],
        commands: [
          inContainer(
            source,
            isOnVolume(source) ? "repository" : "first",
            ...pgbackrest(...choice.words, expanding("--set=$SET"), "info"),
          ),
        ],
        seeThat:
          "`database list` names the databases with their ids, and `backup reference list` the backups that it builds on.",
        downtime: none,
      },
      {
        id: "look-archiving",
        title: "See until when WAL is archived",
        why: `A point in time can be restored up to the last WAL file in the repository. What comes after it is in ${named(`${inPod.data}/pg_wal`)} alone.`,
        variables: [],
        commands: [
          findPrimary(source),
          inContainer(
            source,
            "primary",
            ...psql(
              "select last_archived_wal, last_archived_time, failed_count, last_failed_wal, last_failed_time, now() from pg_stat_archiver",
            ),
          ),
        ],
        seeThat:
          "The second value is minutes old at most, and the fifth one is empty or older. Otherwise, WAL archiving stands still: there is a chapter for it.",
        downtime: none,
      },
    ],
  };
}
