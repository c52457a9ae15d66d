import { socketAccess } from "../../cpo/pg-hba.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import type { ClusterContext } from "../cluster-context.ts";
import { environmentLists } from "../environment-lists.ts";
import type { ClusterRule } from "../rule.ts";

export const pgHbaWithoutLocal = {
  id: "pg-hba-without-local",
  severity: "error",
  title: "pg_hba that keeps pgBackRest out",
  why: "pgBackRest connects through the socket in the pod, as `postgres` and without a password. The image's list lets it in, but `patroni.pg_hba` replaces that list as a whole. Of the new list, the first line that matches decides.",
  source:
    "docs/reference/postgresql-parameters.md section 5; https://www.postgresql.org/docs/current/auth-pg-hba-conf.html; run with PostgreSQL 15 and pgBackRest 2.45: error 056",
  bad: {
    postgresql: `
      spec:
        patroni:
          pg_hba:
          - local all all scram-sha-256
          - hostssl all all all scram-sha-256
    `,
  },
  good: {
    postgresql: `
      spec:
        patroni:
          pg_hba:
          - local all postgres trust
          - local all all scram-sha-256
          - hostssl all all all scram-sha-256
    `,
  },
  appliesToFields: ["patroni"],
  *checkCluster(context) {
    const { cluster } = context;
    // The operator passes on no empty list.
    const list = cluster.resource.spec.patroni?.pg_hba ?? [];
    if (list.length === 0 || connectsOtherwise(context)) return;
    const access = socketAccess(list.map((line) => (isAboutSocketLater(line) ? undefined : line)));
    if (access.is === "open") return;
    const path = ["spec", "patroni", "pg_hba"];
    const line = "`local all postgres trust`";
    const ofImage = "the image's list, which this one replaces, begins with `local all all trust`";
    yield access.is === "absent"
      ? {
          at: { in: "field", object: cluster.object, path },
          problem:
            "No line of `pg_hba` lets the user `postgres` in through the socket, which pgBackRest connects to, so every backup fails (056).",
          fix: `Add the line ${line}: ${ofImage}.`,
        }
      : {
          at: { in: "field", object: cluster.object, path: [...path, access.at] },
          problem:
            access.method === "reject"
              ? "This line turns the user `postgres` away from the socket, which pgBackRest connects to, so every backup fails (056)."
              : `This line asks the user \`postgres\` for a password at the socket (\`${access.method}\`), and pgBackRest has none, so every backup fails (056).`,
          fix: `Put the line ${line} before it: ${ofImage}.`,
        };
  },
} as const satisfies ClusterRule;

/** True for a line that may be about the socket, of which a later step fills in a part. */
const isAboutSocketLater = (line: string) => isValueFilledInLater(line) && !/^\s*host\S*\s[^\r\n]*$/.test(line);

/** True where pgBackRest may be told of another user, database or list, or of a password. */
function connectsOtherwise({ cluster, configuration: { database }, environment }: ClusterContext): boolean {
  const { postgresql, additionalVolumes = [] } = cluster.resource.spec;
  const options = ["pg-user", "pg-database"];
  return (
    Object.keys(postgresql.parameters ?? {}).some((name) => name.toLowerCase() === "hba_file") ||
    environmentLists(cluster).some(({ list }) => list.some(({ name }) => isOfLibpq.test(name))) ||
    environment.some(({ meaning }) => meaning.is === "option" && options.includes(meaning.name)) ||
    additionalVolumes.some(({ mountPath }) => mountPath.includes("pgpass")) ||
    options.some((option) => database.linesOf(option).length > 0)
  );
}

const isOfLibpq = /^PG(?:USER|PASSWORD|PASSFILE|SERVICE|SERVICEFILE)$/;
