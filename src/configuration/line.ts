import type { Place } from "../findings/finding.ts";
import type { KeyMeaning } from "../pgbackrest/option-names.ts";
import type { Section } from "../pgbackrest/sections.ts";
import { namesSecret, quotableName, quotableText } from "../text/quotable.ts";

/** A line of the configuration that a pod's pgBackRest reads, and where its author wrote it. */
export interface Line {
  readonly section: string;
  /** Whom the section is for; undefined where nothing reads it. */
  readonly read: Section | undefined;
  readonly key: string;
  readonly value: string;
  readonly meaning: KeyMeaning;
  readonly from: "operator" | "global" | "repository" | "secret";
  readonly place: Place;
}

/** Secret values, and whatever a Secret holds, are never shown; other values may be. */
export function shownValue({ from, meaning, value, key }: Line): string {
  const hidden = from === "secret" || (meaning.is === "option" && meaning.option.secure) || namesSecret(key);
  return hidden ? "the value" : `\`${quotableText(value)}\``;
}

/** The key as its author wrote it, for messages; of a Secret only names of options are shown, for a secret may stand in the place of one. */
export const shownKey = ({ from, meaning, key }: Line) =>
  from === "secret" && meaning.is === "unknown" ? "The name on this line" : `\`${quotableName(key)}\``;

/** The repository number that a line is about. */
export const repositoryOf = ({ meaning }: Line) =>
  meaning.is === "option" && meaning.option.group === "repo" ? meaning.index : undefined;
