import { clusterConfiguration } from "../configuration/cluster-configuration.ts";
import { writtenConfiguration } from "../configuration/written-configuration.ts";
import type { Cluster } from "../cpo/cluster.ts";
import type { Settings } from "../cpo/settings.ts";
import type { Secret } from "../secret/secret.ts";
import { runbookOf } from "./runbook.ts";
import type { Runbook } from "./runbook-step.ts";

/** The clusters of an input, with all that is known of them. */
export interface RunbookInput {
  readonly clusters: readonly Cluster[];
  readonly settings: Settings;
  /** The pgBackRest release that the functionConfig states. */
  readonly release?: string;
  /** The Secret that a cluster names; undefined where it is not in the input. */
  readonly secret: (name: string, namespace: string | undefined) => Secret | undefined;
}

/** The cluster of a runbook, and what its commands and notes say. */
export interface RunbookRequest {
  readonly cluster: Cluster;
  /** The cluster as commands of this program name it. */
  readonly name: string;
  readonly manifests: readonly string[];
  readonly notes: readonly string[];
}

/** The runbook of a cluster; undefined where it has no repository, so that there is nothing to restore from. */
export function runbookFor(
  input: RunbookInput,
  { cluster, name, manifests, notes }: RunbookRequest,
): Runbook | undefined {
  if (cluster.repositories.length === 0) return undefined;
  const { settings, release } = input;
  const secret = cluster.secretName === "" ? undefined : input.secret(cluster.secretName, cluster.namespace);
  const configuration = clusterConfiguration(cluster, writtenConfiguration(cluster, secret), { settings, release });
  return runbookOf({ cluster, settings, configuration, name, manifests }, notes);
}
