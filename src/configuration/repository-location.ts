import type { Repository } from "../cpo/repository.ts";
import { type HostName, placeKey, standardPath } from "../pgbackrest/repository-place.ts";
import { isValueFilledInLater, mayBeFilledIn } from "../secret/placeholder.ts";
import { podConfiguration } from "./pod-configuration.ts";
import type { WrittenConfiguration } from "./written-configuration.ts";

/** Where a repository in an object store is. */
export interface RepositoryLocation {
  /** Equal for two repositories in one place. */
  readonly key: string;
  readonly bucket: string;
  /** The folder in the bucket; undefined where a Secret says it, whose values are never shown. */
  readonly path: string | undefined;
  /** True where a later step fills in a part of it: in another cluster that may become another place. */
  readonly isFilledInLater: boolean;
}

/** The location of a repository; undefined on a volume, and where a Secret that is not in the input may say it. */
export function repositoryLocation(
  repository: Repository,
  { complete, written }: WrittenConfiguration,
  nameOf: HostName,
): RepositoryLocation | undefined {
  if (repository.storage === "pvc") return undefined;
  const { number, storage } = repository;
  // What the operator adds does not concern these options.
  const { effective } = podConfiguration(written);
  const given = effective("repo-path", number);
  if (given === undefined && !complete) return undefined;
  if (given?.from === "secret" && isValueFilledInLater(given.value)) return undefined;
  const bucket = storage === "azure" ? repository.container : repository.bucket;
  const place = {
    storage,
    bucket,
    account: storage === "azure" ? repository.account : "",
    endpoint: storage === "gcs" ? "" : repository.endpoint,
    storageHost: effective("repo-storage-host", number)?.value,
    port: effective("repo-storage-port", number)?.value,
    path: given?.value,
  };
  const key = placeKey(place, nameOf);
  const values = Object.values(place);
  const isFilledInLater =
    mayBeFilledIn(values.join("\n")) && values.some((value) => value !== undefined && isValueFilledInLater(value));
  return { key, bucket, isFilledInLater, path: given?.from === "secret" ? undefined : (given?.value ?? standardPath) };
}
