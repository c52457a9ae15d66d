import type { Diagnostic, ObjectRef, Severity } from "../findings/finding.ts";
import type { CloneContext } from "./clone-context.ts";
import type { ClusterContext, RestoreContext } from "./cluster-context.ts";
import type { ComparisonContext, InputContext } from "./input-context.ts";
import type { Subject } from "./subjects.ts";

/** A rule. What it is given says what it is about: one cluster, one clone, or the whole input. */
export type Rule = ClusterRule | CloneRule | InputRule | ComparisonRule;

/** What finds mistakes knows of a rule: not its texts, which the build leaves out of the main program. */
export type AskedRule = Asked<Rule>;

/** One kind of rule, as what finds mistakes knows it. */
export type Asked<Kind extends Rule> = Kind extends Rule ? Omit<Kind, keyof RuleTexts> : never;

/** A rule about one cluster with a backup section. It is asked once for each, and cannot see another. */
export type ClusterRule = RuleDescription & {
  /** Where the same can be wrong with a clone. */
  readonly checkClone?: CloneRule["checkClone"];
  readonly checkInput?: never;
} & (
    | (Subject & { readonly checkCluster: (context: ClusterContext) => Iterable<RuleDiagnostic> })
    | {
        /** The rule is asked about a cluster that asks for a restore. */
        readonly appliesTo: "restore";
        readonly checkCluster: (context: RestoreContext) => Iterable<RuleDiagnostic>;
      }
  );

/** A rule about one clone: a cluster that starts from the backups of another, whether it has a backup section itself or not. */
export interface CloneRule extends RuleDescription {
  readonly checkClone: (context: CloneContext) => Iterable<RuleDiagnostic>;
  readonly appliesTo?: never;
  readonly checkCluster?: never;
  readonly checkInput?: never;
}

/** A rule that speaks of what clusters share: settings, Secrets. It is asked once. */
export interface InputRule extends RuleDescription {
  readonly checkInput: (context: InputContext) => Iterable<InputDiagnostic>;
  readonly comparesClusters?: never;
  readonly appliesTo?: never;
  readonly checkCluster?: never;
  readonly checkClone?: never;
}

/**
 * A rule that compares clusters. It is asked once about the clusters of an input, and again about those of several inputs that are
 * otherwise checked one by one: the folders of `hydrate`, and of `check --kustomize`.
 */
export interface ComparisonRule extends RuleDescription {
  readonly comparesClusters: true;
  readonly checkInput: (context: ComparisonContext) => Iterable<ComparisonDiagnostic>;
  readonly appliesTo?: never;
  readonly checkCluster?: never;
  readonly checkClone?: never;
}

/** What every rule says of itself: why it matters, and the examples that are its test and its page in docs/checks.md. */
export interface RuleTexts {
  readonly title: string;
  readonly why: string;
  readonly source: string;
  readonly bad: Example;
  readonly good: Example;
}

/** What every rule has, beside the function that finds mistakes. */
export interface RuleDescription extends RuleTexts {
  readonly id: string;
  readonly severity: Severity;
  /** What it gives in other cases: where less is certain, or where more or less is lost. */
  readonly otherSeverities?: readonly Severity[];
  /**
   * True for a rule that holds where a later step fills in the field that it reports: it is about the name of the field, or looks at what is
   * known of the value itself. What all others say of such a field is left out.
   */
  readonly holdsWhateverIsFilledIn?: true;
}

/** What a rule has to say. Overrides of the cluster that was asked about apply to it. */
export interface RuleDiagnostic extends Diagnostic {
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
}

/** What a rule has to say about the input. Overrides of the cluster that it is about apply to it. */
export interface InputDiagnostic extends RuleDiagnostic {
  /** The cluster whose overrides count, where the diagnostic is about another object: its Secret. */
  readonly cluster?: ObjectRef;
}

/** What a rule has to say about two clusters. */
export interface ComparisonDiagnostic extends InputDiagnostic {
  /** The other cluster, where `also` does not name it. */
  readonly comparedWith?: ObjectRef;
}

/**
 * A small input, as changes to the example cluster of `scripts/rule-example.ts`: files of its Secret by name (`s3.conf`), and YAML that is
 * merged into the CR (`postgresql`), into a second CR (`other`) or into the functionConfig (`functionConfig`), or is one more resource
 * (`resource`).
 */
export type Example = Readonly<Record<string, string>>;
