import { besideSteps, endBeside } from "./runbook-beside.ts";
import {
  isEncryptedByPostgres,
  kubectl,
  type RunbookSource,
  repositoryChoice,
  targetVariables,
} from "./runbook-cluster.ts";
import { commandLine, expanding } from "./runbook-shell.ts";
import type { RunbookChapter } from "./runbook-step.ts";

/** A second database with the data of a moment; the first one goes on. */
export function cloneChapter(source: RunbookSource): RunbookChapter {
  const { name, manifests } = source;
  const isEncrypted = isEncryptedByPostgres(source);
  const choice = repositoryChoice(source);
  return {
    id: "clone",
    title: "Clone beside",
    when: "You want to look at old data, or copy some of it back, while the database goes on.",
    steps: [
      ...(isEncrypted ? [] : [...besideSteps(source, "beside", "time"), endBeside(source, "beside")]),
      {
        id: "clone-cluster",
        title: isEncrypted ? "Make a new cluster" : "Or make a new cluster",
        why: "The operator fills it from the backups. It gets its own place for its own backups.",
        variables: [
          { name: "NEW", meaning: "The name of the new cluster.", example: `${name.replace(/^.*\//, "")}-copy` },
          ...targetVariables.time,
          ...choice.variables,
        ],
        commands: [
          {
            text: `${commandLine("expand-pgbackrest", "clone-patch", name, expanding("$NEW"), "--to", expanding("$TARGET"), ...choice.words, ...manifests)} >clone.yaml`,
            needs: "program",
          },
          { text: "cat clone.yaml", needs: "program" },
          { text: kubectl(source, "apply", "-f", "clone.yaml"), needs: "controllers" },
        ],
        seeThat:
          "The new cluster's first pod is ready, and its rows are those of the moment. The comments in the file say what the new cluster needs.",
        downtime: "Not at all.",
      },
    ],
  };
}
