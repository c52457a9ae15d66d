/** Text that is nobody's to see. However it gets into a message or a log, what shows there is `(hidden)`. */
export interface SecretText {
  /** The text itself; a search for `reveal(` finds everyone who reads it. */
  readonly reveal: () => string;
  readonly toString: () => string;
  readonly toJSON: () => string;
}

export const secretText = (text: string): SecretText => ({ reveal: () => text, toString: hidden, toJSON: hidden });

const hidden = () => "(hidden)";
