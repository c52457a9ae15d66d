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

const newCluster = "a new cluster";

/** A second database with the data of a moment; the first one goes on. */
export function cloneChapter(source: RunbookSource): RunbookChapter {
  const { name, manifests } = source;
  const choice = repositoryChoice(source);
  return {
    id: "clone",
    title: "Clone beside",
    when: "You want to look at old data, or copy some of it back, while the database goes on.",
    steps: [
      ...(isEncryptedByPostgres(source) ? [] : [...besideSteps(source, "beside", "time"), endBeside(source, "beside")]),
      {
        id: "clone-cluster",
        title: "Make the manifest of a new cluster, and read it",
        way: newCluster,
        why: "The operator fills the new cluster from the backups. It gets its own place for its own backups.",
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
        ],
        seeThat: "The comments in the file say what the new cluster needs, and you have all of it.",
        downtime: "Not at all.",
      },
      {
        id: "clone-apply",
        title: "Apply it",
        way: newCluster,
        why: "The operator makes the cluster. To end it, delete the resource of the new cluster, never that of the old one.",
        variables: [],
        commands: [{ text: kubectl(source, "apply", "-f", "clone.yaml"), needs: "controllers" }],
        seeThat: "The new cluster's first pod is ready, and its rows are those of the moment.",
        downtime: "Not at all.",
      },
    ],
  };
}
