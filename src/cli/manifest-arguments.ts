import type { Given } from "./command.ts";

/**
 * The arguments that name the same manifests to another command, one about a single cluster; `more` are paths that are named without a flag.
 * Standard input is read only once.
 */
export function manifestArguments(
  { lists, after, flags }: Pick<Given, "after" | "flags" | "lists">,
  more: readonly string[],
): readonly string[] {
  const paths = [...more, ...(lists.filename ?? []), ...(after.filename ?? [])].filter((path) => path !== "-");
  const folders = [...(lists.kustomize ?? []), ...(after.kustomize ?? [])];
  const single = ["kustomize-command", "config", "function-config"].flatMap((flag) => {
    const value = flags[flag];
    return typeof value === "string" ? [`--${flag}`, value] : [];
  });
  return [
    ...paths.flatMap((path) => ["-f", path]),
    ...folders.flatMap((folder) => ["-k", folder]),
    ...(lists.ignore ?? []).flatMap((glob) => ["--ignore", glob]),
    ...single,
  ];
}
