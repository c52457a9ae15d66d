import { itemsWith } from "../krm/item-search.ts";
import type { ListText, SeenKind } from "../krm/list-text.ts";
import { groupOf } from "../kubernetes/api-version.ts";
import { isUnclear } from "./item.ts";
import { mention, readKinds } from "./kinds.ts";
import { mayBeMeantAsCluster } from "./look-alikes.ts";
import { operatorWords } from "./operator-deployments.ts";
import { isSecretMaker } from "./secret-makers.ts";
import { operatorMapName, settingsWords } from "./settings-words.ts";

const { postgresql, operatorConfiguration, configMap, secret, functionConfig } = readKinds;

/**
 * Positions of the items that must have a value, whatever else is in the input: those of kinds that the function reads, or may have to. Some
 * are named twice.
 */
export function itemsThatMatter(list: ListText): readonly number[] {
  return [...list.ofKind(matters), ...mapsWith(list, [...settingsWords, operatorMapName])];
}

/** ConfigMaps that hold one of some words. Most lists have none, and are not searched. */
function mapsWith(list: ListText, of: readonly string[]): readonly number[] {
  const maps = new Set(list.ofKind((kind) => kind === configMap.kind));
  return maps.size === 0 ? [] : of.flatMap((word) => itemsWith(list, word)).filter((index) => maps.has(index));
}

/**
 * Positions of the items that must be YAML: these, those in which the function may look for a cluster, a Secret or its own objects, and those
 * that hold what may be an action of a template. All others pass through; at most their metadata are looked at, for the name of a file.
 */
export function itemsToParse(list: ListText): readonly number[] {
  const ofKind = list.ofKind((kind) => matters(kind) || isSecretMaker(kind));
  return ofKind.length === list.itemCount
    ? ofKind
    : [...ofKind, ...words.flatMap((word) => itemsWith(list, word)), ...mapsWith(list, [operatorMapName])];
}

const words = [mention, groupOf(postgresql.apiVersion), "{{", ...settingsWords, ...operatorWords] as const;

const kindsRead: ReadonlySet<SeenKind> = new Set(
  [postgresql, operatorConfiguration, secret, functionConfig].map(({ kind }) => kind),
);

const matters = (kind: SeenKind) => kindsRead.has(kind) || isUnclear(kind) || mayBeMeantAsCluster(kind);
