import { type Cluster, hasRepoHost } from "../cpo/cluster.ts";
import { configurationInput, repoHostInput } from "../cpo/configuration-input.ts";
import type { OperatorLines } from "../cpo/configuration-line.ts";
import { instanceConfiguration, repoHostConfiguration } from "../cpo/instance-configuration.ts";
import { generatedLines, inSection } from "./generated-line.ts";
import type { Line } from "./line.ts";
import { type PodConfiguration, podConfiguration } from "./pod-configuration.ts";
import { type ReleaseSources, runningReleases } from "./running-releases.ts";
import type { WrittenConfiguration } from "./written-configuration.ts";

/** All that pgBackRest will read of a cluster, assembled as the pods have it. */
export interface ClusterConfiguration extends WrittenConfiguration {
  /** Postgres pods and, for object stores, backups: ConfigMap A and the Secret. */
  readonly database: PodConfiguration;
  /** The repo host: ConfigMap B and the Secret; undefined for a cluster without a repository on a volume. */
  readonly repoHost: PodConfiguration | undefined;
  /** The pgBackRest releases that may run, the oldest first. */
  readonly releases: readonly string[];
}

/** Assembles a cluster's configuration: what the author wrote, and what the operator adds to it. */
export function clusterConfiguration(
  cluster: Cluster,
  written: WrittenConfiguration,
  sources: ReleaseSources,
): ClusterConfiguration {
  const { settings } = sources;
  const ofSecret = written.secret?.lines ?? [];
  const pod = ({ before, after }: OperatorLines, global: readonly Line[]) =>
    podConfiguration(
      generatedLines(cluster.object, before).concat(global, generatedLines(cluster.object, after), ofSecret),
    );
  return {
    database: pod(instanceConfiguration(configurationInput(cluster, settings)), written.global),
    repoHost: hasRepoHost(cluster)
      ? pod(repoHostConfiguration(repoHostInput(cluster, settings)), inSection("db", written.global))
      : undefined,
    releases: runningReleases(cluster, sources),
    ...written,
  };
}
