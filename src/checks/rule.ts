import type { ConfigurationSources } from "../configuration/sources.ts";
import type { Cluster } from "../cpo/cluster.ts";
import type { Repository } from "../cpo/repository.ts";
import type { Diagnostic, ObjectRef, Path, Place, Severity } from "../findings/finding.ts";

/** Everything the checks may look at. Plain data: no rule reads, writes or remembers anything. */
export interface Subject extends ConfigurationSources {
  readonly clusters: readonly Cluster[];
  /** Where a setting of the operator was given, by its name and what is below it: in the functionConfig, or in the operator's own configuration. */
  readonly settingPlace: (name: string, ...below: Path) => Place;
  /** The clusters that are cloned from another one, also those without backups of their own. */
  readonly cloned: readonly Cluster[];
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
  readonly check: (subject: Subject) => Iterable<RuleDiagnostic>;
}

/** A diagnostic of a rule. */
export interface RuleDiagnostic extends Diagnostic {
  /** The cluster whose overrides count, where the diagnostic is about another object (its Secret). */
  readonly cluster?: ObjectRef;
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
}

/**
 * A small input, as changes to the example cluster of `src/checks/example.ts`: files by name (`s3.conf`), and YAML that is merged
 * into the CR (`postgresql`) or the functionConfig (`functionConfig`).
 */
export type Example = Readonly<Record<string, string>>;
