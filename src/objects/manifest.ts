import type { KubernetesObject } from "@kubernetes/client-node";
import type { Copied } from "../text/copied.ts";

/** A part of Kubernetes' API as a builder makes it: the type itself, but that any text in it may be copied from the cluster. */
export type Manifest<Part> = Part extends string
  ? Part | Copied
  : Part extends Date
    ? Part
    : Part extends object
      ? { [Field in keyof Part]: Manifest<Part[Field]> }
      : Part;

/** The labels or annotations of an object. */
export type Labels = Record<string, Copied>;

/** The objects that builders made. This is where copied text becomes a string again, which it was all the time. */
export const asObjects = (manifests: ReadonlyArray<Manifest<KubernetesObject>>): readonly KubernetesObject[] =>
  manifests as readonly KubernetesObject[];
