import type { Runbook } from "../../src/restore/runbook-step.ts";

/** A runbook with all that one can have. */
export const runbook: Runbook = {
  cluster: "demo",
  namespace: "pg",
  notes: ["The manifests have errors."],
  chapters: [
    {
      id: "look",
      title: "Look at what there is",
      when: "Always, before `restore`.",
      steps: [
        {
          id: "look-info",
          title: "List the backups",
          why: "It shows labels and times.",
          variables: [
            { name: "SET", meaning: "The label of the backup, as `info` shows it.", example: "20260131-023000F" },
          ],
          commands: [
            { text: "kubectl -n pg exec demo-0 -c postgres -- pgbackrest --stanza=db info", needs: "pods" },
            { text: 'cat >"$DIR/pgbackrest.conf" <<END\n[global]\nrepo1-path=/pg/demo & <co>\nEND', needs: "host" },
          ],
          seeThat: "`status: ok` stands in the second line.",
          downtime: "Not at all.",
        },
      ],
    },
  ],
};
