import { besideFolder, besideSteps, besideWay, endBeside } from "./runbook-beside.ts";
import { findPrimary, inContainer, inPod, type RunbookSource } from "./runbook-cluster.ts";
import { expanding } from "./runbook-shell.ts";
import type { RunbookChapter, RunbookVariable } from "./runbook-step.ts";

const database: RunbookVariable = {
  name: "DATABASE",
  meaning: "The name of the database.",
  example: "app",
};

/** One database out of a backup, without touching the others. */
export function databaseChapter(source: RunbookSource): RunbookChapter {
  const [restore, ...start] = besideSteps(source, "one-database", "time", [expanding("--db-include=$DATABASE")]);
  const dump = `${inPod.volume}/one-database.dump`;
  return {
    id: "one-database",
    title: "Restore one database",
    when: "One database is damaged or dropped, and the others must stay as they are. pgBackRest cannot put one database back into a running cluster: it restores a copy in which the other databases are empty shells, and from there the database is dumped and loaded. Roles and tablespaces are those of the whole cluster; they are not in the dump.",
    steps: [
      ...(restore === undefined
        ? []
        : [
            {
              ...restore,
              title: "Restore the one database beside",
              why: "With `--db-include`, pgBackRest fetches this database and the system's own; of the others it makes files of zeros, so the restore is faster and takes less room. WAL of all databases is replayed.",
              variables: [database, ...restore.variables],
            },
          ]),
      ...start,
      {
        id: "one-database-load",
        title: "Bring it into the running cluster, under a new name",
        way: besideWay,
        why: "Nothing is overwritten: compare first, then rename. Connecting to another database of the copy fails, because its files are zeros.",
        variables: [database],
        commands: [
          findPrimary(source),
          inContainer(
            source,
            "first",
            ...["pg_dump", "-h", besideFolder, "-U", "postgres", "-Fc", "-f", dump],
            expanding("$DATABASE"),
          ),
          inContainer(
            source,
            "primary",
            "createdb",
            "-U",
            "postgres",
            "-T",
            "template0",
            expanding("$" + "{DATABASE}_restored"),
          ),
          {
            text: `${inContainer(source, "first", "cat", dump).text} | ${inContainer(source, "primary", "pg_restore", "-U", "postgres", "-d", expanding("$" + "{DATABASE}_restored")).text.replace(" exec ", " exec -i ")}`,
            needs: "pods",
          },
          inContainer(source, "first", "rm", dump),
        ],
        seeThat: "`pg_restore` ends without an error, and the rows that you miss are in the new database.",
        downtime: "Not at all. Renaming at the end needs a moment without connections to the two databases.",
      },
      endBeside(source, "one-database"),
    ],
  };
}
