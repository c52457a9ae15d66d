import { valueAt } from "../json/value-at.ts";
import type { Item } from "./item.ts";
import { madeSecrets } from "./secret-makers.ts";

/** A Secret by its name, as a CR asks for it; the namespace is empty where there is none. */
export interface SecretName {
  readonly name: string;
  readonly namespace: string;
}

/** The Secrets that clusters take their configuration from, and the configuration of the clusters they are cloned from. */
export function wantedSecrets(postgresqls: readonly Item[]): readonly SecretName[] {
  return postgresqls.flatMap(({ head: { namespace }, value }) =>
    ["backup", "clone"].flatMap((section) => {
      const name = valueAt(value, ["spec", section, "pgbackrest", "configuration", "secret"]);
      return typeof name === "string" && name !== "" ? [{ name, namespace }] : [];
    }),
  );
}

/**
 * True where a Secret has one of the names, or a history of names; its text alone tells, so that others are not read. It errs only towards
 * reading: a key `name` may be anywhere, and what is not written plainly may be anything.
 */
export function mayBeNamed(text: string, names: ReadonlySet<string>): boolean {
  if (/previousNames|<<|\\[ux]/.test(text)) return true;
  let isSeen = false;
  for (let at = text.indexOf("name"); at >= 0; at = text.indexOf("name", at + 1)) {
    const value = keyedValue(text, at + "name".length);
    if (value === undefined) continue;
    if (value === "" || /^[!&*>|?#\\]/.test(value) || names.has(value)) return true;
    isSeen = true;
  }
  return !isSeen;
}

/** The value of the key that ends at a position, without quotes; undefined where that is not a key. */
function keyedValue(text: string, from: number): string | undefined {
  let at = from;
  if (text[at] === '"' || text[at] === "'") at += 1;
  while (isBlank(text[at])) at += 1;
  if (text[at] !== ":") return undefined;
  at += 1;
  while (isBlank(text[at])) at += 1;
  if (text[at] === '"' || text[at] === "'") at += 1;
  const start = at;
  while (at < text.length && !" \t\r\n\"',}".includes(text.charAt(at))) at += 1;
  return text.slice(start, at);
}

const isBlank = (letter: string | undefined) => letter === " " || letter === "\n" || letter === "\r" || letter === "\t";

/** True where the text of a resource has one of the names in it, as a word. */
export function mentionsName(text: string, names: ReadonlySet<string>): boolean {
  if (/previousNames|<<|\\[ux]/.test(text)) return true;
  return (text.match(/[a-z0-9][a-z0-9.-]*/g) ?? []).some((word) => names.has(word));
}

/** The names that the Secrets of these items have now; only for suggestions. */
export const presentSecrets = (secrets: readonly Item[], makers: readonly Item[]): readonly SecretName[] => [
  ...secrets.map(({ head: { name, namespace } }) => ({ name, namespace })),
  ...makers.flatMap((item) =>
    madeSecrets(item).flatMap(({ names: [name = ""], namespace }) => (name === "" ? [] : [{ name, namespace }])),
  ),
];

/** True where every wanted Secret is among those, in the namespace that is asked for. */
export function areAllThere(wanted: readonly SecretName[], present: readonly SecretName[]): boolean {
  const keyOf = ({ name, namespace }: SecretName) => `${namespace}/${name}`;
  const keys = new Set(present.map(keyOf));
  return wanted.every((name) => keys.has(keyOf(name)));
}
