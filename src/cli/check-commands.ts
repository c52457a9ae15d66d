import { shellWord } from "../text/shell-word.ts";
import type { Given } from "./command.ts";

/**
 * The commands by which `check` judges the clusters of a plan just as the plan did: a kustomization by itself, and all files together, since
 * they are judged beside each other. Undefined for what came on standard input.
 */
export function checkCommands({ after, flags, lists, paths }: Given) {
  const settings = ["kustomize-command", "config", "function-config"].flatMap((flag) => {
    const value = flags[flag];
    return typeof value === "string" ? [`--${flag}`, value] : [];
  });
  const folders = [
    ...(lists.kustomize ?? []).flatMap((folder) => ["-k", folder]),
    // These follow the last folder, and some are files.
    ...(after.kustomize ?? []),
  ];
  const ignored = (lists.ignore ?? []).flatMap((glob) => ["--ignore", glob]);
  const command = (...args: readonly string[]) => ["expand-pgbackrest", "check", ...args].map(shellWord).join(" ");
  return ({ folder }: { readonly folder?: string }): string | undefined => {
    if (folder !== undefined) return command("-k", folder, ...settings);
    return paths.includes("-") ? undefined : command(...paths, ...folders, ...ignored, ...settings);
  };
}
