import Type from "typebox";
import { Check } from "typebox/value";
import { parseAllDocuments } from "yaml";
import type { Database } from "./database.ts";
import { image } from "./operator.ts";
import type { Pod } from "./pods.ts";
import type { ScenarioFolder } from "./rendered.ts";

/** What the operator reads of a cluster that is to be restored. */
const restoring = Type.Object({
  kind: Type.Literal("postgresql"),
  spec: Type.Object({
    numberOfInstances: Type.Literal(1),
    backup: Type.Object({
      pgbackrest: Type.Object({
        restore: Type.Object({
          id: Type.String(),
          repo: Type.String({ pattern: "^repo[1-4]$" }),
          options: Type.Record(Type.String(), Type.String()),
        }),
      }),
    }),
  }),
});

/**
 * Lists a patch in the scenario's kustomization, builds it, and restores as the operator and the image do for what is built: the operator
 * stops PostgreSQL and writes a ConfigMap, of which the init container makes its environment (contract 2.8 and section 3).
 */
export function restoreByPatch(folder: ScenarioFolder, patch: string, pod: Pod, database: Database): void {
  folder.edit("kustomization.yaml", (text) => `${text}patches:\n  - path: ${patch}\n`);
  const documents: readonly unknown[] = parseAllDocuments(folder.build()).map((document) => document.toJS());
  folder.edit("kustomization.yaml", (text) => text.replace(/patches:\n.*\n$/, ""));
  const [cluster] = documents.filter((document) => Check(restoring, document));
  if (cluster === undefined) throw new Error("the operator would not restore what is built");
  const { id, repo, options } = cluster.spec.backup.pgbackrest.restore;
  const given = Object.entries(options).map(([option, value]) => `--${option}="${value}"`);
  // Where the last attempt failed, there is nothing to stop.
  pod.run("pg_ctl", "-D", image.data, "-m", "immediate", "-w", "stop");
  pod.must(
    "env",
    "MODE=restore",
    "HOSTNAME=demo-0",
    `PGROOT=${image.volume}/pgroot`,
    "RESTORE_ENABLE=true",
    `RESTORE_ID=${id}`,
    `RESTORE_COMMAND= --repo=${repo.slice(-1)} ${given.join(" ")}`,
    "image.sh",
  );
  database.start();
}
