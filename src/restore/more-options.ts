import { fullName } from "../pgbackrest/restore-options.ts";
import { timelineProblem } from "../pgbackrest/target-timeline.ts";
import { quotableName } from "../text/quotable.ts";
import { harmFix, harmOf } from "./harmful-option.ts";
import { type Refused, refused } from "./moment.ts";
import { targetOptions } from "./restore-patch.ts";

/** More options of `pgbackrest restore`, each with its whole name. */
export type MoreOptions = { readonly is: "options"; readonly options: Readonly<Record<string, string>> } | Refused;

/**
 * Reads options as `NAME=VALUE`, with or without the hyphens of the command line. What pgBackRest refuses, a check says; what destroys data is
 * taken only from somebody who insists.
 */
export function moreOptions(given: readonly string[], isForced: boolean): MoreOptions {
  const options: Record<string, string> = {};
  for (const each of given) {
    const equals = each.indexOf("=");
    const name = fullName(each.slice(0, Math.max(equals, 0)).trim().replace(/^--/, ""));
    if (name === "")
      return refused("An option has a name and a value.", "Write it as `NAME=VALUE`, for example `target-timeline=1`.");
    if (targetOptions.includes(name))
      return refused(`\`${name}\` says what to restore.`, "Say it with --to, --set or --latest instead.");
    if (Object.hasOwn(options, name))
      return refused(
        `\`${quotableName(name)}\` is there twice, and the operator can pass it only once.`,
        "Leave one out.",
      );
    const value = each.slice(equals + 1);
    const harm = isForced ? undefined : harmOf(name, value);
    if (harm !== undefined) return refused(harm, harmFix(name));
    const timeline = name === "target-timeline" ? timelineProblem(value) : undefined;
    if (timeline !== undefined) return refused(timeline.problem, timeline.fix);
    options[name] = value;
  }
  return { is: "options", options };
}
