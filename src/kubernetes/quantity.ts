import { remembered } from "../text/memo.ts";

/**
 * Kubernetes' quantities, exactly: a value in billionths, the finest that Kubernetes keeps.
 * Source: kubernetes/apimachinery@v0.34.0:pkg/api/resource/quantity.go, `ParseQuantity`.
 */
const nano = 1_000_000_000n;

const binary: Readonly<Record<string, bigint>> = {
  Ki: 1n << 10n,
  Mi: 1n << 20n,
  Gi: 1n << 30n,
  Ti: 1n << 40n,
  Pi: 1n << 50n,
  Ei: 1n << 60n,
};
const decimal: Readonly<Record<string, bigint>> = {
  n: 1n,
  u: 1_000n,
  m: 1_000_000n,
  "": nano,
  k: nano * 1_000n,
  M: nano * 1_000_000n,
  G: nano * 1_000_000_000n,
  T: nano * 1_000_000_000_000n,
  P: nano * 1_000_000_000_000_000n,
  E: nano * 1_000_000_000_000_000_000n,
};

/** The value in billionths, rounded up as Kubernetes rounds; `undefined` for what Kubernetes cannot parse. A fleet repeats the same few. */
export const parseQuantity = remembered((text): bigint | undefined => {
  const match = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)((?:[KMGTPE]i)|[numkMGTPE]|[eE]([+-]?\d+)|)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, number = "", suffix = "", exponent] = match;
  const [whole = "", fraction = ""] = number.split(".");
  const digits = BigInt(whole + fraction || "0");
  const scale = 10n ** BigInt(fraction.length);
  let numerator: bigint;
  let denominator = scale;
  if (exponent !== undefined) {
    const power = Number(exponent);
    if (Math.abs(power) > 400) return undefined;
    numerator = digits * nano * 10n ** BigInt(Math.max(power, 0));
    denominator *= 10n ** BigInt(Math.max(-power, 0));
  } else {
    const factor = binary[suffix] !== undefined ? binary[suffix] * nano : decimal[suffix];
    if (factor === undefined) return undefined;
    numerator = digits * factor;
  }
  const value = (numerator + denominator - 1n) / denominator;
  return sign === "-" ? -value : value;
});

/** Negative, zero or positive as the first is less than, equal to or more than the second; `undefined` where one cannot be parsed. */
export function compareQuantities(left: string, right: string): number | undefined {
  const first = parseQuantity(left);
  const second = parseQuantity(right);
  if (first === undefined || second === undefined) return undefined;
  return first < second ? -1 : first > second ? 1 : 0;
}
