import { isCollection, isScalar, type Node, type Scalar, type YAMLMap } from "yaml";
import type { Path } from "../findings/finding.ts";
import type { ParsedDocument } from "../yaml/documents.ts";

/** A pair of a mapping in a text of YAML, with what is around it. */
export interface FoundPair {
  readonly document: ParsedDocument;
  readonly map: YAMLMap;
  /** The keys of the mapping. */
  readonly keys: ReadonlySet<unknown>;
  readonly key: Scalar;
  readonly value: Node;
  /** From the document's top to the pair. */
  readonly path: Path;
  /** The `kind`s of the mappings that it is in, the outermost first. */
  readonly kinds: readonly string[];
  /** The anchors of what it is in. */
  readonly anchors: readonly string[];
  /** The anchors that an alias of the document stands for. */
  readonly aliases: ReadonlySet<string>;
}

/** True where an alias of the document stands for this node, or one that it is in, so that a change to it changes another place, too. */
export function hasAlias({ value, anchors, aliases }: FoundPair): boolean {
  const own = isScalar(value) || isCollection(value) ? value.anchor : undefined;
  return [...anchors, ...(own === undefined ? [] : [own])].some((anchor) => aliases.has(anchor));
}
