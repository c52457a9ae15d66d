import type { NotRead } from "../checks/input.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { BegunItem } from "../krm/begun-item.ts";
import type { ListText, SeenKind } from "../krm/list-text.ts";
import { groupOf } from "../kubernetes/api-version.ts";
import type { ObjectKind } from "../objects/kinds.ts";
import { type Item, isUnclear, itemsAt, type ReadItem } from "./item.ts";
import { hasOneOf, mayBeOfThisOperator, textOf } from "./item-text.ts";
import { isOf, isOneOf, readKinds, tellingWords } from "./kinds.ts";
import { crdKind, crdName } from "./listed-crd.ts";
import { lookAlikes, mayBeMeantAsCluster } from "./look-alikes.ts";
import { deploymentKind, operatorWords } from "./operator-deployments.ts";
import { operatorItems } from "./operator-in-list.ts";
import { type SecretResources, secretsOf } from "./secrets-in-list.ts";
import { operatorMapName, settingsWords } from "./settings-words.ts";
import { hasWrongCluster } from "./wrong-cluster.ts";

/** The resources of the input that the function looks at. */
export interface Resources extends SecretResources {
  readonly postgresqls: readonly Item[];
  /** What looks like a `postgresql` but is not one. */
  readonly notRead: readonly NotRead[];
  readonly operatorConfigurations: readonly Item[];
  /** Deployments that may run the operator. */
  readonly deployments: readonly Item[];
  /** What installs the operator: these, and what makes one. */
  readonly installers: readonly Item[];
  /** The CustomResourceDefinition of `postgresql`, where one is there. */
  readonly crds: readonly Item[];
  /** ConfigMaps that may hold the operator's settings. */
  readonly configMaps: readonly Item[];
  /** Configurations of the function that would reach the cluster: they are resources, and no host keeps them back. */
  readonly configs: readonly Item[];
  /** Items of the kinds that the function makes: its own of an earlier run, or others in their way. */
  readonly candidates: readonly Item[];
}

/** How to tell the items that matter from the others. */
export interface Clues {
  /** The kinds that the function makes. */
  readonly made: readonly ObjectKind[];
  /** Positions of the items that hold `mention`. */
  readonly mentions: readonly number[];
  /** True where clusters without backups matter, too. */
  readonly everyCluster: boolean;
  /** Reads the head of an item, where that is enough for now. */
  readonly begin: (index: number) => BegunItem | undefined;
}

/**
 * Reads the items that matter. The value of an item decides what it is; its kind as the scan saw it, and a search for words in its bytes,
 * only save reading the others.
 */
