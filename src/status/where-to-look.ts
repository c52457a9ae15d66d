import { type LabelSettings, selectorOfAll, selectorOfPrimaries } from "../cpo/labels.ts";
import { certSecretName, repoHostName } from "../cpo/names.ts";
import { firstPodName, postgresContainer, repoHostContainer, repoHostPodName } from "../cpo/pods.ts";
import type { ExpectedCluster } from "./expected.ts";

export type { LabelSettings } from "../cpo/labels.ts";

/** Selectors by which the operator's objects of all clusters are found (contract 2.0). */
export const selectorsOf = (labels: LabelSettings) => ({
  /** CronJobs, and the Jobs and pods made of them, which have the labels of the pod template. */
  backupJobs: selectorOfAll(labels, "backup-job"),
  /** The StatefulSet of a repo host, and its pod. */
  repoHosts: selectorOfAll(labels, "repo-host"),
  /** Volumes, those of Postgres among them. */
  volumes: selectorOfAll(labels),
  primaries: selectorOfPrimaries(labels),
});

/** Names of the operator's objects of one cluster (contract section 0). */
export const namesOf = (cluster: string) => ({
  repoHost: repoHostName(cluster),
  repoHostPod: repoHostPodName(cluster),
  certificate: certSecretName(cluster),
});

/** The cluster whose repo host has a volume, by the volume's name: `<repository>-<repo host's pod>` (contract section 0, H). */
export const isVolumeOf = (cluster: string, volume: string): boolean =>
  /^repo[1-4]-/.test(volume) && volume.slice("repo1-".length) === repoHostPodName(cluster);

/** A container in which a command is run. */
export interface Place {
  readonly pod: string;
  readonly container: string;
}

/** Where pgBackRest sees all repositories: on the repo host, unless one is elsewhere, whose options Postgres pods alone have (contract 2.2). */
export function placeOfInfo(
  cluster: string,
  expected: ExpectedCluster | undefined,
  primary: string | undefined,
): Place {
  const { repositories = [] } = expected ?? {};
  return repositories.length > 0 && repositories.every(({ storage }) => storage === "pvc")
    ? { pod: repoHostPodName(cluster), container: repoHostContainer }
    : { pod: primary ?? firstPodName(cluster), container: postgresContainer };
}

export const placeOfPrimary = (primary: string): Place => ({ pod: primary, container: postgresContainer });
