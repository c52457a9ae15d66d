/** Nanoseconds of a unit; Go takes both of Unicode's letters for micro. */
const units: ReadonlyMap<string, number> = new Map([
  ["ns", 1],
  ["us", 1e3],
  ["\u00b5s", 1e3],
  ["\u03bcs", 1e3],
  ["ms", 1e6],
  ["s", 1e9],
  ["m", 60e9],
  ["h", 3600e9],
]);

const term = /(?=\.?\d)(\d*)(?:\.(\d*))?([^.\d]+)/y;

/** What Go can hold. */
const most = 2n ** 63n;

/**
 * Seconds of a duration as Go's `time.ParseDuration` reads it (`1h30m`, `-1.5h`, `300ms`); `undefined` for anything else: days, which Go
 * does not know, and more than 292 years. Counted in nanoseconds, because binary fractions cannot hold `4.35h` as whole seconds.
 */
export function goDurationSeconds(text: string): number | undefined {
  const unsigned = text.replace(/^[-+]/, "");
  if (unsigned === "0") return 0;
  if (unsigned === "") return undefined;
  let total = 0n;
  for (term.lastIndex = 0; term.lastIndex < unsigned.length; ) {
    const [, whole = "", fraction = "", unit = ""] = term.exec(unsigned) ?? [];
    const size = units.get(unit);
    if (size === undefined) return undefined;
    total += BigInt(whole) * BigInt(size) + fractionOf(fraction, size);
    if (total > most) return undefined;
  }
  if (text.startsWith("-")) return -Number(total) / 1e9;
  return total === most ? undefined : Number(total) / 1e9;
}

/** Digits behind a point, in nanoseconds; Go ignores those that do not fit into 63 bits. */
function fractionOf(digits: string, size: number): bigint {
  const kept = BigInt(digits) < most ? digits : digits.slice(0, 18);
  return BigInt(Math.trunc(Number(kept) * (size / 10 ** kept.length)));
}

/** A Go duration; with any other the operator does not start (contract 8.11), and a negative one Kubernetes refuses. Empty is "not given". */
export const durationPattern = "^(\\+?(0|((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+))?$";
