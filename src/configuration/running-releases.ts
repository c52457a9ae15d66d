import { type Cluster, hasRepoHost } from "../cpo/cluster.ts";
import type { Settings } from "../cpo/settings.ts";
import { knownReleases, releasesLike, releasesOfImage } from "../pgbackrest/releases.ts";

/** What determines which releases of pgBackRest run, apart from the cluster itself. */
export interface ReleaseSources {
  readonly settings: Settings;
  /** The release that the user states in the functionConfig, for example `2.58.0`; undefined where none is stated. */
  readonly release: string | undefined;
}

/**
 * The releases that may run a cluster's backups: what the user states; else what the tag of the image says that runs pgBackRest, which is
 * the Postgres image for object stores and the backup image on the repo host; else all known ones.
 */
export function runningReleases(cluster: Cluster, sources: ReleaseSources): readonly string[] {
  return (
    statedReleases(sources) ??
    (hasRepoHost(cluster) ? undefined : releasesOfPostgresImage(cluster, sources)) ??
    releasesOfImage(cluster.image) ??
    knownReleases
  );
}

/** The releases that may read the backups of a clone's source: in its Postgres image, for nothing else runs at its first start. */
export const cloningReleases = (cluster: Cluster, sources: ReleaseSources): readonly string[] =>
  statedReleases(sources) ?? releasesOfPostgresImage(cluster, sources) ?? knownReleases;

/** The releases that the Postgres image may hold; undefined where its tag does not tell. */
export const releasesOfPostgresImage = ({ resource }: Cluster, { settings }: Pick<ReleaseSources, "settings">) =>
  releasesOfImage(resource.spec.dockerImage || settings.dockerImage);

const statedReleases = ({ release }: ReleaseSources) => (release === undefined ? undefined : releasesLike(release));
