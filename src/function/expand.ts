import type { KubernetesObject } from "@kubernetes/client-node";
import { runChecks } from "../checks/run-checks.ts";
import type { Cluster } from "../cpo/cluster.ts";
import type { Finding } from "../findings/finding.ts";
import type { Builder, ObjectKind } from "../objects/kinds.ts";
import { asObjects } from "../objects/manifest.ts";
import type { PolicyJudge } from "../recovery/policy.ts";
import type { PartMaker } from "../text/copied.ts";
import { checkInputOf } from "./check-input.ts";
import { asWritten } from "./mended-findings.ts";
import type { Input } from "./read.ts";
import type { SelectedCluster } from "./read-clusters.ts";
import type { Resolution } from "./resolve.ts";

/** What step 3 knows: what is wrong, and how to make the objects. */
export interface Expansion {
  /** All findings so far. With an error among them the objects must not be used. */
  readonly findings: readonly Finding[];
  /** The clusters to make objects of, in the order of the objects. */
  readonly clusters: readonly SelectedCluster[];
  /**
   * Makes the objects of one cluster; their large parts can be left to `part`. It is a function because a fleet's objects take ten times the
   * memory of their text: they are made one cluster at a time, and written at once.
   */
  readonly objectsOf: (cluster: Cluster, part?: PartMaker) => readonly KubernetesObject[];
  /** Paths of the fields of a kind that keep what is in the manifests. */
  readonly keptIn: (object: ObjectKind) => ReadonlyArray<readonly string[]>;
}

/**
 * Step 3, from clusters to findings and objects: checks the clusters, and makes what the operator would make of them; with `everything`, also
 * what the user leaves to it.
 */
export function expand(
  input: Pick<
    Input,
    | "everyCluster"
    | "isBuilt"
    | "laterNamespace"
    | "renamedSecret"
    | "resources"
    | "existingJobs"
    | "unread"
    | "writtenBefore"
  >,
  resolution: Resolution,
  builders: readonly Builder[],
  { policy, everything = false }: { readonly policy?: PolicyJudge | undefined; readonly everything?: boolean } = {},
): Expansion {
  const { config, settings, clusters, withoutBackup } = resolution;
  const wantsClones = config.cloneConfigMap ?? false;
  const wanted = wantsClones ? builders : builders.filter(({ of }) => of !== "clone");
  const cloneOnly = builders.filter(({ of }) => of === "clone");
  return {
    findings: [
      ...resolution.findings,
      ...asWritten(
        runChecks(checkInputOf(input, resolution, policy), { object: config.object, rules: config.checks ?? {} }),
        resolution.mended,
      ),
    ],
    clusters: wantsClones ? [...clusters, ...withoutBackup] : clusters,
    keptIn: ({ apiVersion, kind }) =>
      builders.find((builder) => builder.apiVersion === apiVersion && builder.kind === kind)?.keeps ?? [],
    objectsOf: (cluster, part) => {
      const hasBackup = cluster.resource.spec.backup?.pgbackrest !== undefined;
      return asObjects(
        (hasBackup ? wanted : cloneOnly).flatMap(({ build, isLeftOut }) =>
          !everything && isLeftOut?.(cluster, settings) === true ? [] : build(cluster, settings, part),
        ),
      );
    },
  };
}