export function readResources(
  list: ListText,
  read: ReadItem,
  readIfValid: (index: number) => JsonValue | undefined,
  { made, mentions, everyCluster, begin }: Clues,
): Resources {
  const { postgresql, operatorConfiguration, configMap, functionConfig } = readKinds;
  const seen = ({ kind }: ObjectKind) => list.ofKind((other) => other === kind);
  const items = (indexes: readonly number[]) => indexes.flatMap((index) => itemsAt(list, read, index));
  // What is only looked at because of its name passes through unread where it is not valid.
  const tried = (indexes: readonly number[]) =>
    indexes.flatMap((index) => {
      const value = readIfValid(index);
      return value === undefined ? [] : itemsAt(list, () => value, index);
    });
  const unclear = items(list.ofKind(isUnclear).filter((index) => mayMatter(list, index)));
  const ofKind = (kind: ObjectKind, indexes: readonly number[]) =>
    [...items(indexes), ...unclear].filter(({ head }) => isOf(kind, head)).sort(byIndex);

  const madeKinds = new Set<SeenKind>(made.map(({ kind }) => kind));
  const candidates = mentions.filter((index) => madeKinds.has(list.item(index).kind));
  const candidate = (index: number) => {
    const begun = begin(index);
    // Members of a list must be known.
    return begun === undefined || isUnclear(begun.head.kind) ? itemsAt(list, read, index) : [begun];
  };
  const clusters = seen(postgresql);
  const isRelevant = (kind: SeenKind) => kind === postgresql.kind || madeKinds.has(kind);
  const unclearClusters = unclear.flatMap(({ head, index }) => (head.kind === postgresql.kind ? [index] : []));
  const idle =
    !mentions.some((index) => isRelevant(list.item(index).kind)) &&
    !hasRelevant(list, unclear, { made, mentions }) &&
    !everyCluster &&
    !hasWrongCluster(list, [...clusters, ...unclearClusters], read);
  const named = idle ? [] : items(clusters);
  const postgresqls = [...named, ...unclear].filter(({ head }) => isOf(postgresql, head)).sort(byIndex);
  const spelledOtherwise = list
    .ofKind((kind) => kind !== postgresql.kind && mayBeMeantAsCluster(kind))
    .filter((index) => mayBeOfThisOperator(list, index));
  // Any other kind may be meant as a cluster, or have one in it, where it mentions both.
  const otherKinds = mentions.filter((index) => {
    const { kind } = list.item(index);
    return !isUnclear(kind) && !isReadOrMade(kind, madeKinds) && !mayBeMeantAsCluster(kind) && mayBeOurs(list, index);
  });
  const deployments = idle
    ? []
    : [...tried(deploymentsOfOperator(list)), ...unclear.filter(({ head }) => head.kind === deploymentKind)].sort(
        byIndex,
      );
  return {
    postgresqls,
    notRead: lookAlikes(
      [
        ...named.filter(({ head, index }) => !isOf(postgresql, head) && mayBeOfThisOperator(list, index)),
        ...items(spelledOtherwise),
        ...tried(otherKinds),
        ...unclear,
      ].sort(byIndex),
    ),
    operatorConfigurations: ofKind(operatorConfiguration, seen(operatorConfiguration)),
    deployments,
    installers: postgresqls.length === 0 ? [] : operatorItems(list, readIfValid, deployments),
    crds: idle
      ? []
      : [
          ...tried(list.ofKind((kind) => kind === crdKind).filter((index) => textOf(list, index).includes(crdName))),
          ...unclear.filter(({ head }) => head.kind === crdKind),
        ],
    configMaps: ofKind(configMap, idle ? [] : seen(configMap).filter((index) => mayHoldSettings(list, index))),
    ...secretsOf(list, { postgresqls, unclear, items, tried }),
    configs: [...tried(seen(functionConfig)), ...unclear].filter(
      (item) => isOf(functionConfig, item.head) && isResource(item),
    ),
    candidates: [...candidates.flatMap(candidate), ...unclear].filter(({ head }) => isOneOf(made, head)).sort(byIndex),
  };
}

/** In files, only a kustomization says what is a resource; kpt passes the configurations of its functions among the resources. */
const isResource = ({ head, isListed }: Item) =>
  head.annotations["config.kubernetes.io/local-config"] !== "true" && (isListed ?? head.file === undefined);

/** True where, of items that had to be read to know what they are, one is a cluster or of a kind that the function makes, and may mention it. */
function hasRelevant(
  list: ListText,
  items: readonly Item[],
  { made, mentions }: Pick<Clues, "made" | "mentions">,
): boolean {
  const mentioning = new Set(mentions);
  return items.some(
    ({ head, index }) =>
      (head.kind === readKinds.postgresql.kind || isOneOf(made, head)) &&
      (mentioning.has(index) || /[\\*&!]/.test(textOf(list, index))),
  );
}

const byIndex = (left: Item, right: Item) => left.index - right.index;

/** An item whose kind was not seen is worth reading when it may be one of those; an escape or an alias could hide the words. */
function mayMatter(list: ListText, index: number): boolean {
  const text = textOf(list, index);
  return (
    [...tellingWords, ...operatorWords].some((word) => text.includes(word)) ||
    /[\\*&!]/.test(text) ||
    // What looks like a cluster is named, however it is written.
    (/postgres/i.test(text) && mayBeOfThisOperator(list, index))
  );
}

const isReadOrMade = (kind: SeenKind, made: ReadonlySet<SeenKind>) => kindsRead.has(kind) || made.has(kind);

const kindsRead: ReadonlySet<SeenKind> = new Set(Object.values(readKinds).map(({ kind }) => kind));

const mayBeOurs = (list: ListText, index: number) =>
  textOf(list, index).includes(groupOf(readKinds.postgresql.apiVersion));

/** Positions of the Deployments that may run the operator. */
const deploymentsOfOperator = (list: ListText): readonly number[] =>
  list.ofKind((kind) => kind === deploymentKind).filter((index) => hasOneOf(list, index, operatorWords));

/** True where a ConfigMap may be the operator's own. */
const mayHoldSettings = (list: ListText, index: number) => hasOneOf(list, index, settingsAndName);

const settingsAndName = [...settingsWords, operatorMapName];
