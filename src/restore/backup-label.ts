import { type LabelParts, labelParts } from "../pgbackrest/backup-label.ts";
import { type Refused, refused } from "./moment.ts";

/** The label of a backup, by the clock of the pod, which is in UTC. */
export interface BackupLabel extends LabelParts {
  readonly is: "label";
  readonly label: string;
}

/** Reads the label of a backup, with blanks around it. */
export function backupLabel(given: string): BackupLabel | Refused {
  const label = given.trim();
  const parts = labelParts(label);
  switch (parts) {
    case "no label":
      return refused(
        "This is not the label of a backup.",
        "Write it as `pgbackrest info` prints it, for example `20260131-023000F` or `20260131-023000F_20260201-023000I`.",
      );
    case "no order":
      return refused(
        "There is no such backup: it would be older than the full backup that it builds on.",
        "Write the label as `pgbackrest info` prints it.",
      );
    default:
      return { is: "label", label, ...parts };
  }
}
