import { dump, load } from "js-yaml";
import { listOf } from "./lists.ts";

/** A file of a folder: its path, and its one document. */
export interface File {
  readonly path: string;
  readonly text: string;
}

/** An item as the document of which kpt made it: without the layout of a list, and without the annotations that kpt adds. */
export function documentOf(item: string): string {
  return item
    .replace(/^(?:- | {2})/gm, "")
    .replace(/^ {4}(?:internal\.)?config\.kubernetes\.io\/.*\n/gm, "")
    .replace(/^ {2}annotations:\n(?! {4})/m, "");
}

/** The items as the files that their annotations name. */
export const filesOf = (items: readonly string[]): readonly File[] =>
  items.map((item) => ({
    path: /^ {6}config\.kubernetes\.io\/path: '(.*)'$/m.exec(item)?.[1] ?? "item.yaml",
    text: documentOf(item),
  }));

/** The items as one file of many documents, as `kustomize build` prints them. */
export const documentsOf = (items: readonly string[]): string => items.map(documentOf).join("---\n");

/** Forms of a list that no host writes, but that a function must read. */
export const oddForms = {
  CRLF: (items) => listOf(items).replaceAll("\n", "\r\n"),
  "JSON, on many lines": (items) => JSON.stringify(load(listOf(items)), null, 2),
  "JSON, on one line": (items) => JSON.stringify(load(listOf(items))),
  "indented items": (items) => dump(load(listOf(items)), { lineWidth: -1 }),
} as const satisfies Readonly<Record<string, (items: readonly string[]) => string>>;
