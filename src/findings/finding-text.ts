import { addTo } from "../text/groups.ts";
import { quotableFile, quotableName, quotedParts } from "../text/quotable.ts";
import { visible } from "../text/visible.ts";
import { type Finding, type ObjectRef, type Path, type Place, shortened } from "./finding.ts";

/** How many places of one finding, and how many findings of one rule, are written out before the rest is only counted. */
const listed = 5;

/** A finding, and where it is in the reader's words. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly place: string;
  /** The other places of a collision, in the reader's words; absent where these are `placeText`. */
  readonly also?: readonly string[];
}

/** How a report is worded: a severity's word, perhaps with colors, and what to say about what was left out. */
export interface ReportStyle {
  readonly severity: (severity: Finding["severity"]) => string;
  readonly left: string;
}

const plain: ReportStyle = { severity: (severity) => severity, left: "`results` has them all" };

/** Findings as text, one paragraph each. */
export function findingsText(findings: readonly Finding[]): string {
  return reportText(findings.map((finding) => ({ finding, place: placeText(finding.at) })));
}

/**
 * A report, one paragraph a mistake. Findings that differ only in their place and in the name of their object share a paragraph, so that a
 * hundred clusters with the same mistake are read once.
 */
export function reportText(placed: readonly PlacedFinding[], style: ReportStyle = plain): string {
  const groups = new Map<string, PlacedFinding[]>();
  for (const each of placed) {
    const key = keyOf(each.finding);
    addTo(groups, key, each);
  }
  const ofRule = new Map<string, number>();
  const paragraphs = [...groups.values()].flatMap((group) => {
    const rule = group[0]?.finding.rule ?? "";
    const before = ofRule.get(rule) ?? 0;
    ofRule.set(rule, before + 1);
    return before < listed * 4 ? [paragraph(group, style)] : [];
  });
  const rest = [...ofRule].flatMap(([rule, count]) =>
    count > listed * 4 ? [`and ${count - listed * 4} more of [${rule}]; ${style.left}.\n`] : [],
  );
  return [...paragraphs, ...rest].join("\n");
}

function keyOf({ rule, severity, problem, fix, at }: Finding): string {
  const { name = "" } = at.object;
  const text = `${problem}\n${fix}`;
  return `${rule} ${severity} ${name === "" ? text : text.replaceAll(name, "\0")}`;
}

/** Where, how bad, what is wrong, which rule; then what to do; then the other places. */
function paragraph([first, ...others]: readonly PlacedFinding[], { severity }: ReportStyle): string {
  if (first === undefined) return "";
  const { rule } = first.finding;
  const also = first.also ?? alsoTexts(first.finding);
  const { problem, fix } = wordsOf(first.finding);
  const more = others.slice(0, listed - 1).map(({ place }) => `  also ${shown(place)}\n`);
  if (others.length > more.length) more.push(`  and ${others.length - more.length} more\n`);
  const collisions = also.map((place) => `  with ${place}\n`);
  return `${first.place === "" ? "" : `${shown(first.place)}: `}${severity(first.finding.severity)}: ${problem} [${rule}]\n  ${fix}\n${collisions.join("")}${more.join("")}`;
}

/** One finding in one line, without its place: what is wrong, what to do, the other places of a collision in the reader's words. */
export function messageOf(finding: Finding, also: readonly string[] = alsoTexts(finding)): string {
  const { problem, fix } = wordsOf(finding);
  return [problem, fix, ...also.map((place) => `See also ${place}.`)].join(" ");
}

const alsoTexts = ({ also = [] }: Finding) => also.map(placeText);

/** What is wrong and what to do, as every format may show it: without names that may hold a secret, and without lines of the input's own. */
export function wordsOf({ problem, fix, at, also = [] }: Finding): { readonly problem: string; readonly fix: string } {
  const names = [at, ...also].flatMap((place) => (place.in === "field" ? place.path : [place.file]));
  const words = (text: string) => shown(quotedParts(withoutUnquotable(text, names)));
  return { problem: words(problem), fix: words(fix) };
}

/** Whoever names a field names the last key of its path, which is the author's own in `global`, `options` and for unknown fields. */
function withoutUnquotable(text: string, names: Path): string {
  return names.reduce<string>((words, name) => {
    const quoted = typeof name === "string" ? quotableName(name) : name;
    if (typeof name !== "string" || quoted === name) return words;
    const marks = name.length < 6 ? "`" : "";
    return words.replaceAll(`${marks}${name}${marks}`, () => `${marks}${quoted}${marks}`);
  }, text);
}

/** Texts of findings quote the input, which must not write lines of its own. */
const shown = (text: string) => visible(shortened(text));

/** A place as people read it: `Secret pg/demo-s3 s3.conf:3`, `postgresql pg/demo spec.backup.pgbackrest.repos[0].region`. */
export function placeText(place: Place): string {
  const inside = place.in === "field" ? pathText(place.path) : `${quotableFile(place.file)}:${place.line}`;
  return visible([objectText(place.object), inside].filter((part) => part !== "").join(" "));
}

function objectText({ kind, name, namespace, file }: ObjectRef): string {
  const full = name === undefined ? "" : namespace === undefined ? name : `${namespace}/${name}`;
  const from = file === undefined ? "" : `(${file.path})`;
  return [kind, full, from].filter((part) => part !== "").join(" ");
}

/** A path as messages may show it: an author may have written a secret where a name belongs. */
export const quotablePath = (path: Path): Path =>
  path.map((key) => (typeof key === "number" ? key : visible(quotableName(key))));

/** A path in the form that kubectl's messages use: `spec.repos[0].name`; keys with dots in quotes. */
export function pathText(path: Path): string {
  return quotablePath(path)
    .map((key, index) =>
      typeof key === "number" ? `[${key}]` : /^[\w-]+$/.test(key) ? `${index === 0 ? "" : "."}${key}` : `["${key}"]`,
    )
    .join("");
}
