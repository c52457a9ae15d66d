import { runbookOf } from "./runbook.ts";
import type { RunbookSource } from "./runbook-cluster.ts";
import type { Runbook } from "./runbook-step.ts";

/** What commands and notes of a runbook say beside the cluster. */
export interface RunbookRequest extends Pick<RunbookSource, "name" | "manifests" | "patchPlace"> {
  readonly notes: readonly string[];
}

/** The runbook of a cluster, of all that is known of it; undefined where it has no repository, so that there is nothing to restore from. */
export function runbookFor(
  { cluster, settings, configuration }: Pick<RunbookSource, "cluster" | "settings" | "configuration">,
  { notes, ...request }: RunbookRequest,
): Runbook | undefined {
  if (cluster.repositories.length === 0) return undefined;
  return runbookOf({ cluster, settings, configuration, ...request }, notes);
}
