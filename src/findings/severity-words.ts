import { lazily } from "../text/memo.ts";

/** What other programs call a severity, as people write it here. */
const words = lazily(
  (): Readonly<Record<string, string>> => ({
    warn: "warning",
    warnings: "warning",
    err: "error",
    errors: "error",
    fatal: "error",
    critical: "error",
    notice: "info",
    note: "info",
    information: "info",
    none: "off",
    false: "off",
    no: "off",
    ignore: "off",
    ignored: "off",
    disable: "off",
    disabled: "off",
    silent: "off",
  }),
);

/** The severity that a word of another program means, in any case; undefined where it is not one of those. */
export function severityMeant(word: string): string | undefined {
  const key = word.toLowerCase();
  return ["error", "warning", "info", "off"].includes(key)
    ? key
    : Object.hasOwn(words(), key)
      ? words()[key]
      : undefined;
}
