import { type NamedRelease, oldestRelease, releaseChoices, releaseNamed } from "../cpo/releases.ts";
import { quotableText } from "../text/quotable.ts";

/** A release of the operator whose objects can be made: one that is known, or the newest in the place of one that is newer. */
export type UsableRelease = Extract<NamedRelease, { readonly release: unknown }>;

/** What is wrong with a release, and what to write instead. */
export interface RefusedRelease {
  readonly is: "refused";
  readonly problem: string;
  readonly fix: string;
}

/** Reads the operator's release as the functionConfig has it. */
export function configuredRelease(written: string | number): UsableRelease | RefusedRelease {
  if (typeof written === "number")
    return {
      is: "refused",
      problem: Number.isInteger(written)
        ? `\`release\` is the number \`${written}\`, but a release of the operator has three parts.`
        : `\`release\` is the number \`${written}\`: without quotes, YAML reads two parts of a release as a number. A release of the operator has three.`,
      fix: `Write ${releaseChoices()}.`,
    };
  const named = releaseNamed(written);
  if (named.is === "known" || named.is === "newer") return named;
  return { is: "refused", ...unknownRelease(named, written) };
}

/** What is said of a text that is not the name of a release that is known, or of a newer one. */
export function unknownRelease(
  named: Exclude<NamedRelease, UsableRelease>,
  written: string,
): { readonly problem: string; readonly fix: string } {
  return {
    problem:
      named.is === "unknown"
        ? `This program does not know the operator's release v${named.name}; the oldest that it knows is v${oldestRelease.name}.`
        : written.trim() === ""
          ? "`release` is empty."
          : `\`${quotableText(written)}\` is not a release of the operator.`,
    fix: `Write ${releaseChoices()}.`,
  };
}
