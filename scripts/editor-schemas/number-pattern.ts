/** A regular expression, without anchors, for the whole numbers from `min` to `max`: digits without leading zeros, or with a minus. */
export function numberPattern(min: number, max: number): string {
  const negative = min < 0 ? [`-0*(?:${numberPattern(Math.max(1, -max), -min)})`] : [];
  const positive = max < 0 ? [] : spans(Math.max(0, min), max).map(([from, to]) => digits(`${from}`, `${to}`));
  return [...negative, ...positive].join("|");
}

/** The range in pieces of which both ends have the same number of digits, and differ only in digits that may then be anything. */
function spans(min: number, max: number): ReadonlyArray<readonly [from: number, to: number]> {
  const ends = new Set([max]);
  for (let nines = 9; nines < Number.MAX_SAFE_INTEGER; nines = nines * 10 + 9) {
    const low = Math.floor(min / (nines + 1)) * (nines + 1) + nines; // the lower end, filled up with nines
    if (low >= min && low < max) ends.add(low);
    const high = Math.floor((max + 1) / (nines + 1)) * (nines + 1) - 1; // the upper end, before its zeros
    if (high >= min && high < max) ends.add(high);
    if (nines > max) break;
  }
  const sorted = [...ends].sort((left, right) => left - right);
  return sorted.map((to, at) => [at === 0 ? min : (sorted[at - 1] ?? 0) + 1, to]);
}

/** One such piece, digit by digit. */
function digits(from: string, to: string): string {
  const classes = [...from].map((digit, at) => {
    const other = to[at] ?? digit;
    if (digit === other) return digit;
    return digit === "0" && other === "9" ? "\\d" : `[${digit}-${other}]`;
  });
  return classes.join("").replace(/(?:\\d){2,}/g, (run) => `\\d{${run.length / 2}}`);
}
