/**
 * What a command needs: `pods`, those of the cluster and `kubectl exec`; `controllers`, that Kubernetes or the operator act on what it asks for;
 * `host`, a machine with pgBackRest and PostgreSQL, but nothing of Kubernetes; `program`, this program and the manifests.
 */
export type RunbookNeed = "pods" | "controllers" | "host" | "program";

/** A command as it is typed into bash, possibly of several lines. What comes from manifests is quoted. */
export interface RunbookCommand {
  readonly text: string;
  readonly needs: RunbookNeed;
}

/** What a person decides before a step, as a variable that its commands use. */
export interface RunbookVariable {
  readonly name: string;
  readonly meaning: string;
  /** A value to show the form. */
  readonly example: string;
  /** True where the example must not be taken for a value: what the step does with it cannot be undone. */
  readonly mustBeGiven?: true;
}

/** A step of a chapter. Texts are plain sentences with names between backticks. */
export interface RunbookStep {
  /** Unique in a runbook, for example `restore-in-place-apply`. */
  readonly id: string;
  readonly title: string;
  /** The way that it belongs to, where the chapter has several; a person follows the steps of one. Those above all ways have none. */
  readonly way?: string;
  /** The same text in neighboring steps of which a person follows one. */
  readonly oneOf?: string;
  readonly why: string;
  /** To be set in the shell before the commands are typed. */
  readonly variables: readonly RunbookVariable[];
  /** In their order, each only if the one before it succeeded; they share a shell. */
  readonly commands: readonly RunbookCommand[];
  /** How to see that it worked. */
  readonly seeThat: string;
  /** How long it holds the database down. */
  readonly downtime: string;
}

/** What there is to do in one situation. */
export interface RunbookChapter {
  readonly id: string;
  readonly title: string;
  /** When to follow it, and what it costs. */
  readonly when: string;
  readonly steps: readonly RunbookStep[];
}

/** The runbook of a cluster, with its own names. */
export interface Runbook {
  readonly cluster: string;
  readonly namespace?: string;
  /** What to know before anything else, a sentence each: for example, that the manifests have errors. */
  readonly notes: readonly string[];
  readonly chapters: readonly RunbookChapter[];
}
