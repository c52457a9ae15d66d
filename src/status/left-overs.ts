import { repoHostName } from "../cpo/names.ts";
import type { JsonObject } from "../json/json-value.ts";
import { metadataOf } from "../kubernetes/metadata.ts";
import type { ObservedCluster } from "./observed.ts";
import type { DriftChange } from "./status-schema.ts";

/**
 * What the operator made of a cluster, and its manifests do not ask for, with what becomes of it (contract 4.3).
 * @param wanted The objects that they ask for.
 */
export function leftOvers(
  wanted: readonly JsonObject[],
  { name: cluster, cronJobs, repoHost }: Pick<ObservedCluster, "name" | "cronJobs" | "repoHost">,
): readonly DriftChange[] {
  const heads = wanted.map(metadataOf);
  const names = new Set(heads.flatMap(({ kind, name }) => (kind === "CronJob" ? [name] : [])));
  const jobs = "unknown" in cronJobs ? [] : cronJobs.filter(({ name }) => !names.has(name));
  const isHostAsked = heads.some(({ kind }) => kind === "StatefulSet");
  const changes = jobs.map(({ name }): DriftChange => ({ kind: "CronJob", name, is: "left-over", why: ofJob }));
  if (repoHost === "missing" || "unknown" in repoHost || isHostAsked) return changes;
  return [...changes, { kind: "StatefulSet", name: repoHostName(cluster), is: "left-over", why: ofHost }];
}

const ofJob =
  "It goes on starting Jobs. The operator deletes it at its next sync; where no operator runs, delete it yourself.";
const ofHost =
  "No repository is on a volume: at its next sync, the operator deletes it with its volumes and the backups on them.";
