import type { Option } from "../pgbackrest/option.ts";

/**
 * True for a value that every release takes of which the option's rules hold: one that fits, without a unit or a sign, of an option that never
 * changed. It spares most values of a fleet the whole judgement.
 */
export function isPlainValue({ type, range, allow, was }: Option, value: string): boolean {
  if (was !== undefined) return false;
  if (type === "boolean") return value === "y" || value === "n";
  if (type === "path") return value.startsWith("/") && !value.includes("//");
  if (type === "string-id") return allow?.includes(value) === true;
  if ((type !== "integer" && type !== "time") || allow !== undefined || !/^\d{1,9}$/.test(value)) return false;
  const number = type === "time" ? Number(value) * 1000 : Number(value);
  return range === undefined || (isPair(range) && number >= range[0] && number <= range[1]);
}

const isPair = (range: Option["range"]): range is readonly [number, number] => Array.isArray(range);
