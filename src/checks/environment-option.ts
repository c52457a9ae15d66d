import { meaningOf } from "../pgbackrest/option-names.ts";
import type { Rule } from "./rule.ts";

export const environmentOption = {
  id: "environment-option",
  severity: "warning",
  title: "pgBackRest option in the environment",
  why: "The Postgres image clears nearly all variables before it starts the database, so archiving does not see an option that backups see.",
  source: "pgbackrest-e2e rule 18 and section 7, item 4",
  bad: { postgresql: "spec: {env: [{name: PGBACKREST_PROCESS_MAX, value: '4'}]}" },
  good: { postgresql: "spec: {backup: {pgbackrest: {global: {process-max: '4'}}}}" },
  *check({ clusters }) {
    for (const cluster of clusters) {
      const { env = [], backup } = cluster.resource.spec;
      const lists = [
        { list: env, path: ["spec", "env"] },
        { list: backup?.pgbackrest?.env ?? [], path: ["spec", "backup", "pgbackrest", "env"] },
      ];
      for (const { list, path } of lists) {
        for (const [index, { name }] of list.entries()) {
          const option = /^PGBACKREST_([A-Z0-9_]+)$/.exec(name)?.[1]?.toLowerCase().replaceAll("_", "-");
          if (option === undefined) continue;
          const known = meaningOf(option).is === "option";
          yield {
            at: { in: "field", object: cluster.object, path: [...path, index, "name"] },
            problem: known
              ? `\`${name}\` reaches backups but not archiving: the image clears the environment of the database.`
              : `\`${name}\` names no option of pgBackRest, so it has no effect.`,
            fix: known
              ? `Write \`${option}\` into \`global\`, or, for a secret, into the Secret's \`.conf\` file.`
              : "Correct the name, or write the option into `global`.",
          };
        }
      }
    }
  },
} as const satisfies Rule;
