import type { Cluster } from "../cpo/cluster.ts";
import { pvcRepositories } from "../cpo/cluster.ts";
import { configurationInput, repoHostInput } from "../cpo/configuration-input.ts";
import { type ConfigurationLine, instanceConfiguration, repoHostConfiguration } from "../cpo/instance-configuration.ts";
import { knownReleases, releasesLike, releasesOfImage } from "../pgbackrest/releases.ts";
import { type Line, type Pod, podOf } from "./pod-lines.ts";
import type { ConfigurationSources } from "./sources.ts";
import { GeneratedLine, type Written, writtenLines } from "./written-lines.ts";

/** All that pgBackRest will read of a cluster, assembled as the pods have it. */
export interface Configured extends Pick<Written, "secret" | "complete" | "unread"> {
  readonly cluster: Cluster;
  /** Postgres pods and, for object stores, backups: ConfigMap A and the Secret. */
  readonly database: Pod;
  /** The repo host: ConfigMap B and the Secret. */
  readonly repoHost: Pod | undefined;
  /** What the author wrote: `global` in the CR, and the Secret's files. */
  readonly written: readonly Line[];
  /** The pgBackRest releases that may run. */
  readonly releases: readonly string[];
}

/** How many clusters' configurations are remembered: the rules look at so many before they turn to the next. A fleet's would take long to collect. */
export const configuredAtOnce = 32;

const remembered = new Map<Cluster, Configured>();

/** Assembles a cluster's configuration. */
export function configured(sources: ConfigurationSources, cluster: Cluster): Configured {
  const known = remembered.get(cluster);
  if (known !== undefined) return known;
  const { secret, complete, lines: written, ofSecret, unread } = writtenLines(sources, cluster);
  const input = configurationInput(cluster, sources.settings);
  const asLines = (lines: readonly ConfigurationLine[]) =>
    lines.map((line): Line => new GeneratedLine(cluster.object, line));
  const result: Configured = {
    cluster,
    secret,
    complete,
    database: podOf([...asLines(instanceConfiguration(input)), ...ofSecret]),
    repoHost:
      pvcRepositories(cluster).length === 0
        ? undefined
        : podOf([...asLines(repoHostConfiguration(repoHostInput(cluster, sources.settings))), ...ofSecret]),
    written,
    unread,
    releases: releasesOf(sources, cluster),
  };
  if (remembered.size >= configuredAtOnce) remembered.clear();
  remembered.set(cluster, result);
  return result;
}

/**
 * The releases to judge by: what the user states; else what the tag of the image says that runs pgBackRest, which is the Postgres image
 * for object stores and the backup image on the repo host; else all known ones.
 */
function releasesOf({ release, settings }: ConfigurationSources, cluster: Cluster): readonly string[] {
  const stated = release === undefined ? undefined : releasesLike(release);
  if (stated !== undefined) return stated;
  const onVolume = cluster.repositories.some(({ storage }) => storage === "pvc");
  const postgresImage = cluster.resource.spec.dockerImage || settings.dockerImage;
  const ofBackup = releasesOfImage(cluster.image);
  const found = onVolume ? ofBackup : (releasesOfImage(postgresImage) ?? ofBackup);
  return found ?? knownReleases;
}
