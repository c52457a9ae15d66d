/**
 * The section of a changelog about one version: what stands below `## 1.2.3` or `## 1.2.3 (2026-11-28)`, up to the next such heading.
 * @returns Nothing where there is no such section, or where it says nothing.
 */
export function releaseNotes(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => headingVersion(text) === version);
  const notes = section?.replace(/^.*\n?/, "").trim();
  return notes === undefined || notes === "" ? undefined : `${notes}\n`;
}

/** The newest version that a changelog has a heading for. What is unreleased has none. */
export const newestVersion = (changelog: string): string | undefined =>
  changelog
    .split(/^## /m)
    .slice(1)
    .map(headingVersion)
    .find((version) => version !== undefined);

const headingVersion = (section: string): string | undefined =>
  /^v?(\d+\.\d+\.\d+(?:-[\w.-]+)?)(?: \(\d{4}-\d{2}-\d{2}\))?(?:\n|$)/.exec(section)?.[1];
