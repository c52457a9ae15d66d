import type { NotRead } from "../checks/input.ts";
import { hasOnlyKnownFields } from "../cpo/field-tree.ts";
import { postgresqlFields } from "../cpo/generated/postgresql-fields.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import type { ListText, SeenKind } from "../krm/list-text.ts";
import type { ObjectKind } from "../objects/kinds.ts";
import { type Item, isUnclear, itemsAt, type ReadItem } from "./item.ts";
import { isOf, isOneOf, readKinds, tellingWords } from "./kinds.ts";
import { lookAlikes, mayBeMeantAsCluster } from "./look-alikes.ts";
import { mayBeNamed, wantedSecrets } from "./secret-names.ts";

/** The resources of the input that the function looks at. */
export interface Resources {
  readonly postgresqls: readonly Item[];
  /** What looks like a `postgresql` but is not one. */
  readonly notRead: readonly NotRead[];
  readonly operatorConfigurations: readonly Item[];
  /** ConfigMaps that may hold the operator's settings. */
  readonly configMaps: readonly Item[];
  /** Secrets that clusters name. */
  readonly secrets: readonly Item[];
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
}

/**
 * Reads the items that matter. The value of an item decides what it is; its kind as the scan saw it, and a search for words in its bytes,
 * only save reading the others.
 */
export function readResources(list: ListText, read: ReadItem, { made, mentions, everyCluster }: Clues): Resources {
  const { postgresql, operatorConfiguration, configMap, secret } = readKinds;
  const seen = ({ kind }: ObjectKind) => list.ofKind((other) => other === kind);
  const items = (indexes: readonly number[]) => indexes.flatMap((index) => itemsAt(list, read, index));
  const unclear = items(list.ofKind(isUnclear).filter((index) => mayMatter(list, index)));
  const ofKind = (kind: ObjectKind, indexes: readonly number[]) =>
    [...items(indexes), ...unclear].filter(({ head }) => isOf(kind, head)).sort(byIndex);

  const madeKinds = new Set<SeenKind>(made.map(({ kind }) => kind));
  const candidates = mentions.filter((index) => madeKinds.has(list.item(index).kind));
  const clusters = seen(postgresql);
  const isRelevant = (kind: SeenKind) => kind === postgresql.kind || madeKinds.has(kind) || isUnclear(kind);
  const idle =
    unclear.length === 0 &&
    !mentions.some((index) => isRelevant(list.item(index).kind)) &&
    !everyCluster &&
    !hasWrongCluster(list, clusters, read);
  const named = idle ? [] : items(clusters);
  const postgresqls = [...named, ...unclear].filter(({ head }) => isOf(postgresql, head)).sort(byIndex);
  const spelledOtherwise = list
    .ofKind((kind) => kind !== postgresql.kind && mayBeMeantAsCluster(kind))
    .filter((index) => mayBeOfThisOperator(list, index));
  const names = wantedSecrets(postgresqls);
  return {
    postgresqls,
    notRead: lookAlikes([...named, ...items(spelledOtherwise), ...unclear].sort(byIndex)),
    operatorConfigurations: ofKind(operatorConfiguration, seen(operatorConfiguration)),
    configMaps: ofKind(configMap, idle ? [] : seen(configMap).filter((index) => mayHoldSettings(list, index))),
    secrets: ofKind(
      secret,
      names.size === 0 ? [] : seen(secret).filter((index) => mayBeNamed(textOf(list, index), names)),
    ),
    candidates: [...items(candidates), ...unclear]
      .filter(({ head, member }) => !member && isOneOf(made, head))
      .sort(byIndex),
  };
}

const byIndex = (left: Item, right: Item) => left.index - right.index;

/** The text of an item, to search for ASCII in it; other letters come out wrong. */
function textOf({ bytes, item }: ListText, index: number): string {
  const { start, end } = item(index);
  return bytes.toString("latin1", start, end);
}

/** An item whose kind was not seen is worth reading when it may be one of those; an escape or an alias could hide the words. */
function mayMatter(list: ListText, index: number): boolean {
  const text = textOf(list, index);
  return tellingWords.some((word) => text.includes(word)) || /[\\*&!]/.test(text);
}

/** A resource of another operator that happens to have such a kind only passes through, readable or not. */
const mayBeOfThisOperator = (list: ListText, index: number) =>
  /opensource|cybertec|pgbackrest|\\/i.test(textOf(list, index)) || !textOf(list, index).includes("apiVersion");

/** True where a ConfigMap may be the operator's own: its manifests always give some of these settings. */
const mayHoldSettings = (list: ListText, index: number) =>
  /cluster_name_label|pod_service_account_name|pod_role_label/.test(textOf(list, index));

/**
 * True where, of clusters that do not mention pgbackrest, one may have a backup section, a clone, or a field that the API server drops. What
 * counts for that are the names of fields; so clusters that differ only in plain values are read once.
 */
function hasWrongCluster(list: ListText, clusters: readonly number[], read: ReadItem): boolean {
  const healthy = new Set<string>();
  return clusters.some((index) => {
    const skeleton = textOf(list, index).replace(plainValues, "$1");
    if (healthy.has(skeleton)) return false;
    if (!itemsAt(list, read, index).every(({ value }) => isWithoutBackup(value))) return true;
    healthy.add(skeleton);
    return false;
  });
}

/** A value on the line of its key, or a comment: no other line can depend on it. */
const plainValues = /^([ -]*[\w./][\w./-]*:) (?:[^\s#{}[\]&*!|>'"%@`?,][^\n]*|'[^'\n]*'|"[^"\\\n]*")$|^[ -]*#.*$/gm;

/** True for a cluster in which no field is unknown, and none is about backups. */
function isWithoutBackup(value: JsonValue): boolean {
  if (!isObject(value) || !isObject(value.spec)) return false;
  return !("backup" in value.spec || "clone" in value.spec) && hasOnlyKnownFields(value, postgresqlFields());
}
