/** Input that cannot be read: the message says where and what to do. Exit code 2, nothing on stdout. */
export class UnreadableInput extends Error {
  override readonly name = "UnreadableInput";
  /** Where in the input, from 1, if it is one place: what is not valid YAML. */
  readonly at?: { readonly line: number; readonly column: number };

  constructor(message: string, at?: { readonly line: number; readonly column: number }) {
    super(message);
    if (at !== undefined) this.at = at;
  }
}
