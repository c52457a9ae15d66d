/** Text that nobody may see. However it gets into a message or a log, it shows there as `(hidden)`. */
export interface SecretText {
  /** The text itself; a search for `reveal(` finds everyone who reads it. */
  readonly reveal: () => string;
  readonly toString: () => string;
  readonly toJSON: () => string;
}

export const secretText = (text: string): SecretText => ({ reveal: () => text, toString: hidden, toJSON: hidden });

const hidden = () => "(hidden)";
