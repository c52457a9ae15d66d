const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const pointFirst = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;

/**
 * The number that kubectl reads in a plain scalar; `undefined` where it reads text, and where a JavaScript number cannot hold the value
 * exactly or at all: integers beyond 2^53, infinities. Source: go.yaml.in/yaml/v2@v2.4.2:resolve.go, which sigs.k8s.io/yaml reads with;
 * `test/yaml/testdata/scalars.json` holds its verdicts.
 */
export function goNumber(text: string): number | undefined {
  if (text.startsWith(".")) return pointFirst.test(text) ? finite(Number(text.replaceAll("_", ""))) : undefined;
  if (!/^[-+0-9]/.test(text)) return undefined;
  const digits = text.replaceAll("_", "");
  const [, sign = "", magnitude] = integer.exec(digits) ?? [];
  if (magnitude !== undefined) {
    const value = BigInt(magnitude.replace(/^0(?=[0-7])/, "0o")) * (sign === "-" ? -1n : 1n);
    // What does not fit into 64 bits is a float to Go, unless it is written in another base.
    if (value >= -(2n ** 63n) && value < 2n ** (sign === "+" ? 63n : 64n)) {
      return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
    }
  }
  return float.test(digits) ? finite(Number(digits)) : undefined;
}

const finite = (value: number) => (Number.isFinite(value) ? value : undefined);
