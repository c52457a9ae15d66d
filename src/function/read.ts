import type { JsonValue } from "../json/json-value.ts";
import { hasHost } from "../krm/host.ts";
import { itemsWith } from "../krm/item-search.ts";
import type { ListText } from "../krm/list-text.ts";
import { freeIndexes } from "../krm/placement.ts";
import { type ReadableList, readList, readSplitList } from "../krm/read-list.ts";
import type { ObjectKind } from "../objects/kinds.ts";
import { crdHasKeyFields } from "./crd-in-list.ts";
import { type Resources, readResources } from "./resources.ts";
import { type SecretName, secretNames } from "./secret-names.ts";

/** What is known when the input was read. The steps behind it know resources; the text is for those that write. */
export interface Input {
  readonly list: ListText;
  readonly functionConfig: JsonValue | undefined;
  /** The `results` that the list came with. */
  readonly results: JsonValue | undefined;
  readonly resources: Resources;
  readonly unread: Unread;
  /** True where every cluster was read, and those without backups are named. */
  readonly everyCluster: boolean;
}

/** What some runs ask of the items that were not read. Each answer looks at the text when it is asked for; most runs ask for none. */
export interface Unread {
  /** Every Secret, by the look of it. */
  readonly secretNames: () => readonly SecretName[];
  /** Whether the CustomResourceDefinition of `postgresql` has the fields of GCS and Azure repositories; `undefined` where there is none. */
  readonly crdHasKeyFields: () => boolean | undefined;
  /** True where kustomize or kpt hand the list over. */
  readonly isFromHost: () => boolean;
  /** The first free index of every file that holds objects of earlier runs. */
  readonly freeIndexes: () => ReadonlyMap<string, number>;
}

/** How to read the input: a functionConfig that replaces the one of the list, the kinds that the function makes, and whether clusters without backups matter. */
export interface ReadOptions {
  readonly functionConfig: JsonValue | undefined;
  readonly made: readonly ObjectKind[];
  readonly everyCluster: boolean;
}

/**
 * Step 1: from text to resources. Takes the bytes of a ResourceList or of a stream of resources, or a list that was split before. Throws
 * `UnreadableInput`.
 */
export function read(input: Buffer | ListText, { functionConfig, made, everyCluster }: ReadOptions): Promise<Input> {
  const readAll = ({ list, item, entry }: ReadableList): Input => {
    const mentions = itemsWith(list, "pgbackrest");
    const resources = readResources(list, item, { made, mentions, everyCluster });
    const ownConfig = entry("functionConfig");
    return {
      list,
      functionConfig: functionConfig ?? ownConfig,
      results: entry("results"),
      resources,
      everyCluster,
      unread: {
        secretNames: () => secretNames(list),
        crdHasKeyFields: () => crdHasKeyFields(list),
        isFromHost: () => hasHost(list.bytes),
        freeIndexes: () => freeIndexes(list, mentions),
      },
    };
  };
  return Buffer.isBuffer(input) ? readList(input, readAll) : readSplitList(input, readAll);
}
