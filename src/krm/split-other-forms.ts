import type { ListText } from "./list-text.ts";
import { splitCrlf } from "./split-crlf.ts";
import { splitJson } from "./split-json.ts";

/** Splits what `splitList` and `splitDocuments` do not, in forms that no host writes and that a program can write nevertheless. */
export const splitOtherForms = (bytes: Buffer): ListText | undefined => splitJson(bytes) ?? splitCrlf(bytes);
