import { remembered } from "../text/memo.ts";
import { releases } from "./generated/options.ts";
import { compareReleases } from "./option.ts";

/**
 * pgBackRest releases by tag of the operator's images, which carry the PostgreSQL version; by the history of the image's build files
 * (pgbackrest-e2e section 7, item 17).
 */
const byImageTag: Readonly<Record<string, readonly string[]>> = {
  "16.2-1": ["2.50"],
  "16.4-1": ["2.53"],
  "17.0-2": ["2.53"],
  "17.4-1": ["2.54.2", "2.55.0"],
  "17.5-1": ["2.55.1"],
  "17.6-1": ["2.56.0"],
  "18.0-1": ["2.56.0", "2.57.0"],
  "18.1-1": ["2.57.0"],
  "18.1-2": ["2.57.0"],
  "18.1-3": ["2.57.0", "2.58.0"],
  "18.2-1": ["2.58.0"],
  "18.3-1": ["2.58.0"],
};

/** The releases that an image may hold; `undefined` where its tag does not tell. Remembered, for a fleet repeats the same few images. */
export const releasesOfImage = remembered(releasesOfTag, { length: 500 });

function releasesOfTag(image: string): readonly string[] | undefined {
  const [withoutDigest = ""] = image.split("@");
  const [, tag = ""] = withoutDigest.slice(withoutDigest.lastIndexOf("/") + 1).split(":");
  const release = tag.includes("2.") ? /^v?(2\.\d+(?:\.\d+)?)(?:-.*)?$/.exec(tag)?.[1] : undefined;
  if (release !== undefined && /pgbackrest/i.test(image)) return releasesLike(release);
  // As the operator's images are called; every start would pay for the expression.
  const usual = tag.slice(tag.indexOf("-") + 1);
  if (Object.hasOwn(byImageTag, usual)) return byImageTag[usual];
  const version = /(?:^|-)(\d\d\.\d+-\d+)(?:-|$)/.exec(tag)?.[1] ?? "";
  const [major = 0, minor = 0] = version.split(/[.-]/).map(Number);
  // What was built after the history ends has no older release than its last.
  if (major > 18 || (major === 18 && minor > 3))
    return releases.filter((known) => compareReleases(known, "2.58.0") >= 0);
  return byImageTag[version] ?? (/^18\.[23]-/.test(version) ? ["2.58.0"] : undefined);
}

/**
 * Known releases that a version number means: itself, `2.54` for `2.54.0` and what follows it, and for one that is not known the last
 * before it. `undefined` for anything that is not a version number.
 */
export function releasesLike(version: string): readonly string[] | undefined {
  if (releases.includes(version)) return [version];
  if (!/^2\.\d+(\.\d+)?$/.test(version)) return undefined;
  const within = releases.filter((release) => release.startsWith(`${version}.`));
  if (within.length > 0) return within;
  return [releases.filter((release) => compareReleases(release, version) < 0).at(-1) ?? releases[0] ?? ""];
}

export { releases as knownReleases };
