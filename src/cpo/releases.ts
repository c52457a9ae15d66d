/** How a release of the operator differs from others in what this program makes. A difference is one field here and one place that reads it. */
export interface OperatorRelease {
  /** The name in the host names by which the repo host reaches the Postgres pods, behind the pod's own: of the cluster's main Service, or of its Service for pods. */
  readonly postgresHosts: "main service" | "pods service";
  /** Whether backup jobs run with a read-only root, whatever the operator's settings say. */
  readonly backupJobReadOnlyRoot: boolean;
}

/** The releases that were run side by side (contract section 6). */
export const operatorReleases = {
  "0.8.3": { postgresHosts: "main service", backupJobReadOnlyRoot: false },
  "0.9.0": { postgresHosts: "main service", backupJobReadOnlyRoot: true },
  "0.9.1": { postgresHosts: "pods service", backupJobReadOnlyRoot: true },
  "0.9.2": { postgresHosts: "pods service", backupJobReadOnlyRoot: true },
} as const satisfies Readonly<Record<string, OperatorRelease>>;

/** The release whose objects are made. */
export const currentRelease: OperatorRelease = operatorReleases["0.9.2"];
