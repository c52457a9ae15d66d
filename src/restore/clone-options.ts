import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { meaningOf, takes } from "../pgbackrest/option-names.ts";
import { withoutEnd } from "../text/without-end.ts";
import type { CommandCluster } from "./patch-notes.ts";

/** What restores take but a clone must not be given: they say what to restore, or where the backups of a cluster are kept. */
const notForReading = new Set(["repo-host", "repo-host-type", "repo-hardlink", "repo-bundle", "repo-block"]);

/**
 * The options of a repository that whoever reads it must know, as a clone has them: there, the repository is always called `repo1` (contract
 * 2.7). What only says how to write, or what to keep, is left out.
 */
export function cloneOptions(global: JsonObject, repo: string): JsonObject {
  return Object.fromEntries(
    Object.entries(global).flatMap(([key, value]): ReadonlyArray<readonly [string, JsonValue]> => {
      const meaning = meaningOf(key);
      if (meaning.is !== "option" || meaning.option.group !== "repo" || `repo${meaning.index}` !== repo) return [];
      if (notForReading.has(meaning.name) || !takes("restore", meaning.option, newest)) return [];
      return [[meaning.name.replace(/^repo/, "repo1"), value]];
    }),
  );
}

/** Newer than every release, so that each option is taken as it is now. */
const newest = "999";

/**
 * A path for a repository of a clone, none of those that are `taken`: that of the source with the clone's name in the place of the source's, else one of its own names. A
 * clone has the identity of its source, so pgBackRest would let both archive into one repository, and neither could be restored.
 */
export function ownPath(
  path: JsonValue | undefined,
  repo: string,
  {
    source,
    clone: { name, namespace },
    taken,
  }: { readonly source: CommandCluster; readonly clone: CommandCluster; readonly taken: ReadonlySet<JsonValue> },
): string {
  const given = typeof path === "string" ? withoutEnd(path, "/") : "";
  const renamed = given
    .split("/")
    .map((part) => (part === source.name ? name : part === source.namespace ? (namespace ?? part) : part))
    .join("/");
  const own = `/${namespace === undefined ? "" : `${namespace}/`}${name}/${repo}`;
  const isNamed = given.split("/").includes(source.name);
  const candidates = [...(isNamed ? [renamed] : []), own, `${own}-clone`, `${own}-clone-2`];
  return candidates.find((each) => !taken.has(each) && !taken.has(`${each}/`)) ?? own;
}
