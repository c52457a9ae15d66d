import type { ListText, SeenKind } from "../krm/list-text.ts";
import { type Item, isUnclear, itemsAt, type ReadItem } from "./item.ts";
import { deployedReleases, deploymentKind, operatorWords } from "./operator-deployments.ts";

/** Kinds by which people install the operator: a Deployment, or what deploys its chart (Flux, k3s, Argo CD, OLM). */
const installers: ReadonlySet<SeenKind> = new Set([
  deploymentKind,
  "HelmRelease",
  "HelmChart",
  "Application",
  "Subscription",
]);

/** Where its chart comes from. */
const chart = /cybertec-pg-operator|cybertec-operator-tutorials/i;

/** The items that install the operator, in the order of the list. Its own words are searched for first, so that few items are read. */
export function operatorItems(
  list: ListText,
  readIfValid: (index: number) => ReturnType<ReadItem> | undefined,
): readonly Item[] {
  return list
    .ofKind((kind) => installers.has(kind) || isUnclear(kind))
    .filter((index) => {
      const { start, end } = list.item(index);
      const text = list.bytes.toString("latin1", start, end);
      return chart.test(text) || operatorWords.some((word) => text.includes(word));
    })
    .flatMap((index) => {
      const value = readIfValid(index);
      return value === undefined ? [] : itemsAt(list, () => value, index);
    })
    .filter((item) => installers.has(item.head.kind) && installs(item));
}

const installs = (item: Item) =>
  item.head.kind === deploymentKind ? deployedReleases([item]).length > 0 : chart.test(JSON.stringify(item.value));
