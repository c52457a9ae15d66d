import { shownKey } from "../../configuration/line.ts";
import type { ClusterRule } from "../rule.ts";

const harm: Readonly<Record<string, string>> = {
  "archive-mode": "turns archiving off on every replica that is created from a backup",
  "db-include": "leaves the other databases empty on every replica that is created from a backup",
  "db-exclude": "leaves these databases empty on every replica that is created from a backup",
};

export const restoreOptionInGlobal = {
  id: "restore-option-in-global",
  severity: "warning",
  title: "Restore option that affects replicas",
  why: "Patroni creates replicas with `pgbackrest restore`, which reads `global` like any other command.",
  source: "pgbackrest-e2e section 7, item 14; contract section 3",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              archive-mode: "off"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              process-max: "2"
    `,
  },
  appliesToOptions: Object.keys(harm),
  *checkCluster({ configuration }) {
    for (const line of configuration.written) {
      const effect = line.meaning.is === "option" ? harm[line.meaning.name] : undefined;
      if (effect === undefined || (line.key === "archive-mode" && line.value === "preserve")) continue;
      yield {
        at: line.place,
        problem: `${shownKey(line)} ${effect}.`,
        fix:
          line.key === "archive-mode"
            ? "Remove it."
            : "Remove it, and restore one database beside the cluster, as its runbook says.",
      };
    }
  },
} as const satisfies ClusterRule;
