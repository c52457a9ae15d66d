import type { CheckInput } from "../checks/input.ts";
import type { JsonValue } from "../json/json-value.ts";
import { NotPlain } from "../krm/begun-item.ts";
import type { ListText } from "../krm/list-text.ts";
import type { ObjectName } from "../krm/resource.ts";
import { builders as allBuilders } from "../objects/index.ts";
import type { Builder } from "../objects/kinds.ts";
import { keptInput } from "./check-input.ts";
import { expand } from "./expand.ts";
import { readRest } from "./item.ts";
import { plan } from "./plan.ts";
import { read } from "./read.ts";
import { resolve } from "./resolve.ts";
import type { Surroundings } from "./surroundings.ts";
import { type Outcome, write } from "./write.ts";

/** What those who call the function may ask for. */
export interface FilterOptions {
  /** Reads every cluster and names those without backups: for people who read reports. A build goes on without a word about them. */
  readonly everyCluster?: boolean;
  /** True for all that a kustomization builds: what is not in it is worth mentioning. */
  readonly isBuilt?: boolean;
  /** Tells what becomes of a Secret that a kustomization generates: see `CheckInput`. */
  readonly renamedSecret?: CheckInput["renamedSecret"];
  /** Tells what namespace a kustomization will set: see `CheckInput`. */
  readonly laterNamespace?: CheckInput["laterNamespace"];
  /** Tells whether the output of an earlier run has an object, where the caller keeps that output. */
  readonly writtenBefore?: (name: ObjectName) => boolean;
  /** Makes the repo host's StatefulSet also where it is left to the operator: for people who want to see it. */
  readonly includesRepoHost?: boolean;
  /** What a Kubernetes cluster has that the input is held to. */
  readonly surroundings?: Surroundings;
  /** Makes no new objects, and leaves them out of the output: for those who do not look at it. What is found is the same. */
  readonly findingsOnly?: boolean;
  readonly builders?: readonly Builder[];
  /** Reads objects of earlier runs, and what may be in their way, also where their text says enough. It is slower; the outcome is the same. */
  readonly readsWhole?: boolean;
}

/**
 * The KRM function: a ResourceList, or a stream of resources, in; the same with the pgBackRest objects out. Takes the text, or manifests
 * that were split before. `functionConfig` replaces the one of the list. Throws `UnreadableInput`.
 */
export async function filter(
  text: Buffer | ListText,
  functionConfig?: JsonValue,
  options: FilterOptions = {},
): Promise<Outcome> {
  try {
    return await run(text, functionConfig, options);
  } catch (error) {
    if (error instanceof NotPlain) return await run(text, functionConfig, { ...options, readsWhole: true });
    throw error;
  }
}

/** One run. Throws `NotPlain`, unless `readsWhole`. */
async function run(
  text: Buffer | ListText,
  functionConfig: JsonValue | undefined,
  {
    everyCluster = false,
    isBuilt = false,
    renamedSecret = () => undefined,
    laterNamespace = () => undefined,
    writtenBefore = () => false,
    includesRepoHost = false,
    surroundings,
    findingsOnly = false,
    builders = allBuilders,
    readsWhole = false,
  }: FilterOptions,
): Promise<Outcome> {
  const alone = await read(text, {
    functionConfig,
    made: builders,
    everyCluster,
    isBuilt,
    renamedSecret,
    laterNamespace,
    writtenBefore,
    readsWhole,
  });
  const input =
    surroundings === undefined ? alone : (await import("./surroundings.ts")).surrounded(alone, surroundings);
  const resolution = await resolve(input);
  if (resolution.is === "refused") {
    readRest(input.resources.candidates);
    return write(input, resolution, { checked: 0, unselected: 0, unreadable: 0 });
  }
  // Few runs have a policy: what judges by it is loaded then.
  const { policy } = resolution.config;
  const judge = policy === undefined ? undefined : (await import("../recovery/policy.ts")).policyJudge(policy);
  const expansion = expand(input, resolution, builders, { policy: judge, everything: includesRepoHost });
  const outcome = await write(input, plan(input, resolution, expansion, { findingsOnly }), {
    checked: resolution.clusters.length,
    unselected: resolution.owners.filter(({ selected }) => !selected).length,
    unreadable:
      resolution.owners.filter(({ selected }) => selected).length -
      resolution.clusters.length -
      resolution.withoutBackup.filter(({ isUncertain }) => isUncertain !== true).length,
  });
  if (!everyCluster) return outcome;
  return {
    ...outcome,
    judged: () => resolution.clusters.map(({ cluster }) => cluster.object),
    kept: () => keptInput(input, resolution, outcome.findings),
    settings: resolution.settings,
    operatorDifferences: async () =>
      (await import("./operator-differences.ts")).operatorDifferences(input, resolution.config),
    planned: async () => (await import("./planned-clusters.ts")).plannedClusters(input, resolution, expansion),
  };
}
