import type { Finding } from "../findings/finding.ts";
import { meaningOf, soleSuggestion } from "../pgbackrest/option-names.ts";
import { nearestOf } from "../text/nearest.ts";
import type { Written } from "./edit.ts";
import { fieldFix } from "./field-fix.ts";
import type { Fix } from "./fix.ts";
import { valueFix } from "./value-fix.ts";

/** The text of a written value; `undefined` where it is not a text. */
const textOf = ({ value }: Written): string | undefined => (typeof value === "string" ? value : undefined);

const removed: Fix = () => ({ do: "remove" });

/** True for a key that the finding itself says to write: in some places, what is meant is refused as well. */
const isAdvised = ({ fix }: Finding, key: string) => fix.startsWith(`Write \`${key}\``);

const unknownOption: Fix = ({ finding, written }) => {
  const key = soleSuggestion(written.key);
  return key === undefined || !isAdvised(finding, key) ? undefined : { do: "rename", key };
};

const optionIndex: Fix = ({ finding, written: { key }, repositories }) => {
  const meaning = meaningOf(key);
  if (meaning.is === "index-forbidden")
    return isAdvised(finding, meaning.name) ? { do: "rename", key: meaning.name } : undefined;
  if (meaning.is !== "index-missing" || !key.startsWith("repo-")) return undefined;
  // With several repositories, or in a Secret that several clusters may name, nobody knows which is meant.
  const [number, ...others] = repositories ?? [];
  if (number === undefined || others.length > 0) return undefined;
  const right = key.replace("repo-", `repo${number}-`);
  return isAdvised(finding, right) ? { do: "rename", key: right } : undefined;
};

const optionValue: Fix = ({ written }) => {
  const value = textOf(written);
  const meaning = meaningOf(written.key.trim());
  const meant = value === undefined || meaning.is !== "option" ? undefined : valueFix(meaning.option, value);
  return meant === undefined ? undefined : { do: "set", value: meant };
};

const quotesOrComment: Fix = ({ written }) => {
  const value = textOf(written);
  // Backups may be encrypted with a passphrase that has the quotes in it.
  if (value === undefined || written.key.includes("pass")) return undefined;
  return /^(["'])[^"']+\1$/.test(value) ? { do: "unquote" } : undefined;
};

const optionNewline: Fix = ({ written }) => {
  const value = textOf(written)?.trim();
  return value === undefined || value === "" || /[\r\n]/.test(value) ? undefined : { do: "set", value };
};

/** The name of a file of a Secret, as the rule says it. */
const secretFileUnread: Fix = ({ finding, written: { key } }) => {
  if (finding.at.in !== "field" || finding.at.object.kind !== "Secret") return undefined;
  if (key === "pgbackrest_instance.conf" || key.endsWith(".conf")) return undefined;
  return { do: "rename", key: `${key.replace(/\.[^.]*$/, "") || "pgbackrest"}.conf` };
};

const cipherPassWithoutType: Fix = ({ finding, written: { key } }) => {
  // One that says `none` may be right, and the passphrase left over.
  const [, number] = /^repo(\d+)-cipher-pass$/.exec(key) ?? [];
  if (number === undefined || (finding.also ?? []).length > 0) return undefined;
  return { do: "insert", key: `repo${number}-cipher-type`, value: "aes-256-cbc" };
};

const annotationPrefix = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/";

const annotationUnknown: Fix = ({ written: { key } }) => {
  if (!key.startsWith(annotationPrefix)) return undefined;
  const [meant, ...others] = nearestOf(key.slice(annotationPrefix.length), ["checks", "jobs", "repo-host"]);
  return meant === undefined || others.length > 0 ? undefined : { do: "rename", key: `${annotationPrefix}${meant}` };
};

/** The older form is ignored beside the newer one, and an option that no longer has an effect does nothing. */
const optionWarned: Fix = ({ written: { key } }) =>
  key === "compress" || key === "stop-auto" ? { do: "remove" } : undefined;

const optionPlacement: Fix = ({ finding, written: { key, form } }) =>
  form === "yaml" && finding.at.in === "field" && /^pg\d+-/.test(key) ? { do: "remove" } : undefined;

const cloneOption: Fix = (context) => {
  const { key } = context.written;
  const meaning = meaningOf(key);
  if (meaning.is === "unknown") return unknownOption(context);
  if (meaning.is === "index-forbidden") return { do: "rename", key: meaning.name };
  // A clone reads one repository, which has the number 1.
  if (meaning.is === "index-missing")
    return key.startsWith("repo-") ? { do: "rename", key: key.replace("repo-", "repo1-") } : undefined;
  if (meaning.is === "option" && meaning.option.group === "repo" && meaning.index !== 1)
    return { do: "rename", key: key.replace(/\d+/, "1") };
  return optionValue(context);
};

/** The rules whose findings may have exactly one right answer, which needs no knowledge of the stores and the backups there are. */
export const fixes: Readonly<Record<string, Fix>> = {
  "annotation-unknown": annotationUnknown,
  "api-server-schema": fieldFix,
  "cipher-pass-without-type": cipherPassWithoutType,
  "clone-option": cloneOption,
  "needed-file-excluded": removed,
  "option-index": optionIndex,
  "option-newline": optionNewline,
  "option-placement": optionPlacement,
  "option-value": optionValue,
  "option-warned": optionWarned,
  "quotes-or-comment-in-value": quotesOrComment,
  "restore-option": optionValue,
  "secret-file-unread": secretFileUnread,
  "server-port": removed,
  "unknown-field": fieldFix,
  "unknown-option": unknownOption,
};
