import type { ListText, SeenKind } from "../krm/list-text.ts";
import { type Item, isUnclear, itemsAt, type ReadItem } from "./item.ts";

/** Kinds by which people install the operator: a Deployment, or what deploys its chart (Flux, k3s, Argo CD, OLM). */
const installers: ReadonlySet<SeenKind> = new Set([
  "Deployment",
  "HelmRelease",
  "HelmChart",
  "Application",
  "Subscription",
]);

/** The operator's image, and the repositories of its chart. */
const operator = /cybertec-pg-operator|cybertec-operator-tutorials/i;

/** The items that install the operator, in the order of the list. Its own words are searched for first, so that few items are read. */
export function operatorItems(
  list: ListText,
  readIfValid: (index: number) => ReturnType<ReadItem> | undefined,
): readonly Item[] {
  return list
    .ofKind((kind) => installers.has(kind) || isUnclear(kind))
    .filter((index) => {
      const { start, end } = list.item(index);
      return operator.test(list.bytes.toString("latin1", start, end));
    })
    .flatMap((index) => {
      const value = readIfValid(index);
      return value === undefined ? [] : itemsAt(list, () => value, index);
    })
    .filter(({ head, value }) => installers.has(head.kind) && operator.test(JSON.stringify(value)));
}
