import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments, stringify } from "yaml";

/** One thing that is wrong in rendered objects: a row of mutations.md. */
export interface Mutation {
  readonly scenario: string;
  /** Kind and name of the object; `HASH` stands for the hash of a generator. */
  readonly object: string;
  /** A whole line of it, without what is before its first word, and what is there instead. `#2` behind it means the second such line. */
  readonly line: string;
  readonly instead: string;
  /** The step of the scenario that fails, and a text of its message. */
  readonly caughtBy: string;
  readonly says: string;
}

/** The rows of the table below a heading of mutations.md. */
export function mutationsBelow(heading: string): readonly Mutation[] {
  const text = readFileSync(join(import.meta.dirname, "mutations.md"), "utf8");
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  const rows = (section ?? "").split("\n").filter((line) => line.startsWith("|") && line.includes("`"));
  return rows.map((row) => {
    // As in any Markdown table, a `\\|` is not the end of a cell.
    const cells = row.split(/(?<!\\)\|/).map((cell) =>
      cell
        .trim()
        .replace(/^`(.*)`$/, "$1")
        .replace("\\|", "|"),
    );
    const [, scenario = "", object = "", line = "", instead = "", caughtBy = "", says = "", end] = cells;
    if (end !== "" || says === "") throw new Error(`not a row of mutations.md: ${row}`);
    return { scenario, object, line, instead, caughtBy, says };
  });
}

/** Rendered YAML with one line wrong. */
export function mutated(yaml: string, { object, line, instead }: Mutation): string {
  const [kind = "", name = ""] = object.split(" ");
  // Every text of several lines as such: kustomize writes some of them as one quoted line.
  const documents = parseAllDocuments(yaml).map((document) =>
    stringify(document.toJS(), { lineWidth: 0, blockQuote: "literal" }),
  );
  const [index, ...more] = documents.flatMap((document, place) => (isOf(document, kind, name) ? [place] : []));
  const document = documents[index ?? -1];
  if (index === undefined || document === undefined || more.length > 0) throw new Error(`not one object is ${object}`);
  const [, wanted = "", number] = /^(.*?)(?: #(\d))?$/.exec(line) ?? [];
  const places = [...document.matchAll(new RegExp(`^( *(?:- )?)${pattern(wanted)}$`, "gm"))];
  const place = places[Number(number ?? 1) - 1];
  if (place === undefined || (number === undefined && places.length > 1))
    throw new Error(`${object} has ${places.length} lines ${wanted}`);
  const [text, indent] = place;
  const changed = document.slice(0, place.index) + indent + instead + document.slice(place.index + text.length);
  return documents.with(index, changed).join("---\n");
}

const isOf = (document: string, kind: string, name: string) =>
  document.includes(`\nkind: ${kind}\n`) &&
  new RegExp(`^metadata:\n(?:  .*\n)*?  name: ${pattern(name)}$`, "m").test(document);

const pattern = (text: string) => text.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&").replace("HASH", "[a-z0-9]{10}");
