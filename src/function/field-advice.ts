import { fieldSynonyms, storageSection } from "../cpo/field-synonyms.ts";
import type { Path } from "../findings/finding.ts";
import { below, type Fields, type FieldTree, fieldsOf, isList, unknownFields } from "../json/field-tree.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { isSpelledLike, nearestOf } from "../text/nearest.ts";

/** What to do about a field that is not known where it stands. */
export interface FieldAdvice {
  readonly fix: string;
  /** The places of the fields that may be meant, the best ones only. */
  readonly meant: readonly Path[];
  /** The one of these that it can be read as: the only one, or the only one in the same place. */
  readonly likeliest?: Path;
  /** What the one field that is meant would hold, where it is not the value as it is. */
  readonly value?: JsonValue;
}

/** A field that may be meant: another name in the same place, or a name in another place. */
interface Candidate {
  readonly path: Path;
  readonly tree: FieldTree;
}

/** More moves than these say nothing. */
const fewMoves = 5;

/** A field that is not known, and the resource that it is in. */
export interface UnknownField {
  readonly path: Path;
  readonly value: JsonValue;
  /** True for a place that another field has already. */
  readonly isTaken: (path: Path) => boolean;
}

/** Says which field is probably meant by one that is unknown at its path. */
export function fieldAdvice(root: Fields, { path, value, isTaken }: UnknownField): FieldAdvice {
  const name = String(path.at(-1) ?? "");
  const parent = path.slice(0, -1);
  const known = fieldsAt(root, parent) ?? {};
  const storage = "storage" in known ? storageSection(name.toLowerCase()) : undefined;
  if (storage !== undefined) {
    const likeliest = [...parent, "storage"];
    return { ...storage, meant: [likeliest], likeliest };
  }
  const same = siblings(name, known).map(
    (meant): Candidate => ({ path: [...parent, meant], tree: below(known, meant) ?? null }),
  );
  const spelled = same.filter(({ path: at }) => isSpelledLike(name, String(at.at(-1))));
  const near = spelled.length > 0 ? spelled : [...same, ...oneLevelAway(root, parent, name)];
  const best = fitting(near, value, isTaken);
  if (best.length === 0) best.push(...farAway(root, path, value));
  const isHere = ({ path: at }: Candidate) => samePath(at.slice(0, -1), parent);
  const renamed = best.filter(isHere);
  const elsewhere = best.filter((candidate) => !isHere(candidate));
  const moved = elsewhere.length > fewMoves ? [] : elsewhere;
  const meant = [...renamed, ...moved].map(({ path: at }) => at);
  if (meant.length === 0) return { fix: choices(known, parent), meant };
  if (meant.every(isTaken)) {
    const places = or(meant.map(dotted));
    return { fix: `Remove it, or merge it into ${places}, which is there already.`, meant };
  }
  const fits = best.every(({ tree }) => misfit(value, tree) < wrongShape);
  const likeliest = fits && (meant.length === 1 || renamed.length === 1) ? meant[0] : undefined;
  return { fix: fixOf(renamed, moved, name, root), meant, ...(likeliest !== undefined && { likeliest }) };
}

/** What to write, or where to move it. */
function fixOf(renamed: readonly Candidate[], moved: readonly Candidate[], name: string, root: Fields): string {
  const names = or(renamed.map(({ path }) => `\`${path.at(-1)}\``));
  const places = or(moved.map(({ path }) => move(path, name, root)));
  if (moved.length === 0) return `Did you mean ${names}?`;
  return renamed.length === 0 ? `Move it ${places}.` : `Did you mean ${names}, or does it belong ${places}?`;
}

/** Known names in the same place: those of the synonyms, else the nearest ones. */
function siblings(name: string, known: Fields): readonly string[] {
  const names = Object.keys(known).filter((other) => other !== "*");
  const alike = names.filter((other) => isSpelledLike(name, other));
  if (alike.length > 0) return alike;
  const synonyms = names.filter((other) => fieldSynonyms[other]?.some((synonym) => isSpelledLike(name, synonym)));
  return synonyms.length > 0 ? synonyms : nearestOf(name, names);
}

