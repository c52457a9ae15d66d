/** Seconds of a unit; Go takes both of Unicode's letters for micro. */
const units: ReadonlyMap<string, number> = new Map([
  ["ns", 1e-9],
  ["us", 1e-6],
  ["\u00b5s", 1e-6],
  ["\u03bcs", 1e-6],
  ["ms", 1e-3],
  ["s", 1],
  ["m", 60],
  ["h", 3600],
]);

/** Go counts nanoseconds in 64 bits, and refuses what does not fit: some 292 years. */
const longest = 2 ** 63 / 1e9;

const term = /(\d+\.?\d*|\.\d+)([a-z\u00b5\u03bc]+)/y;

/**
 * Seconds of a duration as Go's `time.ParseDuration` reads it (`1h30m`, `-1.5h`, `300ms`); `undefined` for anything else, days
 * included, which Go does not know.
 */
export function goDurationSeconds(text: string): number | undefined {
  const signed = text.startsWith("-") || text.startsWith("+");
  const unsigned = signed ? text.slice(1) : text;
  if (unsigned === "0") return 0;
  if (unsigned === "") return undefined;
  let seconds = 0;
  for (term.lastIndex = 0; term.lastIndex < unsigned.length; ) {
    const [, number, unit = ""] = term.exec(unsigned) ?? [];
    const size = units.get(unit);
    if (size === undefined) return undefined;
    seconds += Number(number) * size;
  }
  if (seconds > longest) return undefined;
  return text.startsWith("-") ? -seconds : seconds;
}
