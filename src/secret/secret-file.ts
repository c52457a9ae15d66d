import type { ObjectRef, Path, Place } from "../findings/finding.ts";
import { type ConfProblem, isReadByPgBackRest, looksLikeConf, parseConf } from "../pgbackrest/conf-file.ts";
import { type KeyMeaning, meaningOf } from "../pgbackrest/option-names.ts";
import { type Section, sectionOf } from "../pgbackrest/sections.ts";
import { hasPlaceholder, isFilledInLater, mayBeFilledIn } from "./placeholder.ts";
import { type SecretText, secretText } from "./secret-text.ts";
import { sopsFormat, withoutSopsSection } from "./sops-document.ts";

/** A file that the kubelet makes of a key of the Secret, in `/etc/pgbackrest/conf.d`. It is parsed once, when it is made. */
export interface SecretFile {
  readonly name: string;
  /** Where the file is in its manifest. */
  readonly path: Path;
  /** What the file holds; undefined where the value of the key is not base64, or not in the manifest. */
  readonly text: SecretText | undefined;
  /** What the manifest has in the place of a content that is not in it: encrypted, or a reference. It is the same as long as the manifest is. */
  readonly sealed?: SecretText;
  /** True where pgBackRest takes the file for configuration, by its name. */
  readonly isRead: boolean;
  /** The lines of a file that pgBackRest reads, in whatever section they are. */
  readonly lines: readonly SecretLine[];
  /** Why pgBackRest refuses a file that it reads. */
  readonly problems: readonly ConfProblem[];
  /** True where the file holds options of pgBackRest, and its name keeps pgBackRest from reading them. */
  readonly isMisnamed: boolean;
  /** True where a later step puts the content in the place of what stands there now. */
  readonly isFilledInLater: boolean;
  /** True where a later step may add options to those that can be read of the file. */
  readonly isUncertain: boolean;
}

/** A line `key = value` of a file that pgBackRest reads. Its value is never shown. */
export interface SecretLine {
  readonly section: string;
  /** Whom the section is for; undefined where nothing reads it. */
  readonly read: Section | undefined;
  readonly key: string;
  readonly value: string;
  readonly meaning: KeyMeaning;
  readonly from: "secret";
  readonly place: Place;
}

/** A key of a Secret, and what its manifest says of the content. */
export interface SecretEntry {
  readonly name: string;
  /** Where the key is in the manifest. */
  readonly path: Path;
  /** `unknown` where something else than the manifest has it, `unreadable` where it is not base64. */
  readonly content: { readonly text: string } | "unknown" | "unreadable";
  /** What the manifest has in the place of a content that is unknown. */
  readonly sealed?: string;
}

/** Reads a file of the Secret `object`. */
export function secretFile(object: ObjectRef, { name, path, content, sealed }: SecretEntry): SecretFile {
  const isRead = isReadByPgBackRest(name);
  const text = typeof content === "object" ? content.text : undefined;
  const mayChange = text !== undefined && mayBeFilledIn(text);
  const later = content === "unknown" || (mayChange && (isFilledInLater(text) || sopsFormat(text) === "other"));
  const conf = isRead && text !== undefined && !later ? readConf(text, mayChange) : nothing;
  const isPlain = path.length === 2 && (path[0] === "data" || path[0] === "stringData");
  return {
    name,
    path,
    text: text === undefined ? undefined : secretText(text),
    isRead,
    lines: conf.lines.map(({ section, key, value, line }) => ({
      section,
      read: sectionOf(section),
      key,
      value,
      meaning: meaningOf(key),
      from: "secret",
      place: isPlain ? { in: "conf", object, file: name, line } : { in: "conf", object, file: name, line, path },
    })),
    problems: conf.problems,
    isMisnamed: !isRead && text !== undefined && !later && looksLikeConf(text),
    isFilledInLater: later,
    isUncertain: later || conf.isUncertain,
    ...(sealed !== undefined && { sealed: secretText(sealed) }),
  };
}

/** True for a key that pgBackRest reads as a file of its options: as its manifest says, or perhaps, where that does not have the content. */
export function mayHoldOptions({ name, content }: SecretEntry): boolean {
  if (!isReadByPgBackRest(name) || content === "unreadable") return false;
  return (
    content === "unknown" ||
    isFilledInLater(content.text) ||
    sopsFormat(content.text) === "other" ||
    looksLikeConf(content.text)
  );
}

const nothing = { lines: [], problems: [], isUncertain: false } as const;

/**
 * Reads a file in which a later step may fill in values, names and whole lines. Values that are not known yet stay: who judges values asks
 * for them.
 */
function readConf(text: string, mayChange: boolean) {
  if (!mayChange) return { isUncertain: false, ...parseConf(text) };
  const plain = sopsFormat(text) === "ini" ? withoutSopsSection(text) : text;
  const lines = plain.split("\n");
  const isWholeLine = (line: string) => isFilledInLater(line) || (hasPlaceholder(line) && !line.includes("="));
  const hasWholeLines = lines.some(isWholeLine);
  const read = parseConf(hasWholeLines ? lines.map((line) => (isWholeLine(line) ? "" : line)).join("\n") : plain);
  const known = read.lines.filter(({ key }) => !hasPlaceholder(key));
  return {
    lines: known,
    // What is filled in may be the section header that seems to be missing.
    problems: hasWholeLines ? [] : read.problems,
    isUncertain: hasWholeLines || known.length < read.lines.length,
  };
}
