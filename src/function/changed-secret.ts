import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { isReadByPgBackRest } from "../pgbackrest/conf-file.ts";
import { hasPlaceholder, isFilledInLater } from "../secret/placeholder.ts";
import { entriesOf } from "../secret/secret.ts";
import { sopsFormat } from "../secret/sops-document.ts";
import { visible } from "../text/visible.ts";

/** A key of a Secret that is not as it is wanted; a side that does not have it is absent, and no content is ever shown. */
export interface ChangedKey {
  readonly path: string;
  readonly wanted?: string;
  readonly found?: string;
}

/**
 * How a Secret in a Kubernetes cluster is not that of the manifests, by its keys alone. What a later step fills in is
 * not compared, and what others have added counts where pgBackRest reads it.
 */
export function changedSecret(wanted: JsonObject, stored: JsonObject): readonly ChangedKey[] {
  const [ours, theirs] = [contents(wanted, wanted.sops !== undefined), contents(stored, false)];
  const fields: ChangedKey[] = [];
  for (const [key, text] of ours) {
    const found = theirs.get(key);
    if (!theirs.has(key)) fields.push({ path: pathOf(key), wanted: hidden });
    else if (text !== undefined && text !== found) fields.push({ path: pathOf(key), wanted: hidden, found: hidden });
  }
  for (const key of theirs.keys())
    if (!ours.has(key) && isReadByPgBackRest(key)) fields.push({ path: pathOf(key), found: hidden });
  return fields;
}

const hidden = "(not shown)";

/** Texts by key; undefined where it is not known. */
function contents(secret: JsonObject, isEncrypted: boolean): ReadonlyMap<string, string | undefined> {
  const map = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});
  const entries = entriesOf({ data: map(secret.data), stringData: map(secret.stringData) }, isEncrypted);
  return new Map(
    entries.map(({ name, content }) => [name, typeof content === "object" ? known(content.text) : undefined]),
  );
}

const known = (text: string): string | undefined =>
  isFilledInLater(text) || hasPlaceholder(text) || sopsFormat(text) !== undefined ? undefined : text;

const pathOf = (key: string) => (/^[\w-]+$/.test(key) ? `data.${key}` : `data["${visible(key)}"]`);
