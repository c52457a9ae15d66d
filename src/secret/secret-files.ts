import type { ObjectRef } from "../findings/finding.ts";

/** A Secret of the input: its files by key, decoded; `undefined` for a key whose content is not valid base64. */
export interface SecretFiles {
  readonly object: ObjectRef;
  readonly files: ReadonlyMap<string, string | undefined>;
}
