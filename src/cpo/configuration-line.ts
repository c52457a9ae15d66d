/** Where an option of a text comes from: the CR's `global`, a field of a repository, or the operator itself. */
export type LineOrigin =
  | { readonly from: "operator" }
  | { readonly from: "global" }
  | { readonly from: "repository"; readonly index: number; readonly field: string };

/** A line of a text: an option of a section, or an empty line between sections. `tight`: written without blanks around `=`. */
export interface ConfigurationLine {
  readonly section: string;
  readonly option: string;
  readonly value: string;
  readonly origin: LineOrigin;
  readonly tight?: boolean;
}
