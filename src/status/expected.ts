import type { BackupType } from "../cpo/repository.ts";
import type { Figures } from "../recovery/figures.ts";

/*
 * What the manifests ask for, as far as the living cluster can be held to it. The manifests are files and kustomizations that the user names;
 * where none are named, the `postgresql` resource in the cluster is its own manifest.
 */

export interface ExpectedCluster {
  readonly name: string;
  readonly namespace: string;
  readonly repositories: readonly ExpectedRepository[];
  /** True where a repository is on a volume, so that there is a repo host with a certificate. */
  readonly hasRepoHost: boolean;
  /** False where a parameter of PostgreSQL stops archiving. */
  readonly archives: boolean;
  /** True for a standby cluster, whose backups all fail until it is promoted. */
  readonly isStandby: boolean;
  /** Why nothing can be expected of it: the cluster has errors that hide its repositories. Absent where it was read. */
  readonly unreadable?: string;
  /** The Secrets and ConfigMaps that pods read their configuration from, with the keys that must be there; none of them: any key. */
  readonly sources: ReadonlyArray<{
    readonly kind: "Secret" | "ConfigMap";
    readonly name: string;
    readonly keys: readonly string[];
  }>;
}

export interface ExpectedRepository {
  readonly name: string;
  readonly number: number;
  readonly storage: "pvc" | "s3" | "gcs" | "azure";
  readonly location: string;
  readonly jobs: readonly ExpectedJob[];
  /** What the plan promises of it in the steady state. */
  readonly promised: Pick<Figures, "pointInTime" | "backups" | "kept" | "longestGapSeconds">;
}

export interface ExpectedJob {
  readonly type: BackupType;
  readonly cronJob: string;
  readonly cron: string;
  readonly timeZone?: string;
  readonly isSuspended: boolean;
}