/** The same name one level up, or one level down. */
function oneLevelAway(root: Fields, parent: Path, name: string): readonly Candidate[] {
  const found: Candidate[] = [];
  const above = (typeof parent.at(-1) === "number" ? parent.slice(0, -1) : parent).slice(0, -1);
  if (parent.length > 0) found.push(...named(fieldsAt(root, above), above, name));
  const fields = fieldsAt(root, parent) ?? {};
  for (const [sibling, tree] of Object.entries(fields))
    if (sibling !== "*" && !isMap(tree)) found.push(...named(fieldsOf(tree), [...parent, sibling], name));
  return found;
}

/** The one field of this name that there is elsewhere: in the same section, if it is one of backups or clones. */
function farAway(root: Fields, path: Path, value: JsonValue): readonly Candidate[] {
  const [spec, section] = path;
  const isInSection = spec === "spec" && path.length > 2 && (section === "backup" || section === "clone");
  const found = fitting(deeper(root, String(path.at(-1)), isInSection ? [spec, section] : ["spec"]), value);
  return found.length === 1 ? found : [];
}

/** The same name anywhere below a path. */
function deeper(root: Fields, name: string, path: Path): readonly Candidate[] {
  const fields = fieldsAt(root, path) ?? {};
  return [
    ...named(fields, path, name),
    ...Object.keys(fields).flatMap((field) => (field === "*" ? [] : deeper(root, name, [...path, field]))),
  ];
}

function named(fields: Fields | undefined, path: Path, name: string): readonly Candidate[] {
  return Object.entries(fields ?? {}).flatMap(([field, tree]) =>
    field !== "*" && isSpelledLike(field, name) ? [{ path: [...path, field], tree }] : [],
  );
}

/** The candidates that the value fits best: it has the right shape, the fewest fields that would be unknown there, and the place is free. */
function fitting(
  candidates: readonly Candidate[],
  value: JsonValue,
  isTaken: UnknownField["isTaken"] = () => false,
): Candidate[] {
  const misfits = candidates.map(({ path, tree }) => misfit(value, tree) + (isTaken(path) ? 0.5 : 0));
  const least = Math.min(...misfits);
  return candidates.filter((_, at) => misfits[at] === least);
}

const wrongShape = 1000;

function misfit(value: JsonValue, tree: FieldTree): number {
  if (tree === null || value === null) return 0;
  if (tree === true) return typeof value === "object" ? wrongShape : 0;
  if (Array.isArray(value)) return isList(tree) ? unknownFields(value, tree).length : wrongShape;
  if (!isObject(value)) return wrongShape;
  return isList(tree) ? wrongShape : unknownFields(value, tree).length;
}

/** The fields at a path; list positions do not count. */
function fieldsAt(root: Fields, path: Path): Fields | undefined {
  return fieldsOf(
    withoutPositions(path).reduce<FieldTree | undefined>((tree, name) => {
      const fields = fieldsOf(tree);
      return fields === undefined ? undefined : below(fields, String(name));
    }, root),
  );
}

const withoutPositions = (path: Path): Path => path.filter((key) => typeof key === "string");
const samePath = (left: Path, right: Path) => left.join("\0") === right.join("\0");
const isMap = (tree: FieldTree) => tree !== null && tree !== true && !isList(tree) && Object.hasOwn(tree, "*");

/** Where to, in words; a name that changes on the way is said, too. */
function move(path: Path, name: string, root: Fields): string {
  const place = path.slice(0, -1);
  const field = String(path.at(-1));
  const into =
    place.length === 0
      ? "to the top, beside `spec`"
      : isEntry(root, place)
        ? `into an entry of ${dotted(place)}`
        : `into ${dotted(place)}`;
  return field === name ? into : `${into}, as \`${field}\``;
}

function isEntry(root: Fields, place: Path): boolean {
  const fields = fieldsAt(root, place.slice(0, -1));
  return fields !== undefined && isList(below(fields, String(place.at(-1))));
}

/** A path as people write it. */
export const dotted = (path: Path) =>
  `\`${path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .slice(1)}\``;

const or = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} or ${parts.at(-1)}`;

/** What there is, where nothing is near. */
function choices(known: Fields, parent: Path): string {
  const names = Object.keys(known).filter((name) => name !== "*");
  return names.length > 0 && names.length <= 12
    ? `Remove it, or write one of the fields here: ${names.map((name) => `\`${name}\``).join(", ")}.`
    : `Remove it, or write one of the fields that \`kubectl explain ${["postgresql", ...withoutPositions(parent)].join(".")}\` lists.`;
}
