import { isObject } from "../json/json-value.ts";
import { readWithLibrary } from "../krm/split-with-library.ts";

/** What kustomize says of where a resource comes from (`buildMetadata: [originAnnotations]`). Paths are as it writes them. */
export interface Origin {
  /** The resource's file. */
  readonly path?: string;
  /** The kustomization or file that says how to make the resource. */
  readonly configuredIn?: string;
  /** The repository that these are in, if that is not here. */
  readonly repo?: string;
}

/** What kustomize printed, as documents without these annotations, each with what its annotation says. */
export function withoutOrigins(
  text: string,
): ReadonlyArray<{ readonly text: string; readonly origin: Origin | undefined }> {
  // kustomize indents all text of a resource, so such a line is between two.
  return text.split(/^---\n/m).map((document) => {
    const [metadata = ""] = /^metadata:\n(?: .*\n)*/m.exec(document) ?? [];
    const [annotation = ""] = /^ {4}config\.kubernetes\.io\/origin: \|\n(?: {6}.*\n)+/m.exec(metadata) ?? [];
    if (annotation === "") return { text: document, origin: undefined };
    const others = metadata.replace(annotation, "").replace(/^ {2}annotations:\n(?! {4})/m, "");
    return {
      text: document.replace(metadata, () => others),
      origin: originOf(annotation.slice(annotation.indexOf("\n") + 1)),
    };
  });
}

function originOf(text: string): Origin | undefined {
  const read = readWithLibrary(text.replace(/^ {6}/gm, ""));
  if (!("value" in read) || !isObject(read.value)) return undefined;
  const { path, configuredIn, repo } = read.value;
  return {
    ...(typeof path === "string" && { path }),
    ...(typeof configuredIn === "string" && { configuredIn }),
    ...(typeof repo === "string" && { repo }),
  };
}
