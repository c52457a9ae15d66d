import type { ObjectRef, Place } from "../findings/finding.ts";
import { type ConfProblem, isReadByPgBackRest, looksLikeConf, parseConf } from "../pgbackrest/conf-file.ts";
import { type KeyMeaning, meaningOf } from "../pgbackrest/option-names.ts";
import { type Section, sectionOf } from "../pgbackrest/sections.ts";
import { isFilledInLater } from "./placeholder.ts";
import { type SecretText, secretText } from "./secret-text.ts";

/** A file that the kubelet makes of a key of the Secret, in `/etc/pgbackrest/conf.d`. It is parsed once, when it is made. */
export interface SecretFile {
  readonly name: string;
  /** What the file holds; undefined where the value of the key is not base64. */
  readonly text: SecretText | undefined;
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

/** Reads a file of the Secret `object`; `text` is undefined where it could not be decoded. */
export function secretFile(object: ObjectRef, name: string, text: string | undefined): SecretFile {
  const isRead = isReadByPgBackRest(name);
  const later = text !== undefined && isFilledInLater(text);
  const conf = isRead && text !== undefined && !later ? parseConf(text) : { lines: [], problems: [] };
  return {
    name,
    text: text === undefined ? undefined : secretText(text),
    isRead,
    lines: conf.lines.map(({ section, key, value, line }) => ({
      section,
      read: sectionOf(section),
      key,
      value,
      meaning: meaningOf(key),
      from: "secret",
      place: { in: "conf", object, file: name, line },
    })),
    problems: conf.problems,
    isMisnamed: !isRead && text !== undefined && looksLikeConf(text),
    isFilledInLater: later,
  };
}
