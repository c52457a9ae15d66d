import type { TSchema } from "typebox";
import type { Path } from "../findings/finding.ts";
import { dotted } from "./field-advice.ts";

/**
 * Where a schema has a field of this name that stands in the wrong place: the path with the fewest steps up and down from there. Undefined
 * where there is none, or where several are as near. Lists are not searched, because nobody knows which entry is meant.
 */
export function fieldElsewhere(schema: TSchema, path: Path, field: string): Path | undefined {
  const found = placesOf(schema, field, []).map((at) => ({ at, steps: stepsBetween(path, at) }));
  const fewest = Math.min(...found.map(({ steps }) => steps));
  const [nearest, ...others] = found.filter(({ steps }) => steps === fewest);
  return others.length > 0 ? undefined : nearest && [...nearest.at, field];
}

/** What to do with it: the place may have a value already. */
export const moveTo = (path: Path, isTaken: boolean): string =>
  isTaken ? `Remove it: ${dotted(path)} is there already.` : `Move it: it belongs at ${dotted(path)}.`;

/** The paths of the mappings that have a field. */
function placesOf(schema: TSchema, field: string, at: Path): readonly Path[] {
  const properties = propertiesOf(schema);
  return [
    ...(Object.hasOwn(properties, field) ? [at] : []),
    ...Object.entries(properties).flatMap(([name, below]) =>
      isSchema(below) ? placesOf(below, field, [...at, name]) : [],
    ),
  ];
}

function propertiesOf(schema: TSchema): Readonly<Record<string, unknown>> {
  const properties: unknown = Reflect.get(schema, "properties");
  return typeof properties === "object" && properties !== null ? { ...properties } : {};
}

const isSchema = (value: unknown): value is TSchema => typeof value === "object" && value !== null;

function stepsBetween(left: Path, right: Path): number {
  const parts = left.findIndex((key, index) => key !== right[index]);
  const shared = parts < 0 ? left.length : parts;
  return left.length + right.length - 2 * shared;
}
