import type { CheckInput } from "../checks/input.ts";
import type { JsonValue } from "../json/json-value.ts";
import { hasHost } from "../krm/host.ts";
import { itemsWith } from "../krm/item-search.ts";
import type { ListText } from "../krm/list-text.ts";
import { freeIndexes } from "../krm/placement.ts";
import { type ReadableList, readList, readSplitList } from "../krm/read-list.ts";
import type { ObjectName } from "../krm/resource.ts";
import type { ObjectKind } from "../objects/kinds.ts";
import { certificateNames } from "./certificates-in-list.ts";
import { ExistingJobs } from "./existing-jobs.ts";
import { mention } from "./kinds.ts";
import type { LivingOperator } from "./living-operator.ts";
import { type Resources, readResources } from "./resources.ts";

/** What step 1 knows: the text, and the resources in it. */
export interface Input {
  /** For the steps that write; the others do not look at it. */
  readonly list: ListText;
  readonly functionConfig: JsonValue | undefined;
  /** The `results` that the list came with. */
  readonly results: JsonValue | undefined;
  readonly resources: Resources;
  readonly existingJobs: ExistingJobs;
  readonly unread: Unread;
  /** The operator that runs where the input is held to a Kubernetes cluster. */
  readonly livingOperator?: LivingOperator;
  /** What the input itself has of Secrets, where those of a Kubernetes cluster are among `resources` in their place. */
  readonly writtenSecrets?: Pick<Resources, "secrets" | "secretMakers">;
  /** True where every cluster was read, and those without backups are named. */
  readonly everyCluster: boolean;
  /** True for all that a kustomization builds. */
  readonly isBuilt: boolean;
  /** What becomes of the Secrets that kustomizations generate, as far as the caller knows. */
  readonly renamedSecret: CheckInput["renamedSecret"];
  readonly laterNamespace: CheckInput["laterNamespace"];
  /** Whether the output of an earlier run has an object, as far as the caller knows. */
  readonly writtenBefore: (name: ObjectName) => boolean;
}

/** What some runs ask about items that were not read. Each of these looks at the text when it is called, and most runs call none. */
export interface Unread {
  /** True where the list was put together from files, which need not be applied together. */
  readonly isOfFiles: boolean;
  /** The names of certificate Secrets that the list makes, or may make. */
  readonly certificateNames: () => ReadonlySet<string>;
  /** True where kustomize or kpt hands the list over. */
  readonly isFromHost: () => boolean;
  /** The first free index of every file that holds objects of earlier runs. */
  readonly freeIndexes: () => ReadonlyMap<string, number>;
}

/** What step 1 is told beside the input. */
export interface ReadOptions {
  /** Replaces the functionConfig of the list. */
  readonly functionConfig: JsonValue | undefined;
  /** The kinds that the function makes. */
  readonly made: readonly ObjectKind[];
  /** Whether clusters without backups matter, too. */
  readonly everyCluster: boolean;
  /** Whether the input is all that a kustomization builds. */
  readonly isBuilt: boolean;
  readonly renamedSecret: CheckInput["renamedSecret"];
  readonly laterNamespace: CheckInput["laterNamespace"];
  readonly writtenBefore: Input["writtenBefore"];
  /** Whether every item that matters is read as a whole at once. */
  readonly readsWhole: boolean;
}

/** Step 1, from text to resources: reads the items that matter. Throws `UnreadableInput`. */
export function read(
  input: Buffer | ListText,
  {
    functionConfig,
    made,
    everyCluster,
    isBuilt,
    renamedSecret,
    laterNamespace,
    writtenBefore,
    readsWhole,
  }: ReadOptions,
): Promise<Input> {
  const readAll = ({ list, item, itemIfValid, begin, entry }: ReadableList): Input => {
    const mentions = itemsWith(list, mention);
    const begun = readsWhole || list.origin !== undefined ? () => undefined : begin;
    const resources = readResources(list, item, itemIfValid, { made, mentions, everyCluster, begin: begun });
    const ownConfig = entry("functionConfig");
    return {
      list,
      functionConfig: functionConfig ?? ownConfig,
      results: entry("results"),
      resources,
      existingJobs: new ExistingJobs(list, resources.candidates),
      everyCluster,
      isBuilt,
      renamedSecret,
      laterNamespace,
      writtenBefore,
      unread: {
        isOfFiles: list.origin !== undefined,
        certificateNames: () => certificateNames(list),
        isFromHost: () => hasHost(list.bytes),
        freeIndexes: () => freeIndexes(list, mentions),
      },
    };
  };
  return Buffer.isBuffer(input) ? readList(input, readAll) : readSplitList(input, readAll);
}
