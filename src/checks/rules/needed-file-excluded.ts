import { isValueFilledInLater } from "../../secret/placeholder.ts";
import type { ClusterRule } from "../rule.ts";

/** What PostgreSQL cannot do without, in its data directory. */
const needed: Readonly<Record<string, string>> = {
  base: "the tables of all databases",
  global: "what all databases share, and the file without which no backup is made (055)",
  pg_xact: "which transactions were committed",
  pg_multixact: "which transactions hold rows together",
  pg_twophase: "prepared transactions",
  pg_tblspc: "the tablespaces",
  pg_wal: "the folder without which PostgreSQL does not start",
  PG_VERSION: "the file without which PostgreSQL does not start",
};

export const neededFileExcluded = {
  id: "needed-file-excluded",
  severity: "error",
  title: "Exclusion of files that a restore needs",
  why: "`exclude` leaves files of the data directory out of every backup. Without those of the databases, the backup succeeds, but what is restored from it does not start, or has lost its data.",
  source:
    "https://pgbackrest.org/command.html#command-backup/category-command/option-exclude; run with pgBackRest 2.45 and PostgreSQL 15: without `base`, backup and restore succeed, and every connection is refused",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              exclude: base
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              exclude: log/
    `,
  },
  appliesToOptions: ["exclude"],
  *checkCluster({ configuration }) {
    for (const line of configuration.written) {
      const { meaning, read, value } = line;
      if (meaning.is !== "option" || meaning.name !== "exclude" || read === undefined) continue;
      if (isValueFilledInLater(value)) continue;
      const [, folder = "", below = ""] = /^([^/]+)(\/.*)?$/.exec(value) ?? [];
      // The files in this folder are never part of a backup: WAL is in the archive.
      if (folder === "pg_wal" && below !== "") continue;
      const what = Object.hasOwn(needed, folder) ? needed[folder] : undefined;
      if (what === undefined || isTemporary(below)) continue;
      yield {
        at: line.place,
        problem: `\`exclude\` keeps ${below === "" || below === "/" ? "" : "a part of "}\`${folder}\` out of every backup: ${what}. What is restored from such a backup does not start, or is damaged.`,
        fix: "Remove this exclusion; pgBackRest leaves out by itself what a restore does not need.",
      };
    }
  },
} as const satisfies ClusterRule;

const isTemporary = (path: string) => /pgsql_tmp|pg_internal\.init/.test(path);
