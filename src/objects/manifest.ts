import type { KubernetesObject } from "@kubernetes/client-node";
import type { Copied } from "../text/copied.ts";

/**
 * A part of Kubernetes' API as a builder makes it: the type of `@kubernetes/client-node`, except that any value in it may be copied, and that
 * fields have the names that manifests have: that package writes `_from` for `from`, which is a reserved word elsewhere.
 */
export type Manifest<Part> = Copied<
  Part extends Date
    ? Part
    : Part extends ReadonlyArray<infer Item>
      ? ReadonlyArray<Manifest<Item>>
      : Part extends object
        ? { [Field in keyof Part as NameInManifest<Field>]: Manifest<Part[Field]> }
        : Part
>;

type NameInManifest<Field> = Field extends `_${infer Name}` ? Name : Field;

/** The labels or annotations of an object. */
export type Labels = Readonly<Record<string, string>>;

/** The objects that builders made. This is where copied text becomes a string again, which it was all the time. */
export const asObjects = (manifests: ReadonlyArray<Manifest<KubernetesObject>>): readonly KubernetesObject[] =>
  manifests as readonly KubernetesObject[];
