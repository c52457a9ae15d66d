import type { OperatorRelease } from "./releases.ts";

/*
 * The values of restore options on their way through a shell (contract 5.22, section 6). From v0.9.1 on, the operator puts each between
 * double quotes; before, it does not, and the quotes can be part of the value: what reaches the shell is then the same.
 */

type Quoting = Pick<OperatorRelease, "restoreOptions">;

/** What a shell takes for one word as it is. */
const oneWord = /^[\w@%+=:,./-]*$/;
const quoted = /^(?:"([^"$`\\]*)"|'([^']*)')$/;

/** A value as the cluster's resource must have it. */
export const writtenOptionValue = (value: string, { restoreOptions }: Quoting): string =>
  restoreOptions === "in quotes" || oneWord.test(value) ? value : `"${value}"`;

/** The value that pgBackRest gets of what is written; undefined where a shell makes something else of it. */
export function optionValueRead(written: string, { restoreOptions }: Quoting): string | undefined {
  if (restoreOptions === "in quotes") return /["$`\\]/.test(written) ? undefined : written;
  const [whole, double, single] = quoted.exec(written) ?? [];
  if (whole !== undefined) return double ?? single;
  return oneWord.test(written) ? written : undefined;
}
