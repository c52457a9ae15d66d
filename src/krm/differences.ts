import type { Path } from "../findings/finding.ts";
import { pathText } from "../findings/finding-text.ts";
import { equalValues } from "../json/equal-values.ts";
import type { JsonValue } from "../json/json-value.ts";
import { visible } from "../text/visible.ts";

/** Whether a text may stand in a message: a field, or one line of a field that has several. */
export type MayShow = (path: Path, text: string) => boolean;

/** A field in which an object is not what is asked for, and how, in words. */
export interface Difference {
  readonly path: Path;
  readonly text: string;
}

/** How an object differs: the first fields, at least one, and the number of the others. */
export interface Differences {
  readonly first: readonly [Difference, ...Difference[]];
  readonly more: number;
}

/** So many fields are named. */
const named = 3;

/** How an object differs from what is asked for; what is outside `metadata` says more, so it is looked at first. */
export function differencesOf(asked: unknown, found: JsonValue, mayShow: MayShow): Differences {
  const paths = [...differingPaths(asked, found, [])];
  const [first = [], ...others] = [
    ...paths.filter(([key]) => key !== "metadata"),
    ...paths.filter(([key]) => key === "metadata"),
  ];
  const inWords = (path: Path): Difference => ({
    path,
    text: differenceText({ path, asked: at(asked, path), found: at(found, path) }, mayShow),
  });
  return {
    first: [inWords(first), ...others.slice(0, named - 1).map(inWords)],
    more: Math.max(0, others.length - (named - 1)),
  };
}

/** The places of fields, as deep as they go, that differ or are there only once. */
function* differingPaths(asked: unknown, found: unknown, path: Path): Iterable<Path> {
  if (equalValues(asked, found)) return;
  const both = Array.isArray(asked) === Array.isArray(found);
  const [left, right] = [partsOf(asked), partsOf(found)];
  if (!both || left === undefined || right === undefined) yield path;
  else
    for (const key of new Set([...left.keys(), ...right.keys()]))
      yield* differingPaths(left.get(key), right.get(key), [...path, key]);
}

function partsOf(value: unknown): ReadonlyMap<string | number, unknown> | undefined {
  if (Array.isArray(value)) return new Map(value.entries());
  return typeof value === "object" && value !== null ? new Map<string, unknown>(Object.entries(value)) : undefined;
}

const at = (value: unknown, path: Path): unknown => path.reduce<unknown>((part, key) => partsOf(part)?.get(key), value);

interface Field {
  readonly path: Path;
  readonly asked: unknown;
  readonly found: unknown;
}

function differenceText({ path, asked, found }: Field, mayShow: MayShow): string {
  const name = `\`${pathText(path)}\``;
  if (typeof asked === "string" && typeof found === "string" && (asked.includes("\n") || found.includes("\n")))
    return lineText(name, { path, asked: asked.split("\n"), found: found.split("\n") }, mayShow);
  const show = (value: unknown) => (typeof value !== "string" || mayShow(path, value) ? shown(value) : undefined);
  const [is, wanted] = [show(found), show(asked)];
  if (found === undefined)
    return `${name} is missing${wanted === undefined ? "" : `, and the cluster asks for ${wanted}`}`;
  if (asked === undefined) return `${name} is ${is ?? "there"}, and the cluster does not ask for it`;
  if (is === undefined || wanted === undefined) return `${name} has another value than the cluster asks for`;
  return `${name} is ${is}, and the cluster asks for ${wanted}`;
}

interface Lines {
  readonly path: Path;
  readonly asked: readonly string[];
  readonly found: readonly string[];
}

/** The first line that differs; lines count from 1. */
function lineText(name: string, { path, asked, found }: Lines, mayShow: MayShow): string {
  const index = found.findIndex((line, position) => line !== asked[position]);
  const from = index < 0 ? found.length : index;
  const [is, wanted] = [found[from], asked[from]];
  const place = `line ${from + 1} of ${name}`;
  const show = (line: string) => (mayShow(path, line) ? shown(line) : undefined);
  const rest = (lines: readonly string[], start: number) => lines.slice(start).join("\n");
  if (is === undefined || rest(found, from) === rest(asked, from + 1)) {
    const text = wanted === undefined ? undefined : show(wanted);
    return `${place} is missing${text === undefined ? "" : `, and the cluster asks for ${text}`}`;
  }
  if (wanted === undefined || rest(found, from + 1) === rest(asked, from))
    return `${place} is ${show(is) ?? "there"}, and the cluster does not ask for it`;
  const [left, right] = [show(is), show(wanted)];
  return left === undefined || right === undefined
    ? `${place} is not what the cluster asks for`
    : `${place} is ${left}, and the cluster asks for ${right}`;
}

/** Longer texts are cut. */
const longest = 80;

/** A value in a message. A text that would be read as something else has quotes. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null)
    return Object.keys(value).length === 0 ? "an empty mapping" : "a mapping";
  if (typeof value !== "string") return `\`${value}\``;
  const text = /^(|true|false|null|[-+]?[\d.]+)$/.test(value) ? JSON.stringify(value) : visible(value);
  return `\`${text.length <= longest ? text : `${text.slice(0, longest)}...`}\``;
}
