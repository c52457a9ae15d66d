import type { Cluster } from "../cpo/cluster.ts";
import type { Repository } from "../cpo/repository.ts";
import type { Settings } from "../cpo/settings.ts";
import type { ObjectRef, Path, Place, Remark, Severity } from "../findings/finding.ts";

/** A Secret of the input: its files by key, decoded; `undefined` for a key whose content is not valid base64. */
export interface SecretFiles {
  readonly object: ObjectRef;
  readonly files: ReadonlyMap<string, string | undefined>;
}

/** Everything the checks may look at. Plain data: no rule reads, writes or remembers anything. */
export interface Subject {
  readonly clusters: readonly Cluster[];
  readonly settings: Settings;
  /** Where a setting of the operator was given, by its name and what is below it: in the functionConfig, or in the operator's own configuration. */
  readonly settingPlace: (name: string, ...below: Path) => Place;
  /** The clusters that are cloned from another one, also those without backups of their own. */
  readonly cloned: readonly Cluster[];
  /** The Secret that a CR names, by the name as the CR spells it and the CR's namespace; undefined where it is not in the input. */
  readonly secret: (name: string, namespace: string | undefined) => SecretFiles | undefined;
  /** Name and namespace of every Secret in the input; asked only when one is missing. */
  readonly secretNames: () => ReadonlyArray<{ readonly name: string; readonly namespace: string }>;
  /**
   * The CustomResourceDefinition of `postgresql` in the input: whether it has the fields of GCS and Azure repositories; undefined where
   * there is none. Asked only where it matters.
   */
  readonly crdHasKeyFields: () => boolean | undefined;
  /** Name and namespace of every `postgresql` in the input, also of those without a backup section or not selected. */
  readonly allClusters: ReadonlyArray<{
    readonly object: ObjectRef;
    readonly name: string;
    readonly namespace?: string;
  }>;
  /** The pgBackRest release that the user states in the functionConfig, for example `2.58.0`. */
  readonly release?: string;
  /** True where a host ran us, so that an absent Secret is worth a word: kpt keeps Secrets out of the package. */
  readonly secretsElsewhere: boolean;
}

/** A rule: what it finds, why it matters, and the examples that are its test and its page in docs/checks.md. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly source: string;
  readonly bad: Example;
  readonly good: Example;
  /** "all" for a rule that compares clusters or speaks of the settings; the others are given a few clusters at a time. */
  readonly clusters?: "all";
  /** What clusters must have for the rule to say anything; it is not asked where none has it. */
  readonly about?: Repository["storage"] | "clone" | "restore";
  readonly check: (subject: Subject) => Iterable<RuleRemark>;
}

/** A remark of a rule. */
export interface RuleRemark extends Remark {
  /** The cluster whose overrides count, where the remark is about another object (its Secret). */
  readonly cluster?: ObjectRef;
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
}

/**
 * A small input, as changes to the example cluster of `src/checks/example.ts`: files by name (`s3.conf`), and YAML that is merged
 * into the CR (`postgresql`) or the functionConfig (`functionConfig`).
 */
export type Example = Readonly<Record<string, string>>;
