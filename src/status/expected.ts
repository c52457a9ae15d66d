import type { BackupType } from "../cpo/repository.ts";
import type { Figures } from "../recovery/figures.ts";
import type { Retention } from "../recovery/retention.ts";

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
  /** The name by which others reach the repo host; its certificate must have it. Absent where that is not known. */
  readonly repoHostName?: string;
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
  /** How long backups and WAL are kept. Absent where that is not known: then nothing is promised of moments. */
  readonly retention?: Retention;
}

export interface ExpectedJob {
  readonly type: BackupType;
  readonly cronJob: string;
  readonly cron: string;
  readonly timeZone?: string;
  readonly isSuspended: boolean;
}
