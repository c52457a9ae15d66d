import { type ClusterContext, clusterContext } from "../checks/cluster-context.ts";
import { inputContext } from "../checks/input-context.ts";
import { archivingOff } from "../checks/rules/archiving-off.ts";
import type { ObjectRef } from "../findings/finding.ts";
import type { JsonObject } from "../json/json-value.ts";
import { refOf } from "../krm/resource.ts";
import { checkInputOf } from "./check-input.ts";
import type { Expansion } from "./expand.ts";
import { type FindSecret, secretFinder } from "./find-secret.ts";
import { plannedObjects } from "./planned-objects.ts";
import type { Input } from "./read.ts";
import type { Resolution } from "./resolve.ts";

/** A selected cluster of the input, with what its backups can be planned from. */
export interface PlannedCluster {
  readonly object: ObjectRef;
  readonly name: string;
  readonly namespace?: string;
  /** Absent for one without a backup section, or with errors behind which none can be seen. */
  readonly context?: ClusterContext;
  /** False where a parameter of PostgreSQL stops archiving. */
  readonly archives: boolean;
  /** The Secret of its backups, as its findings name it. */
  readonly secretName?: string;
  /** The operator's. */
  readonly settings: Resolution["settings"];
  /** Makes the objects of its backup section; none without one, or where it cannot be seen. */
  readonly objects: () => readonly JsonObject[];
}

/** The selected clusters, in the order of the input; other versions of them, in kustomizations of their own, come last. */
export function plannedClusters(
  input: Input,
  resolution: Resolution,
  expansion: Pick<Expansion, "objectsOf" | "keptIn">,
): readonly PlannedCluster[] {
  const checkInput = checkInputOf(input, resolution);
  const { writtenSecrets } = input;
  const held = inputContext(checkInput);
  // What the input asks for is in its own Secrets; of those that it has not, in the ones of the Kubernetes cluster.
  const written = writtenSecrets && secretFinder(writtenSecrets.secrets, writtenSecrets.secretMakers);
  const inOrder = (first: FindSecret | undefined, otherwise: FindSecret): FindSecret =>
    first === undefined ? otherwise : (name, namespace) => first(name, namespace) ?? otherwise(name, namespace);
  const sources = { ...held, secret: inOrder(written?.find, held.secret) };
  const byHead = new Map(resolution.clusters.map(({ cluster, head }) => [head, cluster]));
  const { settings } = resolution;
  const planned = (context: ClusterContext): PlannedCluster => {
    const { cluster } = context;
    const { name, namespace, object, secretName } = cluster;
    return {
      ...{ object, name, context, settings },
      ...(namespace !== undefined && { namespace }),
      archives: [...archivingOff.checkCluster(context)].length === 0,
      ...(secretName !== "" && { secretName }),
      objects: () => plannedObjects({ cluster, head: { name } }, expansion, input.existingJobs),
    };
  };
  return [
    ...resolution.owners.flatMap(({ head, selected }): readonly PlannedCluster[] => {
      if (!selected) return [];
      const cluster = byHead.get(head);
      if (cluster !== undefined) return [planned(clusterContext(cluster, sources))];
      const { name, namespace } = head;
      return [
        {
          ...{ object: refOf(head), name, settings, archives: true, objects: () => [] },
          ...(namespace !== "" && { namespace }),
        },
      ];
    }),
    ...checkInput.versions.map(({ cluster, secret }, index) => {
      const ofRoot = written?.findFrom(resolution.versions[index]?.root);
      return planned(clusterContext(cluster, { ...sources, secret: inOrder(ofRoot, secret) }));
    }),
  ];
}
