import type { BackupType } from "../cpo/repository.ts";
import type { CertificateKey } from "./certificate-keys.ts";

/*
 * What a living cluster shows of its backups: small records, made of the API server's answers as they come, so that ten thousand objects are
 * never in memory at once. Moments are seconds since 1970. What could not be asked, or not be read, is `Unknown`: it is neither there nor missing.
 */

/** Why something is not known. */
export interface Unknown {
  readonly unknown: "forbidden" | "timeout" | "unreachable" | "unreadable" | "no-pod-to-ask" | "not-asked";
  /** A sentence, without text of a Secret; empty where the same reason was said for all. */
  readonly why: string;
  /** What to do, as a sentence, where that depends on more than the kind of reason. */
  readonly fix?: string;
  /** The right that is lacking, where that is known. */
  readonly right?: ForbiddenRight;
}

/** A right that a user does not have, as RBAC has it. */
export interface ForbiddenRight {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly user?: string;
}

/** Something that was asked for: it is known, known to be missing, or not known. */
export type Asked<Value> = Value | "missing" | Unknown;

/** A cluster that was looked at. */
export interface ObservedCluster {
  readonly name: string;
  readonly namespace: string;
  /** The `postgresql` resource; missing for one that only the manifests have. */
  readonly resource: Asked<SeenResource>;
  readonly cronJobs: readonly SeenCronJob[] | Unknown;
  readonly jobs: readonly SeenJob[] | Unknown;
  /** The StatefulSet of the repo host; missing also where no repository asks for one. */
  readonly repoHost: Asked<SeenStatefulSet>;
  /** The Secret that holds the certificate of the repo host. */
  readonly certificate: Asked<SeenCertificate>;
  /** The Secrets and ConfigMaps that the configuration names, by kind and name. */
  readonly sources: readonly SeenSource[];
  /** What `pgbackrest info` says; it is asked with `--exec` alone. */
  readonly info: Asked<BackupInfo>;
  /** `pg_stat_archiver` of the primary; it is asked with `--exec` alone. */
  readonly archiver: Asked<Archiver>;
  /** Volumes of the repo host. */
  readonly volumes: readonly SeenVolume[] | Unknown;
  /** Objects that are there and cannot be read, and are in none of the lists; `object` is, for example, `CronJob/name`. */
  readonly unreadable?: ReadonlyArray<{ readonly object: string; readonly why: string }>;
}

/** The `postgresql` resource, as far as the operator has written into it. */
export interface SeenResource {
  /** The operator's word, `Running`, `CreateFailed`, `SyncFailed`, ...; absent before it has looked at the resource. */
  readonly phase?: string;
  readonly createdAt: number;
}

export interface SeenCronJob {
  readonly name: string;
  readonly uid: string;
  readonly createdAt: number;
  readonly cron: string;
  readonly timeZone?: string;
  readonly isSuspended: boolean;
  readonly startingDeadlineSeconds?: number;
  /**
   * When its schedule, time zone or suspension was last changed: the latest time in `managedFields` of an entry that has `f:schedule`,
   * `f:timeZone` or `f:suspend`. Absent where that is not known: then it is taken to be as old as the CronJob.
   */
  readonly scheduleSince?: number;
  readonly lastScheduled?: number;
  readonly lastSuccessful?: number;
}

/** A Job that a CronJob made, or that somebody made from one by hand (`kubectl create job --from`). */
export interface SeenJob {
  readonly name: string;
  /** The CronJob that it was made from. */
  readonly cronJob: string;
  readonly isByHand: boolean;
  readonly createdAt: number;
  readonly startedAt?: number;
  /** When it was complete. Kubernetes says so also where the backup in it did not happen (contract section 5). */
  readonly completedAt?: number;
  readonly failed?: { readonly at: number; readonly reason: string; readonly message: string };
  /** Pods of it that failed, also where a later one succeeded or is still to come. */
  readonly failedPods: number;
  /** False where Kubernetes has not been able to make a pod of it: none is there, and none has ended. Absent where that is not known. */
  readonly hasPod?: boolean;
  /**
   * The last pod: asked for Jobs that failed, with the last lines that it printed, and for those that run without a ready pod. A pod whose image
   * cannot be pulled never fails.
   */
  readonly pod?: SeenPod;
}

export interface SeenPod {
  readonly name: string;
  readonly phase: string;
  /** Why a container waits or ended, for example `ImagePullBackOff`. */
  readonly reason?: string;
  readonly exitCode?: number;
  readonly lines: readonly string[] | Unknown;
}

export interface SeenStatefulSet {
  readonly uid: string;
  readonly createdAt: number;
  readonly replicas: number;
  readonly readyReplicas: number;
  /** Why its pod is not ready: the reason of a container or of the pod, for example `ImagePullBackOff` or `Unschedulable`. */
  readonly waiting?: string;
}

/** A certificate, by its dates and names alone. */
export interface SeenCertificate {
  /** Certificates by the key in the Secret; one without a certificate is among `missingKeys`. */
  readonly certificates: ReadonlyArray<{
    readonly key: CertificateKey;
    readonly from: number;
    readonly until: number;
    readonly names: readonly string[];
  }>;
  /** Keys that the operator writes and that are not there, or hold no certificate. */
  readonly missingKeys: readonly string[];
}

/** A Secret or ConfigMap that a cluster's configuration names. */
export interface SeenSource {
  readonly kind: "Secret" | "ConfigMap";
  readonly name: string;
  /** Its keys, by name alone. */
  readonly keys: Asked<readonly string[]>;
}

export interface SeenVolume {
  readonly name: string;
  readonly phase: string;
  /** What was asked for, and what there is, in bytes. */
  readonly requested?: number;
  readonly capacity?: number;
}

/** What `pgbackrest info --output=json` says of a stanza. */
export interface BackupInfo {
  /** 0 is ok; others as pgBackRest numbers them (missing stanza, no valid backups, ...). */
  readonly status: { readonly code: number; readonly message: string };
  readonly repositories: readonly RepositoryInfo[];
}

export interface RepositoryInfo {
  readonly number: number;
  readonly status: { readonly code: number; readonly message: string };
  readonly cipher: string;
  /** In the order in which they were taken. */
  readonly backups: readonly InfoBackup[];
  /** The first and the last WAL file of the database that is in force. */
  readonly wal?: { readonly first: string; readonly last: string };
}

export interface InfoBackup {
  readonly label: string;
  readonly type: BackupType;
  readonly startedAt: number;
  readonly stoppedAt: number;
  readonly hasErrors: boolean;
  /** Bytes in the repository, of this backup alone. */
  readonly repositoryBytes: number;
  readonly databaseBytes: number;
  /** True where it is of a database that a major upgrade or a new start has replaced: it cannot be restored to a moment after that. */
  readonly isOfFormerDatabase: boolean;
  readonly prior?: string;
  /** The first WAL file that it needs. */
  readonly walStart?: string;
}

/** `pg_stat_archiver` of the primary. */
export interface Archiver {
  readonly archived: number;
  readonly lastArchivedWal?: string;
  readonly lastArchivedAt?: number;
  readonly failed: number;
  readonly lastFailedWal?: string;
  readonly lastFailedAt?: number;
  /** When the server was asked, by its own clock. */
  readonly at: number;
  /** WAL files that wait to be archived. */
  readonly waiting?: number;
}
