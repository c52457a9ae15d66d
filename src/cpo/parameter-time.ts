const milliseconds: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Milliseconds of a parameter of PostgreSQL, whose numbers without a unit are of this one, and which rounds to it. Undefined for a text that is
 * none, or that people do not write: octal numbers, exponents.
 */
export function parameterTime(value: string, unit: "ms" | "s"): number | undefined {
  const [, number, written = unit] =
    /^\s*((?:0|[1-9]\d{0,11})(?:\.\d{1,6})?)\s*(us|ms|s|min|h|d)?\s*$/.exec(value) ?? [];
  const [of, size] = [milliseconds[written], milliseconds[unit]];
  if (number === undefined || of === undefined || size === undefined) return undefined;
  return Math.round((Number(number) * of) / size) * size;
}
