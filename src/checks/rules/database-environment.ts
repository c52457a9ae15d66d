import type { EnvVar } from "../../cpo/kubernetes-types.ts";
import { quotableText } from "../../text/quotable.ts";
import type { ClusterContext } from "../cluster-context.ts";
import { hasUnknownValue } from "../database-connection.ts";
import type { ClusterRule, RuleDiagnostic } from "../rule.ts";

export const databaseEnvironment = {
  id: "database-environment",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Variable by which pgBackRest does not reach the database",
  why: "Backups, and pgBackRest's server for a repo host, run with the environment of the Postgres container. pgBackRest connects through PostgreSQL's client library, which takes what pgBackRest leaves open from variables such as `PGUSER`.",
  source: "docs/reference/postgresql-parameters.md section 4, run with libpq 15; pgBackRest then ends with error 056",
  bad: {
    postgresql: `
      spec:
        env:
        - name: PGSERVICE
          value: app
    `,
  },
  good: {
    postgresql: `
      spec:
        env:
        - name: PGUSER
          value: postgres
    `,
  },
  appliesTo: "variables",
  *checkCluster(context) {
    const { cluster } = context;
    const { env, postgresql } = cluster.resource.spec;
    const lists = [
      { list: env, path: ["spec", "env"] },
      { list: postgresql.env, path: ["spec", "postgresql", "env"] },
    ];
    const names = new Set(lists.flatMap(({ list = [] }) => list.map(({ name }) => name)));
    for (const { list = [], path } of lists) {
      for (const [index, variable] of list.entries()) {
        const found = problemOf(variable, names, context);
        if (found !== undefined)
          yield { at: { in: "field", object: cluster.object, path: [...path, index] }, fix: "Remove it.", ...found };
      }
    }
  },
} as const satisfies ClusterRule;

type Found = Omit<RuleDiagnostic, "at" | "fix"> & Partial<Pick<RuleDiagnostic, "fix">>;

function problemOf(
  { name, value = "", valueFrom }: EnvVar,
  names: ReadonlySet<string>,
  { cluster, configuration: { database }, settings }: ClusterContext,
): Found | undefined {
  if (valueFrom !== undefined || hasUnknownValue(value)) return undefined;
  switch (name) {
    case "PGUSER":
      if (value === "" || value === "postgres") return undefined;
      // What pgBackRest is told itself, it does not leave open.
      if (names.has("PGBACKREST_PG1_USER") || database.effective("pg-user", 1) !== undefined) return undefined;
      return {
        severity: "warning",
        problem: `With \`PGUSER\`, pgBackRest connects as \`${quotableText(value)}\`, so every backup fails (056) unless that role is a superuser.`,
        fix: "Remove it, unless the role is a superuser.",
      };
    case "PGSERVICE":
      // There may be a file that defines it.
      if (names.has("PGSERVICEFILE") || names.has("PGSYSCONFDIR") || cluster.resource.spec.additionalVolumes?.length)
        return undefined;
      return { problem: "`PGSERVICE` names a service that no file in the pod defines, so every backup fails (056)." };
    case "PGREQUIREPEER":
      if (value === "" || value === "postgres" || settings.spiloRunAsUser !== undefined) return undefined;
      return {
        problem:
          "`PGREQUIREPEER` asks for a server of another user than `postgres`, as which PostgreSQL runs, so every backup fails (056).",
      };
    case "PGTARGETSESSIONATTRS":
      if (!["read-only", "standby"].includes(value) || cluster.resource.spec.standby !== undefined) return undefined;
      return { problem: `\`${name}\` is \`${value}\`, which refuses the primary, so every backup fails (056).` };
    case "PGGSSENCMODE":
    case "PGCHANNELBINDING":
      if (value !== "require") return undefined;
      return {
        problem: `\`${name}\` is \`require\`, which is impossible through a local socket, so every backup fails (056).`,
      };
    default:
      return undefined;
  }
}
