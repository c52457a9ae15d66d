import { type Finding, type ObjectRef, type Path, type Place, shortened } from "./finding.ts";

/** How many places of one finding, and how many findings of one rule, are written out before the rest is only counted. */
const listed = 5;

/**
 * Findings as text, one paragraph each. Findings that differ only in their place share a paragraph, so that a hundred clusters with the
 * same mistake are read once.
 */
export function findingsText(findings: readonly Finding[]): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = [finding.rule, finding.severity, finding.problem, finding.fix].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const ofRule = new Map<string, number>();
  const paragraphs = [...groups.values()].flatMap((group) => {
    const rule = group[0]?.rule ?? "";
    const before = ofRule.get(rule) ?? 0;
    ofRule.set(rule, before + 1);
    return before < listed * 4 ? [paragraph(group)] : [];
  });
  const rest = [...ofRule].flatMap(([rule, count]) =>
    count > listed * 4 ? [`and ${count - listed * 4} more of [${rule}]; \`results\` has them all.\n`] : [],
  );
  return [...paragraphs, ...rest].join("\n");
}

/** One finding as text: where, how bad, what is wrong, which rule; then what to do. */
export function findingText(finding: Finding): string {
  return paragraph([finding]);
}

function paragraph([first, ...others]: readonly Finding[]): string {
  if (first === undefined) return "";
  const { at, also = [], severity, problem, fix, rule } = first;
  const more = others.slice(0, listed - 1).map((other) => `  also ${placeText(other.at)}\n`);
  if (others.length > more.length) more.push(`  and ${others.length - more.length} more\n`);
  const collisions = also.map((place) => `  with ${placeText(place)}\n`);
  return `${shortened(placeText(at))}: ${severity}: ${shortened(problem)} [${rule}]\n  ${shortened(fix)}\n${collisions.join("")}${more.join("")}`;
}

/** A place as people read it: `Secret pg/demo-s3 s3.conf:3`, `postgresql pg/demo spec.backup.pgbackrest.repos[0].region`. */
export function placeText(place: Place): string {
  const inside = place.in === "field" ? pathText(place.path) : `${place.file}:${place.line}`;
  return [objectText(place.object), inside].filter((part) => part !== "").join(" ");
}

function objectText({ kind, name, namespace, file }: ObjectRef): string {
  const full = name === undefined ? "" : namespace === undefined ? name : `${namespace}/${name}`;
  const from = file === undefined ? "" : `(${file.path})`;
  return [kind, full, from].filter((part) => part !== "").join(" ");
}

/** A path in the form that kubectl's messages use: `spec.repos[0].name`; keys with dots in quotes. */
export function pathText(path: Path): string {
  return path
    .map((key, index) =>
      typeof key === "number" ? `[${key}]` : /^[\w-]+$/.test(key) ? `${index === 0 ? "" : "."}${key}` : `["${key}"]`,
    )
    .join("");
}
