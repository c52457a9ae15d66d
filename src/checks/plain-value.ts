import type { Option } from "../pgbackrest/option.ts";

/**
 * True for a value that every release takes of which the option's rules hold: one that fits whatever the range goes by, without a sign, and
 * without a unit but for sizes. It spares most values of a fleet the whole judgement.
 */
export function isPlainValue(option: Option, value: string): boolean {
  const { type, was } = option;
  if (was?.some((older) => older.type !== undefined)) return false;
  if (type === "boolean") return value === "y" || value === "n";
  if (type === "path") return value.startsWith("/") && !value.includes("//");
  const read = type === "string-id" ? value : numberOf(type, value);
  return read !== undefined && fits(option, read) && (was === undefined || was.every((older) => fits(older, read)));
}

/** The number that a plain value means; undefined for others, and for other types. */
function numberOf(type: Option["type"], value: string): number | undefined {
  if (type === "size") {
    const unit = units.indexOf(value.slice(-3));
    return unit >= 0 && /^\d{1,6}...$/.test(value) ? Number(value.slice(0, -3)) * 1024 ** (unit + 1) : undefined;
  }
  if ((type !== "integer" && type !== "time") || !/^\d{1,9}$/.test(value)) return undefined;
  return type === "time" ? Number(value) * 1000 : Number(value);
}

const units = ["KiB", "MiB", "GiB"];

/** True for a value that is in the range, or in each of those of which one counts. */
function fits({ allow, range }: Pick<Option, "allow" | "range">, value: string | number): boolean {
  if (allow !== undefined && allow?.includes(value) !== true) return false;
  if (range === undefined || range === null || typeof value === "string") return true;
  return isPair(range)
    ? value >= range[0] && value <= range[1]
    : Object.values(range).every(([least, most]) => value >= least && value <= most);
}

const isPair = (range: Option["range"]): range is readonly [number, number] => Array.isArray(range);
