import { meaningOf, takes } from "./option-names.ts";
import { allOptions } from "./option-table.ts";

let names: readonly string[] | undefined;

/** The options that restores take, as they are written on the command line. */
export function restoreOptions(): readonly string[] {
  const newest = allOptions().filter(([, option]) => takes("restore", option, "999"));
  names ??= newest.map(([name, { group }]) => (group === undefined ? name : name.replace(group, `${group}1`)));
  return names;
}

/** On the command line, the beginning of a name stands for the whole name if only one option begins that way. */
export function fullName(written: string): string {
  if (meaningOf(written).is === "option") return written;
  const [only, another] = restoreOptions().filter((name) => name.startsWith(written));
  return only === undefined || another !== undefined ? written : only;
}
