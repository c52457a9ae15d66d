import { hasNoInstances } from "../cpo/instances.ts";
import type { Repository } from "../cpo/repository.ts";
import { quotableText } from "../text/quotable.ts";
import { judgedOptions, keyChanges } from "./key-changes.ts";
import type { BeyondPlan } from "./plan-changes.ts";
import type { Said } from "./said.ts";
import { type SecretChanges, secretChanges } from "./secret-changes.ts";
import type { RecoverySource } from "./source.ts";

/**
 * What is different of a cluster in its manifests and its Secret, beyond what its plans say. No text of a Secret is in it.
 * @param before Undefined where it had no backup section.
 */
export function manifestChanges(before: RecoverySource | undefined, after: RecoverySource): BeyondPlan {
  const atOnce = restoreChange(before, after);
  if (before === undefined) return { atOnce, cluster: [], repositories: new Map() };
  const pairs = after.cluster.repositories.flatMap((repository) => {
    const old = before.cluster.repositories.find(({ name }) => name === repository.name);
    return old === undefined ? [] : [{ old, repository }];
  });
  const keyFiles = new Set(pairs.flatMap(({ old, repository }) => [...keyFilesOf(old), ...keyFilesOf(repository)]));
  const secret = secretChanges(before, after, (part) =>
    "file" in part ? keyFiles.has(part.file) : judgedOptions.has(part.option),
  );
  const repositories = pairs.map(({ old, repository }): readonly [string, readonly Said[]] => {
    const said = keyChanges({ source: before, repository: old }, { source: after, repository });
    return [repository.name, withNewName(said, secret)];
  });
  return {
    atOnce,
    cluster: [...instancesChange(before, after), ...secret.cluster],
    repositories: new Map(repositories),
  };
}

const keyFilesOf = (repository: Repository) => (repository.storage === "gcs" ? [repository.key] : []);

/** Says of a Secret with another name whether its keys are the same, once: another hash follows from what is said already. */
function withNewName(said: readonly Said[], { cluster, renamed }: SecretChanges): readonly Said[] {
  if (renamed === undefined) return said;
  const { isEqual, isHash, text } = renamed;
  const isSaid = said.length > 0 || cluster.length > 0;
  if (isHash && isSaid) return said;
  const ending = isEqual === true || (isEqual === false && !isSaid) ? ", and are the same" : "";
  return [...said, { effect: "other", text: `${text}${ending}.` }];
}

/** The operator restores in place when the id is another one. */
function restoreChange(before: RecoverySource | undefined, after: RecoverySource): readonly Said[] {
  const [was, is] = [before && restoreOf(before), restoreOf(after)];
  if (was?.id === is?.id) {
    if (is === undefined || JSON.stringify(was) === JSON.stringify(is)) return [];
    return [
      {
        effect: "other",
        text: `The restore is another under the same id (\`${quotableText(is.id)}\`): where the cluster was restored for that id, nothing happens.`,
      },
    ];
  }
  if (is === undefined) return [{ effect: "other", text: "No restore is asked for any more." }];
  return [
    {
      effect: "loss",
      text: `A restore in place starts when this is applied (\`restore.id: ${quotableText(is.id)}\`): the database is down until it ends, and what was written after its target is lost.`,
    },
  ];
}

function restoreOf({ cluster }: RecoverySource) {
  const restore = cluster.resource.spec.backup?.pgbackrest?.restore;
  const { id = "", options = {}, repo = "" } = restore ?? {};
  return id === "" ? undefined : { id, repo, options: Object.entries(options).toSorted() };
}

/** Without an instance, the job of a backup finds no master, says so, and ends as if it had succeeded. */
function instancesChange(before: RecoverySource, after: RecoverySource): readonly Said[] {
  const [was, is] = [before, after].map(({ cluster, settings }) => !hasNoInstances(cluster, settings));
  if (was === is) return [];
  return is === true
    ? [{ effect: "gain", text: "The cluster has instances again, so backups are taken." }]
    : [
        {
          effect: "loss",
          text: "The cluster has no instances any more (`numberOfInstances: 0`): no backup is taken, though its jobs end as if they had succeeded.",
        },
      ];
}
