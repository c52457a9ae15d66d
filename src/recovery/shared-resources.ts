import type { Cluster } from "../cpo/cluster.ts";
import { repoHostName } from "../cpo/names.ts";
import type { Repository } from "../cpo/repository.ts";

/** What a backup uses that backups of others may use, too, in words: a bucket, a repo host, a pool of nodes. */
export function sharedBy(cluster: Cluster, repository: Repository): readonly string[] {
  return [storeOf(cluster, repository), ...nodePoolOf(cluster)];
}

function storeOf({ name, namespace }: Cluster, repository: Repository): string {
  switch (repository.storage) {
    case "pvc":
      return `repo host ${namespace === undefined ? "" : `${namespace}/`}${repoHostName(name)}`;
    case "s3":
      return `bucket s3://${repository.bucket}${repository.endpoint === "" ? "" : ` at ${repository.endpoint}`}`;
    case "gcs":
      return `bucket gcs://${repository.bucket}`;
    case "azure":
      return `container azure://${repository.account}/${repository.container}`;
  }
}

/** The nodes that the cluster's pods must run on, as far as its manifest says so. */
function nodePoolOf({ resource }: Cluster): readonly string[] {
  const required = resource.spec.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (required === undefined || required.length === 0) return [];
  const terms = required.map(({ matchExpressions = [], matchFields = [] }) =>
    [...matchExpressions, ...matchFields]
      .map(({ key, operator, values = [] }) => {
        const word = operators[operator] ?? operator;
        return values.length === 0 ? `${key} ${word}`.trim() : `${key} ${word} ${values.join(", ")}`;
      })
      .join(" and "),
  );
  return [`nodes with ${terms.join(" or ")}`];
}

/** Operators of a node affinity, as they are read aloud. */
const operators: Readonly<Record<string, string>> = {
  In: "in",
  NotIn: "not in",
  Exists: "",
  DoesNotExist: "absent",
  Gt: "above",
  Lt: "below",
};
