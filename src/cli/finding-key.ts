import type { ObjectRef, Place } from "../findings/finding.ts";
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
  object: objectKey(at.object),
  field: [at.in === "field" ? pathText(at.path) : quotableFile(at.file), option ?? ""]
    .filter((part) => part !== "")
    .join(" "),
});

/**
 * A generated Secret or ConfigMap without the hash of what is in it, which kustomize puts at the end of its name: whoever changes a key has the same
 * object. Of a name that only looks like that, the same is taken away each time.
 */
function withoutHash({ name, ...object }: ObjectRef): ObjectRef {
  if (name === undefined) return object;
  const isHashed = object.kind === "Secret" || object.kind === "ConfigMap";
  return { ...object, name: isHashed ? name.replace(/-[2-9bcdfghkmt]{10}$/, "") : name };
}

/** An object as keys name it. */
export const objectKey = (object: ObjectRef): string =>
  objectText({ in: "field", object: withoutHash(object), path: [] });

/** The object of a place, without its file: `postgresql pg/demo`. */
export function objectText({ object: { file: _, ...object } }: Place): string {
  return placeText({ in: "field", object, path: [] });
}
