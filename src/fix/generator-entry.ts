import { isMap, isScalar, isSeq, type Scalar } from "yaml";
import type { Path } from "../findings/finding.ts";
import type { Edit, Splice, Written } from "./edit.ts";
import type { SourceText } from "./source-text.ts";

/** What to do about an entry; `isText` for one whose text becomes a Secret. */
export type EntryEdits =
  | { readonly splice: Splice; readonly isText: boolean }
  | { readonly is: "uncertain" | "no answer" };

type EditEntry = (place: Path, decide: (written: Written) => Edit | undefined) => EntryEdits;

/** Finds entries `KEY=FILE`, or `KEY=TEXT`, of a `secretGenerator` by the offsets at which they begin: the name before the equals sign is the file's. */
export function generatorEntries(source: SourceText): (offset: number) => EditEntry | undefined {
  let known: ReadonlyMap<number, EditEntry> | undefined;
  return (offset) => {
    known ??= entriesOf(source);
    return known.get(offset);
  };
}

function entriesOf({ text, documents }: SourceText): ReadonlyMap<number, EditEntry> {
  const found = new Map<number, EditEntry>();
  const [document] = documents();
  const generators: unknown = document?.get("secretGenerator");
  for (const generator of isSeq(generators) ? generators.items : [])
    for (const field of isMap(generator) ? ["files", "literals"] : []) {
      const list: unknown = isMap(generator) ? generator.get(field) : undefined;
      for (const entry of isSeq(list) ? list.items : [])
        if (isScalar(entry) && entry.range) {
          const [start] = entry.range;
          found.set(start, (place, decide) =>
            editsOf(text, { entry, start, isText: field === "literals" }, place, decide),
          );
        }
    }
  return found;
}

interface Entry {
  readonly entry: Scalar;
  readonly start: number;
  readonly isText: boolean;
}

function editsOf(
  text: string,
  { entry, start, isText }: Entry,
  place: Path,
  decide: Parameters<EditEntry>[1],
): EntryEdits {
  const name = String(place.at(-1));
  const { value, type, anchor } = entry;
  const isSimple = type === "PLAIN" || type === "QUOTE_SINGLE" || type === "QUOTE_DOUBLE";
  if (typeof value !== "string" || !isSimple || anchor !== undefined) return { is: "uncertain" };
  const at = start + (type === "PLAIN" ? 0 : 1);
  const isNamed = value.startsWith(`${name}=`);
  if (!isNamed && (isText || value.split("/").at(-1) !== name)) return { is: "uncertain" };
  const edit = decide({ form: "yaml", key: name, value });
  if (edit?.do !== "rename" || (isNamed && !text.startsWith(name, at))) return { is: "no answer" };
  const splice = isNamed
    ? { start: at, end: at + name.length, text: edit.key }
    : { start: at, end: at, text: `${edit.key}=` };
  return { splice, isText };
}
