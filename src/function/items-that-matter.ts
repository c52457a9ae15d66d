import { itemsWith } from "../krm/item-search.ts";
import type { ListText, SeenKind } from "../krm/list-text.ts";
import { groupOf } from "../kubernetes/api-version.ts";
import { isUnclear } from "./item.ts";
import { mention, readKinds } from "./kinds.ts";
import { mayBeMeantAsCluster } from "./look-alikes.ts";
import { mayHoldSettings } from "./resources.ts";
import { isSecretMaker } from "./secret-makers.ts";

/** Positions of the items that must have a value, whatever else is in the input: those of kinds that the function reads, or may have to. */
export function itemsThatMatter(list: ListText): readonly number[] {
  const configMaps = list.ofKind((kind) => kind === readKinds.configMap.kind);
  return [...list.ofKind(matters), ...configMaps.filter((index) => mayHoldSettings(list, index))];
}

/**
 * Positions of the items that must be YAML: these, those in which the function may look for a cluster or for its own objects, and those that hold
 * what may be an action of a template. All others pass through; at most their metadata are looked at, for the name of a file.
 */
export const itemsToParse = (list: ListText): ReadonlySet<number> =>
  new Set([...itemsThatMatter(list), ...list.ofKind(isSecretMaker), ...words.flatMap((word) => itemsWith(list, word))]);

const words = [mention, groupOf(readKinds.postgresql.apiVersion), "{{"] as const;

const { postgresql, operatorConfiguration, secret, functionConfig } = readKinds;

const kindsRead: ReadonlySet<SeenKind> = new Set(
  [postgresql, operatorConfiguration, secret, functionConfig].map(({ kind }) => kind),
);

const matters = (kind: SeenKind) => kindsRead.has(kind) || isUnclear(kind) || mayBeMeantAsCluster(kind);
