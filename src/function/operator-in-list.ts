import type { ListText, SeenKind } from "../krm/list-text.ts";
import { type Item, isUnclear, itemsAt, type ReadItem } from "./item.ts";
import { deployedReleases } from "./operator-deployments.ts";

/** Kinds by which people install the operator, beside a Deployment: what makes one (Flux, k3s, Argo CD, OLM). */
const installers: ReadonlySet<SeenKind> = new Set([
  "HelmRelease",
  "HelmChart",
  "Application",
  "Subscription",
  "ClusterServiceVersion",
]);

/** Where its chart comes from. */
const chart = /cybertec-pg-operator|cybertec-operator-tutorials/i;

/** The items that install the operator, in the order of the list. Its own words are searched for first, so that few items are read. */
export function operatorItems(
  list: ListText,
  readIfValid: (index: number) => ReturnType<ReadItem> | undefined,
  deployments: readonly Item[],
): readonly Item[] {
  const others = list
    .ofKind((kind) => installers.has(kind) || isUnclear(kind))
    .filter((index) => {
      const { start, end } = list.item(index);
      return chart.test(list.bytes.toString("latin1", start, end));
    })
    .flatMap((index) => {
      const value = readIfValid(index);
      return value === undefined ? [] : itemsAt(list, () => value, index);
    })
    .filter(({ head, value }) => installers.has(head.kind) && chart.test(JSON.stringify(value)));
  return [...deployments.filter((item) => deployedReleases([item]).length > 0), ...others].sort(
    (left, right) => left.index - right.index,
  );
}
