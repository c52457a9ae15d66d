import type { ObjectRef } from "../findings/finding.ts";
import { decoded } from "./decoded.ts";
import { isEncryptedValue, isFilledInLater } from "./placeholder.ts";
import { type SecretEntry, type SecretFile, type SecretLine, secretFile } from "./secret-file.ts";

/** A Secret of the input, as pods see it: a directory of files that pgBackRest reads as one configuration. */
export interface Secret {
  /** Its manifest, or that of what makes it in the cluster: a SealedSecret, an ExternalSecret. */
  readonly object: ObjectRef;
  /** Its files, each of another name, in the order of the manifest. */
  readonly files: readonly SecretFile[];
  /** True where it has other files, too, whose names nobody can read. */
  readonly hasOtherFiles: boolean;
  /** The lines that pgBackRest reads, of all files. */
  readonly lines: readonly SecretLine[];
  /** Lines in sections that nothing reads. */
  readonly unread: readonly SecretLine[];
  /** False if pgBackRest refuses a file, ignores one that holds options, or will read one that is filled in later: what it is meant to read is then unknown. */
  readonly isReadable: boolean;
}

/** The two maps of a Secret's manifest. Their values are texts where the manifest is right. */
export interface SecretData {
  readonly data: Readonly<Record<string, unknown>>;
  readonly stringData: Readonly<Record<string, unknown>>;
}

/** A Secret's files as the kubelet would write them: `data` decoded, `stringData` over it. Of one that SOPS encrypted, the names at least. */
export function entriesOf({ data, stringData }: SecretData, isEncrypted = false): readonly SecretEntry[] {
  const entriesIn = (field: keyof SecretData, values: SecretData[typeof field]) =>
    Object.keys(values).map((name) => entryOf(field, name, values[name], isEncrypted));
  const decodedOnes = entriesIn("data", data);
  const plainOnes = entriesIn("stringData", stringData);
  if (plainOnes.length === 0) return decodedOnes;
  if (decodedOnes.length === 0) return plainOnes;
  return [...new Map([...decodedOnes, ...plainOnes].map((entry) => [entry.name, entry])).values()];
}

function entryOf(field: keyof SecretData, name: string, value: unknown, isEncrypted: boolean): SecretEntry {
  const path = [field, name];
  if (isEncrypted && typeof value === "string" && isEncryptedValue(value))
    return { name, path, content: "unknown", sealed: value };
  const text = typeof value !== "string" ? undefined : field === "stringData" ? value : textOfData(value);
  return { name, path, content: text === undefined ? "unreadable" : { text } };
}

/** A placeholder may stand in the place of the base64, too; none is base64. */
const textOfData = (value: string) => decoded(value) ?? (isFilledInLater(value) ? value : undefined);

/** The Secret that has these entries, and perhaps others. */
export function secretOf(object: ObjectRef, entries: readonly SecretEntry[], hasOtherFiles: boolean): Secret {
  const files = entries.map((entry) => secretFile(object, entry));
  const lines = files.flatMap((file) => file.lines);
  const unread = lines.filter(({ read }) => read === undefined);
  const isAllUnread = files.some((file) => file.isFilledInLater) && !files.some(({ isRead }) => isRead);
  return {
    object,
    files,
    hasOtherFiles,
    lines: unread.length === 0 ? lines : lines.filter(({ read }) => read !== undefined),
    unread,
    isReadable:
      !hasOtherFiles &&
      !isAllUnread &&
      !files.some(
        ({ isMisnamed, isRead, isUncertain, problems, text }) =>
          isMisnamed || (isRead && (text === undefined || isUncertain)) || problems.length > 0,
      ),
  };
}
