import type { JobSources } from "../configuration/scheduled-jobs.ts";
import type { Cluster } from "../cpo/cluster.ts";
import type { JobSetting } from "../cpo/job-settings.ts";
import type { OwnConfiguration } from "../cpo/own-configuration.ts";
import type { Settings } from "../cpo/settings.ts";
import type { Diagnostic, ObjectRef, Path, Place, Severity } from "../findings/finding.ts";
import type { SchemaProblem } from "../kubernetes/schema-problems.ts";
import type { PolicyJudge } from "../recovery/policy.ts";
import type { Secret } from "../secret/secret.ts";

/** What is applied together with a cluster, and in which wave of Argo CD. */
export interface AppliedBeside {
  readonly object: ObjectRef;
  readonly wave: number;
}

/** Everything that is checked, as the function read it. */
export interface CheckInput {
  /** The clusters with a backup section, in the order of the input. */
  readonly clusters: readonly Cluster[];
  /** The clusters without a backup section. */
  readonly withoutBackup: readonly ClusterWithoutBackup[];
  /** True where the reader wants to know of clusters that have no backups, on purpose or not. */
  readonly namesClustersWithoutBackup: boolean;
  /** Fields that the API server drops, where no backup can be among them. */
  readonly dropped: readonly Diagnostic[];
  /** What there is to say of how the operator's release was found. */
  readonly aboutRelease: ReadonlyArray<Diagnostic & { readonly severity?: Severity }>;
  /** The clusters that are cloned from the backups of another one, with or without a backup section of their own. */
  readonly cloned: readonly Cluster[];
  /** Name and namespace of every `postgresql` in the input, also of those without a backup section or not selected. */
  readonly allClusters: readonly ClusterName[];
  /** Other versions of clusters in kustomizations of their own, each with its Secrets: rules about one cluster are asked about them, too. */
  readonly versions: ReadonlyArray<{ readonly cluster: Cluster; readonly secret: CheckInput["secret"] }>;
  /** What is there twice though it should be there once: clusters with the same content, and Secrets that clusters name. */
  readonly copies: ReadonlyArray<{
    readonly object: ObjectRef;
    readonly earlier: ObjectRef;
    readonly isEqual: boolean;
  }>;
  /** The repo hosts of an earlier run, each with the annotations that the settings do not put there. */
  readonly annotatedRepoHosts: ReadonlyArray<{ readonly object: ObjectRef; readonly foreign: readonly string[] }>;
  /**
   * Repo hosts that an earlier run wrote to files, and that this one leaves to the operator: they leave the manifests. `object` is there where
   * the input has the file.
   */
  readonly removedRepoHosts: () => ReadonlyArray<{ readonly cluster: Cluster; readonly object?: ObjectRef }>;
  /** True where an earlier run wrote objects of the cluster to files, and no repo host among them. */
  readonly hadNoRepoHost: (cluster: Cluster) => boolean;
  /** What installs the operator together with the cluster; undefined where nothing does. Asked only where it matters. */
  readonly operatorBeside: (cluster: Cluster) => AppliedBeside | undefined;
  /** True where the input has the Secret with the certificates of the repo host, or what makes it. */
  readonly bringsCertificates: (cluster: Cluster) => boolean;
  /** Configurations of the function that are resources of the input. */
  readonly configsAmongResources: readonly ObjectRef[];
  /** Resources that look like clusters, and that nothing reads. */
  readonly notRead: readonly NotRead[];
  readonly settings: Settings;
  /** Judges clusters by the policy of the functionConfig; absent without one. */
  readonly policy?: PolicyJudge;
  /** The operator's own configuration, where it is among the resources. */
  readonly operatorConfiguration?: OwnConfiguration;
  /** Where a setting of the operator was given, by its name and what is below it: in the functionConfig, or in the operator's own configuration. */
  readonly settingPlace: (name: string, ...below: Path) => Place;
  /** Where a setting of CronJobs was given in the functionConfig. */
  readonly jobPlace: (name: JobSetting) => Place;
  /** Finds the CronJob of a name and namespace that is in the input already; undefined where it has none. */
  readonly existingJob: JobSources["existing"];
  /** The names of time zones; they are there only where the input names one. */
  readonly timeZones: ReadonlySet<string>;
  /** The pgBackRest release that the user states in the functionConfig, for example `2.58.0`. */
  readonly release?: string;
  /** The Secret that a CR names, by the name as the CR spells it and the CR's namespace; undefined where it is not in the input. */
  readonly secret: (name: string, namespace: string | undefined) => Secret | undefined;
  /**
   * What becomes of the name of a Secret that a kustomization generates or lists, where that does not reach the resource `object`, which calls it
   * `name`: kustomize was not told that it is a reference.
   */
  readonly renamedSecret: (object: ObjectRef, name: string) => RenamedSecret | undefined;
  /** Tells of a cluster without a namespace whether a kustomization that was not built gives it one. */
  readonly laterNamespace: (object: ObjectRef) => LaterNamespace | undefined;
  /** Every Secret of the input, where one is missing that a cluster names; else none. */
  readonly secretNames: readonly PresentSecret[];
  /** The folder of the kustomization that a resource belongs to, where files were read as they are and there is one. */
  readonly kustomizationOf: (object: ObjectRef) => string | undefined;
  /**
   * Where a Secret should be that something else does not create, so that an absent one is worth mentioning: in the `input` that a host
   * handed over (kpt keeps Secrets out of the package), or in what was built of a kustomization. Undefined for files, which may be some of
   * several.
   */
  readonly secretsExpectedIn: "input" | "build" | undefined;
  /**
   * What the CustomResourceDefinition of `postgresql` in the input does not take of a cluster; undefined where there is none, and where the
   * functionConfig names another.
   */
  readonly listedCrd: ((cluster: Cluster) => readonly SchemaProblem[]) | undefined;
}

/** A Secret of the input, or one that something in it makes in the cluster. */
export interface PresentSecret {
  readonly name: string;
  /** Empty where it has none, or may be in any. */
  readonly namespace: string;
  /** True where a cluster names it, selected or not. */
  readonly isNamed: boolean;
  /** A key that pgBackRest reads as a file of its options. */
  readonly optionFile?: string;
  /** The folder of the kustomization that it belongs to, where files were read as they are and there is one. */
  readonly kustomization?: string;
}

/** A Secret of a kustomization under its new name; `name` is undefined where it was not built. */
export interface RenamedSecret {
  readonly name?: string;
  /** The kustomization, for a message. */
  readonly kustomization: string;
  /** The kind of the manifest that says the name: a Secret, or what makes one in the cluster. Absent where a `secretGenerator` does. */
  readonly listedAs?: string;
}

/** A kustomization that was not built sets the namespace of the cluster, or lists the cluster and leaves the namespace to a layer above. */
export type LaterNamespace = "set" | "open";

/** A cluster without a backup section. */
export interface ClusterWithoutBackup {
  readonly cluster: Cluster;
  /** The path of a section that is written down, with nothing in it. */
  readonly emptySection?: Path;
  /** True where it has errors, behind which there may be one. */
  readonly isUncertain?: boolean;
}

/** A resource that looks like a cluster, and what it would have to be for the operator to read it. */
export interface NotRead {
  readonly object: ObjectRef;
  readonly expected: { readonly apiVersion: string; readonly kind: string };
  /** Where it is, for a cluster inside of another resource: `object` is that resource. */
  readonly below?: Path;
}

/** A `postgresql` as far as its neighbours go. */
export interface ClusterName {
  readonly object: ObjectRef;
  readonly name: string;
  readonly namespace?: string;
}
