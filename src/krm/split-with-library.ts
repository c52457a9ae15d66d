import { isMap, isScalar } from "yaml";
import type { JsonValue } from "../json/json-value.ts";
import { hasAliasFromElsewhere, type LostAnchor, lostAnchor } from "../yaml/anchors.ts";
import { type Composed, composed, placeOfError } from "../yaml/compose.ts";
import {
  byteOffsets,
  decodeInput,
  endsInBlockScalar,
  type ParsedDocument,
  parseDocuments,
  sentence,
  textAt,
} from "../yaml/documents.ts";
import { jsonValueOf, RepeatedKey } from "../yaml/library.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";
import type { ListText, Span } from "./list-text.ts";
import { lineStart, nodesAsList } from "./nodes-as-list.ts";
import { splitResourceList } from "./split-resource-list.ts";
import { documentEnd } from "./stream-lines.ts";

/** Why an input cannot be read. A value, not an exception: this module is bundled apart, and classes would not be the same. */
export interface Unreadable {
  readonly unreadable: string;
  /** Where, if it is not valid YAML in one place. */
  readonly at?: { readonly line: number; readonly column: number };
}

/**
 * Splits any text that YAML allows: JSON, flow style, indented items, several documents, anchors across items. It parses the whole
 * text, so it is slow; `splitList` takes what the hosts write. What is neither a ResourceList nor a stream of resources is unreadable.
 * `lenient` skips documents that are not resources.
 */
export function splitWithLibrary(bytes: Buffer, { lenient = false } = {}): ListText | Unreadable {
  try {
    return split(bytes, lenient);
  } catch (error) {
    if (error instanceof UnreadableInput)
      return { unreadable: error.message, ...(error.at !== undefined && { at: error.at }) };
    throw error;
  }
}

/** Reads one mapping by itself. `alias`: all it lacks is an anchor from elsewhere; `complete`: it is whole, but has no value. */
export function readWithLibrary(
  text: string,
):
  | { readonly value: JsonValue }
  | { readonly line: number; readonly problem: string; readonly alias?: true; readonly complete?: true } {
  let read: Composed;
  try {
    read = composed(text, { one: true });
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    return { line: error.at?.line ?? 1, problem: "it is nested too deeply" };
  }
  const { documents, lines } = read;
  const [document, other] = documents;
  const [error] = document?.errors ?? [];
  if (error !== undefined) return { line: placeOfError(error, lines).line, problem: sentence(error.message) };
  if (other !== undefined)
    return { line: lines.linePos(other.range[0]).line, problem: "another document begins, and only one is read" };
  if (document === undefined) return { value: null };
  try {
    return { value: jsonValueOf(document.contents, document) };
  } catch (failure) {
    if (hasAliasFromElsewhere(document)) return { line: 1, problem: "an alias has no anchor", alias: true };
    if (failure instanceof RepeatedKey)
      return { line: text.slice(0, failure.offset).split("\n").length, problem: failure.message, complete: true };
    const problem = failure instanceof Error ? sentence(failure.message) : "it cannot be read";
    return { line: 1, problem, complete: true };
  }
}

/** The first alias outside of some spans of a text whose anchor is inside of them. */
export function lostAnchorIn(bytes: Buffer, spans: readonly Span[]): LostAnchor | undefined {
  const text = decodeInput(bytes);
  return lostAnchor(parseDocuments(text), text, spans, byteOffsets(text));
}

function split(bytes: Buffer, lenient: boolean): ListText {
  const text = decodeInput(bytes);
  const parsed = parseDocuments(text);
  if (parsed.some(({ directives }) => Object.keys(directives?.tags ?? {}).some((handle) => handle !== "!!")))
    throw new UnreadableInput(
      "The input has a `%TAG` directive, which kustomize does not read either. Write its tags out, as in `!<tag:example.com,2026:x>`.",
    );
  const isFilled = ({ contents }: ParsedDocument) =>
    contents !== null && !(isScalar(contents) && contents.value === null);
  const filled = parsed.filter(isFilled);
  const unmarked = parsed.findIndex(
    (document, index) => index > 0 && isFilled(document) && document.directives?.docStart !== true,
  );
  if (unmarked > 0) {
    throw new UnreadableInput(
      `Document ${unmarked + 1} of the input begins behind \`...\` without \`---\`, so that kubectl and kustomize do not read it. Write \`---\` in the line before it.`,
    );
  }
  const documents = filled.filter(({ contents }) => !lenient || (isMap(contents) && textAt(contents, "kind") !== ""));
  if (lenient && documents.length === 0) return splitDocuments(bytes, [], () => 0);
  const [first, ...others] = documents;
  if (first === undefined)
    throw new UnreadableInput(
      "The input is empty. Expected a ResourceList, or Kubernetes resources as YAML documents.",
    );
  const offset = byteOffsets(text);
  const open = endsInBlockScalar(documents.at(-1)?.contents, text) ? ({ endsOpen: true } as const) : {};
  const resourceList = documents.find(isResourceList);
  if (resourceList === undefined) return { ...splitDocuments(bytes, documents, offset), ...open };
  if (others.length > 0) {
    throw new UnreadableInput(
      "The input has a ResourceList and other documents beside it. Put the other resources into its `items`.",
    );
  }
  return { ...splitResourceList(bytes, first, offset), ...open };
}

function isResourceList({ contents }: ParsedDocument): boolean {
  return (
    isMap(contents) &&
    textAt(contents, "kind") === "ResourceList" &&
    // Without an apiVersion it is meant to be one, too; in another group it is somebody's resource.
    /^(?:$|config\.kubernetes\.io\/)/.test(textAt(contents, "apiVersion"))
  );
}

function splitDocuments(
  bytes: Buffer,
  documents: readonly ParsedDocument[],
  offset: (position: number) => number,
): ListText {
  const starts = documents.map(({ contents }) => lineStart(bytes, offset(contents?.range?.[0] ?? 0)));
  const spans = documents.map((document, index): Span => {
    const { contents } = document;
    if (!isMap(contents) || textAt(contents, "kind") === "") {
      throw new UnreadableInput(
        `Document ${index + 1} of the input is neither a ResourceList nor a Kubernetes resource: it has no \`kind\`. The function reads a ResourceList from kustomize or kpt, or resources as YAML documents.`,
      );
    }
    const end = offset(document.contents?.range[2] ?? 0);
    return { start: starts[index] ?? 0, end: documentEnd(bytes, end, starts[index + 1] ?? bytes.length) };
  });
  return {
    ...nodesAsList(
      bytes,
      { kind: "documents" },
      spans,
      documents.map(({ contents }) => contents),
      documents,
    ),
    itemsEnd: bytes.length,
    entries: new Map(),
    root: { kind: "block", end: bytes.length },
  };
}
