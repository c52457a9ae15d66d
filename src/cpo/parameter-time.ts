const milliseconds = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Milliseconds of a parameter of PostgreSQL, whose numbers without a unit are of this one, and which rounds to it. Undefined for a text that is
 * none, or that people do not write: octal numbers, exponents.
 */
export function parameterTime(value: string, unit: "ms" | "s"): number | undefined {
  const [, number, written = unit] =
    /^\s*((?:0|[1-9]\d{0,11})(?:\.\d{1,6})?)\s*(us|ms|s|min|h|d)?\s*$/.exec(value) ?? [];
  if (number === undefined) return undefined;
  const size = milliseconds[unit];
  return Math.round((Number(number) * milliseconds[written as keyof typeof milliseconds]) / size) * size;
}
