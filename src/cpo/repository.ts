import type { Path } from "../findings/finding.ts";

/** The backup types of pgBackRest, as the CR's `schedule` spells them, in the order the operator makes their CronJobs. */
export const backupTypes = ["full", "incr", "diff"] as const;
export type BackupType = (typeof backupTypes)[number];

/** One entry of a repository's `schedule`. `cron` is the CR's text, possibly empty: the operator then takes its logical backup schedule. */
export interface Schedule {
  readonly type: BackupType;
  readonly cron: string;
  readonly path: Path;
}

interface RepositoryBase {
  /** As the CR spells it: `repo1` to `repo4`. */
  readonly name: string;
  /** The number in the name; object storages and the jobs' `--repo` go by it. */
  readonly number: number;
  /** Place in the CR's list, from 1; the operator numbers volumes and repo host options by it (contract 5.8). */
  readonly position: number;
  readonly schedules: readonly Schedule[];
  /** Where the repository is in the CR: `spec.backup.pgbackrest.repos[i]`. */
  readonly path: Path;
}

/** The selector of a volume claim, as Kubernetes defines it. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: ReadonlyArray<{
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }>;
}

export interface PvcRepository extends RepositoryBase {
  readonly storage: "pvc";
  /** Absent if the CR sets no volume, which the operator cannot handle. */
  readonly volume?: { readonly size: string; readonly storageClass?: string; readonly selector?: LabelSelector };
}

/** Fields that the CR leaves out are empty strings: the operator writes their lines anyway (contract 5.6). */
export interface S3Repository extends RepositoryBase {
  readonly storage: "s3";
  readonly bucket: string;
  readonly endpoint: string;
  readonly region: string;
}

export interface GcsRepository extends RepositoryBase {
  readonly storage: "gcs";
  readonly bucket: string;
  /** Name of a file in the configuration Secret. */
  readonly key: string;
  readonly keyType: string;
}

export interface AzureRepository extends RepositoryBase {
  readonly storage: "azure";
  readonly container: string;
  readonly endpoint: string;
  readonly account: string;
  /** The account key itself, in clear text (contract 5.13). */
  readonly key: string;
}

export type ObjectStoreRepository = S3Repository | GcsRepository | AzureRepository;
export type Repository = PvcRepository | ObjectStoreRepository;
export type Storage = Repository["storage"];
