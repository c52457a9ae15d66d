/** A duration as people write it: `14d`, `1h30m`, `2w`; units from weeks to seconds. */
export const durationText = "^(?=\\d)(?:\\d{1,6}w)?(?:\\d{1,6}d)?(?:\\d{1,6}h)?(?:\\d{1,6}m)?(?:\\d{1,9}s)?$";

const units = [
  ["w", 604_800],
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
  ["s", 1],
] as const;

const pattern = new RegExp(durationText);

/** Seconds of a duration; `undefined` for a text that is none. */
export function durationSeconds(text: string): number | undefined {
  if (!pattern.test(text)) return undefined;
  return units.reduce((sum, [unit, size]) => sum + Number(new RegExp(`(\\d+)${unit}`).exec(text)?.[1] ?? 0) * size, 0);
}

/** A duration in its largest units, as it can be written: `1d6h`. */
export function shortDuration(seconds: number): string {
  let left = Math.floor(seconds);
  let text = "";
  for (const [unit, size] of units) {
    if (unit === "w") continue;
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === "" ? "0s" : text;
}
