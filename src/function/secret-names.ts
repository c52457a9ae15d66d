import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import type { ListText } from "../krm/list-text.ts";
import { metadataOf } from "../kubernetes/metadata.ts";
import { type Item, isUnclear } from "./item.ts";
import { readKinds } from "./kinds.ts";

/** Names of the Secrets that clusters, or the clusters they are cloned from, take their configuration from. */
export function wantedSecrets(postgresqls: readonly Item[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { value } of postgresqls) {
    for (const section of ["backup", "clone"]) {
      const name = valueAt(value, ["spec", section, "pgbackrest", "configuration", "secret"]);
      if (typeof name === "string" && name !== "") names.add(name);
    }
  }
  return names;
}

/** True where a Secret has one of the names, or a history of names; its text alone tells, so that others are not read. */
export function mayBeNamed(text: string, names: ReadonlySet<string>): boolean {
  if (text.includes("previousNames") || !text.includes(nameKey)) return true;
  for (let at = text.indexOf(nameKey); at >= 0; at = text.indexOf(nameKey, at + 1)) {
    const word = wordAt(text, at + nameKey.length);
    // An anchor, a tag, an alias, an escape, or a name in the next line: only a reader can tell.
    if (names.has(word) || word === "" || /[&*!|>\\]/.test(word)) return true;
  }
  return false;
}

const nameKey = "\n    name: ";

/** The text from a position on, in quotes or not, to the first blank or quote. */
function wordAt(text: string, from: number): string {
  const isQuoted = text[from] === '"' || text[from] === "'";
  const start = isQuoted ? from + 1 : from;
  let end = start;
  while (end < text.length && !" \t\r\n\"'".includes(text.charAt(end))) end += 1;
  return text.slice(start, end);
}

/** A Secret's name and namespace, which is empty where it has none. */
export interface SecretName {
  readonly name: string;
  readonly namespace: string;
}

const secretKind = /(?:^-|[\n{,]) *["']?kind["']? *: *["']?Secret\b/;

/** Every Secret of the list whose content is not encrypted; only for suggestions. One that is not written plainly is known by its text. */
export function secretNames(
  { bytes, item, ofKind }: ListText,
  plainItem: (index: number) => JsonValue | undefined,
): readonly SecretName[] {
  return ofKind((kind) => kind === readKinds.secret.kind || isUnclear(kind)).flatMap((index) => {
    const value = plainItem(index);
    if (value !== undefined) {
      const { kind, name, namespace } = metadataOf(value);
      return kind !== readKinds.secret.kind || name === "" || (isObject(value) && value.sops !== undefined)
        ? []
        : [{ name, namespace }];
    }
    const { start, end } = item(index);
    const text = bytes.toString("utf8", start, end);
    if (!secretKind.test(text)) return [];
    const at = (key: string) => new RegExp(`[\\n{,] *["']?${key}["']?: *["']?([a-z0-9.-]+)`).exec(text)?.[1] ?? "";
    return at("name") === "" || /\n *sops:/.test(text) ? [] : [{ name: at("name"), namespace: at("namespace") }];
  });
}
