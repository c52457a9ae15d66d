import { isError } from "../findings/errors.ts";
import type { JsonObject } from "../json/json-value.ts";
import { planOf } from "../recovery/plan.ts";
import type { ClusterPlan, Plan } from "../recovery/plan-schema.ts";
import type { RecoverySource } from "../recovery/source.ts";
import { checkUnits } from "./check-units.ts";
import { clustersToPlan, countsOf } from "./clusters-to-plan.ts";
import type { Given } from "./command.ts";
import type { Io } from "./io.ts";
import { judgedInput } from "./judged-input.ts";
import type { Located } from "./located.ts";
import { type ObjectsByFile, objectsByFile } from "./object-differences.ts";

/** One of two inputs that are compared. */
export interface DiffSide {
  readonly plan: Plan;
  /** What a cluster of the plan was planned from; undefined for one without a backup section, and for one that cannot be read. */
  readonly sourceOf: (cluster: ClusterPlan) => RecoverySource | undefined;
  readonly objects: ObjectsByFile;
  /** What could not be read or built, and errors of settings. Without these the comparison would be wrong. */
  readonly trouble: readonly Located[];
}

/** Reads and plans one input; `now` is in seconds since 1970. Throws `UsageError` and `UnreadableInput`. */
export async function diffSide(given: Given, now: number, io: Io): Promise<DiffSide> {
  const input = await judgedInput("diff", given, io);
  const collected = clustersToPlan();
  const objects: JsonObject[] = [];
  const { exitCode, located } = await checkUnits(input.units, input.settings, async (outcome, unit) => {
    await collected.add(outcome, unit);
    for (const cluster of (await outcome.planned?.()) ?? []) objects.push(...cluster.objects());
  });
  // A cluster that the API server refuses, or that is there twice, cannot be compared.
  const refused = located.filter(({ finding }) => finding.rule === "api-server-schema");
  const missed = [...input.unread, ...input.failed, ...refused].filter(({ finding }) => isError(finding));
  const clusters = collected.counted(located);
  const plan = planOf(clusters, now, countsOf(located.map(({ finding }) => finding)));
  const sources = new Map(plan.clusters.map((cluster, index) => [cluster, clusters[index]?.source]));
  return {
    plan,
    sourceOf: (cluster) => sources.get(cluster),
    objects: objectsByFile(objects),
    trouble: exitCode === 3 ? [...missed, ...located] : missed,
  };
}
