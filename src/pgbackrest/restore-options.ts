import { meaningOf, takes } from "./option-names.ts";
import { allOptions } from "./option-table.ts";

let names: readonly string[] | undefined;

/** The options that restores take, as they are written on the command line. */
export function restoreOptions(): readonly string[] {
  const newest = allOptions().filter(([, option]) => takes("restore", option, "999"));
  names ??= newest.map(([name, { group }]) => (group === undefined ? name : name.replace(group, `${group}1`)));
  return names;
}

/** The command line takes the beginning of a name for the whole where only one option begins so. */
export function fullName(written: string): string {
  if (meaningOf(written).is === "option") return written;
  const [only, another] = restoreOptions().filter((name) => name.startsWith(written));
  return only === undefined || another !== undefined ? written : only;
}
