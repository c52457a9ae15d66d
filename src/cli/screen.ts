import type { Io } from "./io.ts";

/**
 * How a format for people writes: with colors on a terminal, unless NO_COLOR (https://no-color.org) is set or the terminal is dumb; FORCE_COLOR asks
 * for them elsewhere, too, and wins, but for the value `0`. As wide as the terminal; elsewhere lines are as long as they are.
 */
export function screenOf(io: Io): { readonly color: boolean; readonly columns: number } {
  const { FORCE_COLOR: force = "", NO_COLOR: none = "", TERM: terminal } = io.env;
  const color = force === "" ? io.terminal && none === "" && terminal !== "dumb" : force !== "0";
  return { color, columns: io.terminal ? (process.stdout.columns ?? 80) : Number.POSITIVE_INFINITY };
}
