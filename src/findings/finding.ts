/** How much a finding matters: an error stops the build, a warning and an info are only reported. */
export type Severity = "error" | "warning" | "info";

/** Which resource a finding is about. `apiVersion` and `kind` are as the manifest spells them; absent parts are absent there. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
  /** The file the resource was read from, where the host or the command line says so, and its position among that file's documents. */
  readonly file?: { readonly path: string; readonly index?: number };
}

/** A path inside a resource: keys and list positions, from the top. */
export type Path = ReadonlyArray<string | number>;

/**
 * Where something is: a field of a resource, or a line of a pgBackRest file inside a Secret. Lines count from 1; `path` says where the file
 * is where it is not in the Secret's own `data` or `stringData`.
 */
export type Place =
  | { readonly in: "field"; readonly object: ObjectRef; readonly path: Path }
  | {
      readonly in: "conf";
      readonly object: ObjectRef;
      readonly file: string;
      readonly line: number;
      readonly path?: Path;
    };

/** What a check has to say: one sentence what is wrong, one what to do. Neither ever holds a secret value. */
export interface Diagnostic {
  readonly at: Place;
  /** The other places of a collision. */
  readonly also?: readonly Place[];
  readonly problem: string;
  readonly fix: string;
}

/** A diagnostic with the rule that made it and the severity after the user's overrides. */
export interface Finding extends Diagnostic {
  readonly rule: string;
  readonly severity: Severity;
  /** What it said before it was switched off, and why it was; absent where it was not. */
  readonly silenced?: { readonly problem: string; readonly reason?: string };
}

/** A message that people can read, even where it quotes a value of many megabytes. */
export const shortened = (message: string) =>
  message.length <= 1200 ? message : `${message.slice(0, 800)} ... ${message.slice(-300)}`;
