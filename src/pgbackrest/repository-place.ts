import { endpointOf, isAmazon } from "./endpoint.ts";

/** Where pgBackRest keeps a repository that is not told a path. */
export const standardPath = "/var/lib/pgbackrest";

/** What says where a repository is in an object store. Absent options are undefined, absent fields empty. */
export interface RepositoryPlace {
  readonly storage: "s3" | "gcs" | "azure";
  readonly bucket: string;
  /** Only with Azure. */
  readonly account: string;
  readonly endpoint: string;
  readonly storageHost: string | undefined;
  readonly port: string | undefined;
  readonly path: string | undefined;
}

/** Gives one name to a host that has several, for those that reach it. */
export type HostName = (host: string) => string;

/** A text that two repositories have in common exactly if they are in one place, however their settings spell it. */
export function placeKey(
  { storage, bucket, account, endpoint, storageHost, port, path }: RepositoryPlace,
  nameOf: HostName,
): string {
  const given = path ?? standardPath;
  const folder = (given.endsWith("/") ? given.replace(/\/+$/, "") : given) || "/";
  const at = endpointOf(endpoint);
  if (storage === "gcs" || at.host === "storage.googleapis.com") return `gcs ${bucket} ${folder}`;
  const reached = endpointOf(storageHost ?? "");
  const nameIn = (name: string) => (isAmazon(name) ? amazonPartition(name) : nameOf(name));
  const host = nameIn(at.host);
  const reachedHost = reached.host === "" ? "" : nameIn(reached.host);
  // Reached through another host of the same store, it is the same place.
  const store = reachedHost === "" || reachedHost === host ? host : `${host} ${reachedHost}`;
  const reachedPort = reached.port || at.port || port || "443";
  return `${storage} ${store}:${reachedPort} ${account.toLowerCase()} ${bucket} ${folder}`;
}

/** The part of Amazon's cloud within which a bucket's name is unique, whatever the region and form of its hosts. */
function amazonPartition(host: string): string {
  if (host.endsWith(".cn")) return "aws-cn";
  return host.includes("us-gov-") && /(^|[.-])us-gov-/.test(host) ? "aws-us-gov" : "aws";
}
