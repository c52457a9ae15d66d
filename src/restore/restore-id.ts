import { type Refused, refused } from "./moment.ts";

/** An id of a restore. */
export type RestoreId = { readonly is: "id"; readonly id: string } | Refused;

/** What an id may consist of: it becomes a value of a ConfigMap, an environment variable, and a file that the image's script compares. */
const valid = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/**
 * The id of a restore. The operator starts one where the id differs from the last one's, and the image's script skips one whose id it has on
 * the volume (contract 1.1, 4.6), so the id of a former restore does nothing, silently: an id is made of the time. `now` is in milliseconds
 * since 1970; `former` has the ids of restores that are known.
 */
export function restoreId(given: string | undefined, now: number, former: readonly string[]): RestoreId {
  if (given === undefined) {
    const made = `restore-${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
    return { is: "id", id: former.includes(made) ? `${made}-2` : made };
  }
  if (!valid.test(given))
    return refused(
      "The id of a restore cannot be used.",
      "Write up to 63 letters, digits, `-`, `_` and `.`, with a letter or a digit in front.",
    );
  if (former.includes(given))
    return refused(
      "A restore has this id already, and the operator runs each id once, so nothing would be restored.",
      "Write an id that was never used, or leave `--id` out.",
    );
  return { is: "id", id: given };
}
