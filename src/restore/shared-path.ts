import type { ClusterConfiguration } from "../configuration/cluster-configuration.ts";
import { type Refused, refused } from "./moment.ts";

/** Commands that write to a repository. */
const writers = ["archive-push", "backup", "expire", "stanza-create"];

/**
 * Why a clone with the same Secret would write into the source's repository: a section of one command wins over the path in the clone's own
 * manifest.
 */
export function sharedPathRefusal(
  { database }: ClusterConfiguration,
  repositories: readonly string[],
): Refused | undefined {
  for (const name of repositories) {
    const number = Number(name.replace("repo", ""));
    const general = database.effective("repo-path", number);
    for (const command of writers) {
      const line = database.effective("repo-path", number, command);
      if (line === undefined || line === general) continue;
      return refused(
        `A section for \`${command}\` sets \`${name}-path\`, which wins over the clone's own path: the clone would write into the source's repository, and neither could be restored.`,
        `Set \`${name}-path\` under \`global\` in the manifest instead, and take it out of that section.`,
      );
    }
  }
  return undefined;
}
