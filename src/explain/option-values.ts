import type { Option, OptionType } from "../pgbackrest/option.ts";

type Limits = Pick<Option, "range" | "allow"> & { readonly type: OptionType };

/** The values of an option, in words. */
export function valuesText({ allow, range, type }: Limits): string {
  if (allow !== undefined && allow !== null && allow.length > 0)
    return allow.map((value) => valueText(value, type)).join(", ");
  const within = rangeText(range, type);
  switch (type) {
    case "boolean":
      return "y or n";
    case "integer":
      return `a whole number${within}`;
    case "size":
      return `a size${within}, for example 1GiB`;
    case "time":
      return `a number of seconds${within}; since pgBackRest 2.53 also with a unit, for example 5m`;
    case "path":
      return "an absolute path";
    case "list":
      return "a text; the option may be given several times";
    case "hash":
      return "key=value; the option may be given several times";
    case "string":
    case "string-id":
      return "a text";
  }
}

function rangeText(range: Option["range"], type: OptionType): string {
  if (range === undefined || range === null) return "";
  if (isPair(range)) return ` from ${valueText(range[0], type)} to ${valueText(range[1], type)}`;
  const each = Object.entries(range).map(
    ([kind, [min, max]]) => `${valueText(min, type)} to ${valueText(max, type)} for ${kind}`,
  );
  return ` (${each.join(", ")})`;
}

const isPair = (range: NonNullable<Option["range"]>): range is readonly [number, number] => Array.isArray(range);

/** A value as it is written in a configuration. */
export function valueText(value: string | number | boolean, type: OptionType): string {
  if (typeof value === "boolean") return value ? "y" : "n";
  if (typeof value === "string") return value;
  return type === "size" ? sizeText(value) : type === "time" ? `${value / 1000}` : `${value}`;
}

/** Bytes with the largest unit that divides them. */
function sizeText(bytes: number): string {
  const units = ["PiB", "TiB", "GiB", "MiB", "KiB"];
  const at = units.findIndex((_, place) => bytes >= 1024 ** (5 - place) && bytes % 1024 ** (5 - place) === 0);
  return at < 0 ? `${bytes}` : `${bytes / 1024 ** (5 - at)}${units[at]}`;
}
