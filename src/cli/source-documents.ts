import type { JsonValue } from "../json/json-value.ts";
import { parseDocuments } from "../yaml/documents.ts";
import { jsonValueOf, type Position, positionsIn } from "../yaml/library.ts";
import { textOf } from "./kustomization-files.ts";

/** A document of a file that somebody wrote: what it means, and where its fields are. */
export interface SourceDocument {
  readonly value: JsonValue;
  /** Line and column, from 1, in the file, of a field, or of the nearest parent that is written there. */
  readonly positionOf: (path: ReadonlyArray<string | number>) => Position;
}

/** The documents of a text, which begins at a line of its file; none where it is not YAML. */
export function documentsIn(text: string, firstLine = 1): readonly SourceDocument[] {
  let counted = { lines: 0, to: 0 };
  try {
    return parseDocuments(text).flatMap((document): readonly SourceDocument[] => {
      const { contents } = document;
      if (contents === null) return [];
      const start = text.lastIndexOf("\n", contents.range[0] - 1) + 1;
      const own = text.slice(start, contents.range[2]).replace(/^---(?=\s)/, "   ");
      counted = { lines: counted.lines + text.slice(counted.to, start).split("\n").length - 1, to: start };
      const before = counted.lines;
      let find: ReturnType<typeof positionsIn> | undefined;
      return [
        {
          value: jsonValueOf(contents, document),
          positionOf: (path) => {
            find ??= positionsIn(own);
            const found = find(path);
            return { ...found, line: firstLine + before + found.line - 1 };
          },
        },
      ];
    });
  } catch {
    return []; // whoever reads it for its meaning says what is wrong with it
  }
}

/** Reads the documents of files, each file once. */
export function documentReader(): (file: string) => readonly SourceDocument[] {
  const read = new Map<string, readonly SourceDocument[]>();
  return (file) => {
    const known = read.get(file) ?? documentsIn(textOf(file) ?? "");
    read.set(file, known);
    return known;
  };
}
