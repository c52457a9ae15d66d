import type { ObjectRef } from "../findings/finding.ts";
import { decoded } from "./decoded.ts";
import { type SecretFile, type SecretLine, secretFile } from "./secret-file.ts";

/** A Secret of the input, as pods see it: a directory of files that pgBackRest reads as one configuration. */
export interface Secret {
  readonly object: ObjectRef;
  /** Its files, each of another name, in the order of the manifest. */
  readonly files: readonly SecretFile[];
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

/** Reads a Secret's files as the kubelet would write them: `data` decoded, `stringData` over it. */
export function readSecret(object: ObjectRef, { data, stringData }: SecretData): Secret {
  const texts = new Map<string, string | undefined>();
  for (const [name, value] of Object.entries(data))
    texts.set(name, typeof value === "string" ? decoded(value) : undefined);
  for (const [name, value] of Object.entries(stringData))
    texts.set(name, typeof value === "string" ? value : undefined);
  const files = [...texts].map(([name, text]) => secretFile(object, name, text));
  const lines = files.flatMap((file) => file.lines);
  return {
    object,
    files,
    lines: lines.filter(({ read }) => read !== undefined),
    unread: lines.filter(({ read }) => read === undefined),
    isReadable: !files.some(
      ({ isFilledInLater, isMisnamed, isRead, problems, text }) =>
        isMisnamed || (isRead && (text === undefined || isFilledInLater)) || problems.length > 0,
    ),
  };
}
