import type { Cluster } from "../cpo/cluster.ts";
import { repoHostName } from "../cpo/names.ts";
import type { Repository } from "../cpo/repository.ts";
import { standardPath } from "../pgbackrest/repository-place.ts";
import { isValueFilledInLater } from "../secret/placeholder.ts";
import type { OptionReader } from "./effective-options.ts";
import type { RecoverySource } from "./source.ts";

/** Where a repository is, for people. */
export interface Location {
  /** `s3://bucket/path`; without the path where that is not known, or only a Secret says it. */
  readonly location: string;
  /** The path of the repository in the bucket, the container or the pod; absent where it is not known, or only a Secret says it. */
  readonly path?: string;
  readonly endpoint?: string;
}

/** Where a repository is. Nothing that only a Secret says is in it. */
export function locationOf(
  { cluster, configuration }: RecoverySource,
  repository: Repository,
  option: OptionReader,
): Location {
  const path = pathOf(repository, option, configuration.complete);
  const inPath = path === undefined ? "" : `/${path.replace(/^\/+/, "")}`;
  switch (repository.storage) {
    case "pvc":
      return { location: `pvc://${claimOf(cluster, repository.name)}${inPath}`, ...(path !== undefined && { path }) };
    case "azure":
      return {
        location: `azure://${repository.account}/${repository.container}${inPath}`,
        ...(path !== undefined && { path }),
        ...(repository.endpoint !== "" && { endpoint: repository.endpoint }),
      };
    case "gcs":
      return { location: `gcs://${repository.bucket}${inPath}`, ...(path !== undefined && { path }) };
    case "s3":
      return {
        location: `s3://${repository.bucket}${inPath}`,
        ...(path !== undefined && { path }),
        ...(repository.endpoint !== "" && { endpoint: repository.endpoint }),
      };
  }
}

/** The claim that the StatefulSet of the repo host makes for a repository. */
const claimOf = ({ name }: Cluster, repository: string) => `${repository}-${repoHostName(name)}-0`;

function pathOf({ number, storage }: Repository, option: OptionReader, isComplete: boolean): string | undefined {
  const given = option("repo-path", number);
  if (given !== undefined) return given.hidden ? undefined : given.value;
  if (!isComplete) return undefined;
  return storage === "pvc" ? undefined : standardPath;
}

/** Whether a repository is encrypted. `unknown` where only a Secret that is not in the input can say it, or a later step. */
export function encryptionOf(
  { configuration }: RecoverySource,
  { number }: Repository,
  option: OptionReader,
): "aes-256-cbc" | "none" | "unknown" {
  const given = option("repo-cipher-type", number);
  if (given === undefined) return configuration.complete ? "none" : "unknown";
  if (given.value === "aes-256-cbc") return "aes-256-cbc";
  if (given.value === undefined || isValueFilledInLater(given.value)) return "unknown";
  return "none";
}
