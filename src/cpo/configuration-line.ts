/** Where an option that the operator writes comes from: a field of a repository, or the operator itself. */
export type LineOrigin =
  | { readonly from: "operator" }
  | { readonly from: "repository"; readonly index: number; readonly field: string };

/** A line of a text that the operator writes by itself. `tight`: written without blanks around `=`. */
export interface ConfigurationLine {
  readonly section: string;
  readonly option: string;
  readonly value: string;
  readonly origin: LineOrigin;
  readonly tight?: boolean;
}

/** What the operator writes around the lines of `global`, which are the same in both texts. */
export interface OperatorLines {
  readonly before: ReadonlyArray<ConfigurationLine>;
  /** In the section of `global`. */
  readonly after: ReadonlyArray<ConfigurationLine>;
}
