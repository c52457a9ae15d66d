import { readFileSync } from "node:fs";

/** Owners of the repositories that sources name without one. */
const owners: Readonly<Record<string, string>> = {
  pgbackrest: "pgbackrest",
  kubernetes: "kubernetes",
  "CYBERTEC-operator-tutorials": "cybertec-postgresql",
};

/** A page of docs/reference: its address from docs/checks, and the anchors of its headings. */
function referencePage(name: string) {
  const file = `../reference/${name}.md`;
  const text = readFileSync(new URL(`../docs/reference/${name}.md`, import.meta.url), "utf8");
  const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => ({
    number: /^\d+(?:\.\d+|[a-z])?/.exec(heading)?.[0],
    anchor: anchorOf(heading),
  }));
  const link = (shown: string, number: string) => {
    const found =
      anchors.find((each) => each.number === number) ?? anchors.find((each) => each.number === number.split(".")[0]);
    return `[${shown}](${file}${found === undefined ? "" : `#${found.anchor}`})`;
  };
  return { file, link };
}

/** The anchor that GitHub gives a heading. */
export const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

const contract = referencePage("operator-contract");
const endToEnd = referencePage("pgbackrest-e2e");
const limits = referencePage("kubernetes-limits");

/** How the beginning of a source becomes links: a part of docs/reference, the option table, or a file of a project at a revision. */
const links: ReadonlyArray<readonly [source: RegExp, link: (text: string, ...groups: readonly string[]) => string]> = [
  [
    /^contract ((?:section )?[\d., ]*\d)/,
    (_, sections = "") => `contract ${sections.replace(/[\d.]*\d/g, (number) => contract.link(number, number))}`,
  ],
  [
    /^pgbackrest-e2e [^:]*/,
    (text) =>
      text
        .replace(
          /\brules? \d[\d, to]*/,
          (rules) => endToEnd.link(rules.trimEnd(), "4") + (rules.endsWith(" ") ? " " : ""),
        )
        .replace(/\bsection (\d)(?:, items? [\d, ]*\d)?/, (section, number: string) => endToEnd.link(section, number))
        .replace(/ (\d[a-z])$/, (_section, number: string) => ` ${endToEnd.link(number, number)}`),
  ],
  [/^kubernetes-limits\.md/, () => `[kubernetes-limits](${limits.file})`],
  [/^pgbackrest-options\.json/, (text) => `[${text}](../../scripts/data/pgbackrest-options.json)`],
  [
    /^(?:([\w-]+)\/)?([\w-]+)@([\w.-]+):([^\s,;]+)/,
    (_, owner = "", project = "", revision = "", path = "") =>
      `[${project} ${revision}: \`${path}\`](https://github.com/${owner || (owners[project] ?? project)}/${project}/blob/${revision}/${path})`,
  ],
  [/^https:\S+/, (url) => `<${url}>`],
];

/** The sources of a rule, which `; ` separates, as a Markdown list. */
export function sourceList(source: string): string {
  return source
    .split("; ")
    .map((part) => {
      const [pattern, link] = links.find(([known]) => known.test(part)) ?? [];
      const linked =
        pattern === undefined || link === undefined
          ? part
          : part.replace(pattern, (text, ...groups: unknown[]) =>
              link(text, ...groups.map((group) => (typeof group === "string" ? group : ""))),
            );
      return `- ${linked}\n`;
    })
    .join("");
}
