import type { Place } from "../findings/finding.ts";
import { pathText, placeText } from "../findings/finding-text.ts";
import { quotableFile } from "../text/quotable.ts";
import type { Located } from "./located.ts";

/** What a finding is about, without lines, which move: it is the same as long as nobody corrects the mistake. Nothing in it may be a secret. */
export interface FindingKey {
  readonly rule: string;
  /** The object, as reports name it; empty for what is about a file or the whole input. */
  readonly object: string;
  /** The field, or the file of a Secret and its option; empty for what is about the object as a whole. */
  readonly field: string;
}

/** The key of a finding. Several findings may have one key: those of two overlays of a cluster. */
export const keyOf = ({ finding: { at, rule }, option }: Located): FindingKey => ({
  rule,
  object: objectText(at),
  field: [at.in === "field" ? pathText(at.path) : quotableFile(at.file), option ?? ""]
    .filter((part) => part !== "")
    .join(" "),
});

/** The object of a place, without its file: `postgresql pg/demo`. */
export function objectText({ object: { file: _, ...object } }: Place): string {
  return placeText({ in: "field", object, path: [] });
}
