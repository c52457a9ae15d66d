/** What is said of a name. All of it is text for people; `--format json` prints it as it is. */
export type Explanation = RuleExplanation | FindingExplanation | OptionExplanation | FieldExplanation;

/** A rule of the checks, by its page in docs/checks. */
export interface RuleExplanation {
  readonly kind: "rule";
  readonly name: string;
  readonly severity: string;
  readonly title: string;
  /** The page, in Markdown. */
  readonly page: string;
  readonly url: string;
}

/** A finding that is not one of a rule, or a problem of a living cluster. */
export interface FindingExplanation {
  readonly kind: "finding";
  readonly name: string;
  readonly meaning: string;
  readonly url: string;
}

/** An option of pgBackRest. */
export interface OptionExplanation {
  readonly kind: "option";
  readonly name: string;
  /** As it is written, with the number of a repository or host where it has one. */
  readonly written: readonly string[];
  readonly olderNames: readonly string[];
  readonly meaning: string;
  readonly isSecret: boolean;
  readonly values: string;
  readonly default?: string;
  readonly dependsOn?: string;
  readonly releases: string;
  /** What was different in older releases, newest first. */
  readonly changes: readonly string[];
  readonly commands: readonly string[];
  readonly places: readonly string[];
  /** Where the operator writes it itself, and of what. */
  readonly operator: readonly string[];
  readonly url?: string;
}

/** A field of a resource, or of the file with settings. */
export interface FieldExplanation {
  readonly kind: "field";
  /** The kind of the resource; `config` for the file `.expand-pgbackrest.yaml`. */
  readonly of: "postgresql" | "ExpandPgBackRest" | "config";
  /** Its path; empty for the whole resource, or file. */
  readonly name: string;
  readonly meaning: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly values: readonly string[];
  readonly pattern?: string;
  readonly default?: string;
  readonly examples: readonly string[];
  /** What it changes, of the objects that the function makes. */
  readonly reaches: readonly string[];
  readonly fields: readonly NamedField[];
}

/** A field below another. */
export interface NamedField {
  readonly name: string;
  readonly type: string;
  readonly meaning: string;
}

/** The texts that explanations are made of. */
export interface Sources {
  /** The pages of rules, by id. */
  readonly rulePages: Readonly<Record<string, string>>;
  /** What findings mean that are not those of rules, by id. */
  readonly otherFindings: ReadonlyMap<string, string>;
  /** What each problem of a living cluster is, and what to do. */
  readonly problems: Readonly<Record<string, string>>;
  /** What each option of pgBackRest does, without a full stop. */
  readonly optionSummaries: Readonly<Record<string, string>>;
  /** The schemas of resources, with the descriptions of their fields. */
  readonly schemas: Readonly<Record<FieldExplanation["of"], Schema>>;
}

/** As much of a JSON schema as explanations need. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
}
