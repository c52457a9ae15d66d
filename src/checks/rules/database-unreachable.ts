import { isSocketFolder, socketFolders } from "../../cpo/socket-folders.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { remembered } from "../../text/memo.ts";
import { quotableText } from "../../text/quotable.ts";
import type { ClusterRule } from "../rule.ts";

export const databaseUnreachable = {
  id: "database-unreachable",
  severity: "error",
  title: "PostgreSQL parameter by which pgBackRest does not find the database",
  why: "The operator writes down for pgBackRest where the data directory and the socket are, whatever `parameters` say. With another socket, every backup fails, because it finds no database; with another data directory, PostgreSQL does not even start.",
  source:
    "docs/reference/postgresql-parameters.md section 3; run with pgBackRest 2.45: error 056 where there is no socket in `pg1-socket-path`",
  bad: {
    postgresql: `
      spec:
        postgresql:
          parameters:
            unix_socket_directories: /tmp
    `,
  },
  good: {
    postgresql: `
      spec:
        postgresql:
          parameters:
            unix_socket_directories: /var/run/postgresql, /tmp
    `,
  },
  appliesTo: "parameters",
  *checkCluster({ cluster }) {
    const { parameters = {} } = cluster.resource.spec.postgresql;
    for (const name in parameters) {
      if (!isJudged(name)) continue;
      const value = parameters[name] ?? "";
      const found = isValueFilledInLater(value) ? undefined : judge(name, value);
      if (found === undefined) continue;
      yield {
        at: { in: "field", object: cluster.object, path: ["spec", "postgresql", "parameters", name] },
        ...found,
      };
    }
  },
} as const satisfies ClusterRule;

/** A fleet sets few different parameters, and hardly ever one of these. */
const isJudged = remembered((name) => ["unix_socket_directories", "data_directory"].includes(name.toLowerCase()));

/** PostgreSQL reads names without case. */
function judge(name: string, value: string) {
  switch (name.toLowerCase()) {
    case "unix_socket_directories": {
      if (socketFolders(value).some(isSocketFolder)) return undefined;
      return {
        problem: `\`${name}\` is ${value === "" ? "empty" : `\`${quotableText(value)}\``}, but pgBackRest looks for the socket in \`/var/run/postgresql\`, so every backup fails (056).`,
        fix: `Set \`${name}: /var/run/postgresql\`, with other folders after a comma. Removing the line is not enough, because the operator does not reset a parameter that is no longer in the resource.`,
      };
    }
    case "data_directory":
      if (/^\/home\/postgres\/pgdata\/pgroot\/data\/*$/.test(value)) return undefined;
      return {
        problem: `\`${name}\` is where PostgreSQL looks for its files, but the image keeps them in \`/home/postgres/pgdata/pgroot/data\`, so PostgreSQL does not start, and nothing is backed up.`,
        fix: `Remove \`${name}\` from a new cluster; for one that exists already, also from Patroni's configuration, with \`patronictl edit-config\`.`,
      };
    default:
      return undefined;
  }
}
