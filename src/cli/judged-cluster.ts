import { isError } from "../findings/errors.ts";
import type { Finding, ObjectRef } from "../findings/finding.ts";
import { filter } from "../function/filter.ts";
import { type Item, itemsAt, membersOf } from "../function/item.ts";
import { readKinds } from "../function/kinds.ts";
import type { PlannedCluster } from "../function/planned-clusters.ts";
import { changedAt } from "../json/changed-value.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import type { ListText } from "../krm/list-text.ts";
import { headOf, type ResourceHead } from "../krm/resource.ts";
import { repositoryModels } from "../recovery/repository-model.ts";
import type { PlannedRepository } from "../restore/planned-target.ts";
import type { ClusterManifests } from "./cluster-manifests.ts";
import { type Located, locatedBy } from "./located.ts";
import type { NamedCluster } from "./named-cluster.ts";

/** What `check` says of a cluster beside the other resources of its manifests. */
export interface JudgedCluster {
  /** The errors that are about the cluster, or about what it shares with others; those of a bad functionConfig, too. */
  readonly errors: readonly Located[];
  /** True where the functionConfig is bad, so that no cluster was looked at. */
  readonly isConfigBad: boolean;
  /** The repositories of the cluster that was named, with what says what is in them; none where it cannot be read. */
  readonly repositories: readonly PlannedRepository[];
  /** All that is known of that cluster; undefined without a backup section, or where it cannot be read. */
  readonly context: PlannedCluster["context"];
}

/** Judges the manifests of a cluster as they would be with another manifest in place of its own, or, for `added`, beside it. */
export async function judgedCluster(
  { unit, item }: NamedCluster,
  { settings, functionConfig }: Pick<ClusterManifests, "settings" | "functionConfig">,
  change: { readonly changed: JsonValue } | { readonly added: JsonValue },
): Promise<JudgedCluster> {
  const list = "added" in change ? withItem(unit.list, change.added) : withChange(unit.list, item, change.changed);
  const { findings, exitCode, planned } = await filter(list, functionConfig(unit), {
    everyCluster: true,
    findingsOnly: true,
    isBuilt: unit.isBuilt,
    renamedSecret: unit.renamedSecret,
    ...(unit.laterNamespace && { laterNamespace: unit.laterNamespace }),
  });
  const head = "added" in change ? headOf(change.added) : item.head;
  const secrets = secretsOf("added" in change ? change.added : change.changed);
  const isOfCluster = (object: ObjectRef) => isNamed(object, head) || isSecretOf(object, head, secrets);
  const isAbout = (finding: Finding) =>
    exitCode === 3 ||
    (!isPolicy(finding) && [finding.at, ...(finding.also ?? [])].some(({ object }) => isOfCluster(object)));
  const errors = locatedBy(
    unit.locate,
    findings.filter((finding) => isError(finding) && isAbout(finding)),
  );
  const own = (await planned?.())?.find(({ object }) => isNamed(object, item.head));
  const models = own?.context === undefined ? [] : repositoryModels(own.context);
  return {
    errors: errors.map(settings.configPlaces.placed),
    isConfigBad: exitCode === 3,
    context: own?.context,
    repositories: models.map(({ repository: { name }, rules, unknownSchedules }) => ({
      name,
      rules: own?.archives === false ? { ...rules, schedules: [] } : rules,
      isUnknown: own?.archives !== false && unknownSchedules.length > 0,
    })),
  };
}

const isNamed = ({ kind, name, namespace = "" }: ObjectRef, head: Pick<ResourceHead, "kind" | "name" | "namespace">) =>
  kind === head.kind && name === head.name && namespace === head.namespace;

/** The Secrets that pgBackRest reads in the pods of a cluster: one that it refuses stops everything. */
const secretsOf = (cluster: JsonValue): readonly string[] =>
  ["backup", "clone"].flatMap((part) => {
    const secret = valueAt(cluster, ["spec", part, "pgbackrest", "configuration", "secret"]);
    return typeof secret === "string" && secret !== "" ? [secret] : [];
  });

/** True for a Secret by its name, also with the hash of a `secretGenerator`. A namespace that is missing may be any. */
const isSecretOf = (
  { kind, name = "", namespace = "" }: ObjectRef,
  { namespace: own }: Pick<ResourceHead, "namespace">,
  secrets: readonly string[],
) =>
  kind === "Secret" &&
  (namespace === own || namespace === "" || own === "") &&
  secrets.some(
    (secret) =>
      name === secret ||
      (name.startsWith(`${secret}-`) && /-[a-z0-9]{10}$/.test(name) && name.length === secret.length + 11),
  );

/** What falls short of a policy must not keep anybody from a restore. */
const isPolicy = ({ rule }: Finding) => rule.startsWith("policy-");

/** The list with another value of an item. What else has its name is left out: an older version of it, or a patch. */
function withChange(list: ListText, item: Item, changed: JsonValue): ListText {
  const read = (index: number) => list.value?.(index) ?? null;
  const isOther = (index: number) =>
    itemsAt(list, read, index).some(
      ({ head, member }) =>
        !member &&
        head.kind === item.head.kind &&
        head.name === item.head.name &&
        head.namespace === item.head.namespace,
    );
  return {
    ...list,
    value: (index) => {
      if (index === item.index) return withMember(read(index), item, changed);
      return list.item(index).kind === item.head.kind && isOther(index) ? null : read(index);
    },
  };
}

/** A document with another value of the resource that it is, or of one of those that are in it. */
function withMember(document: JsonValue, item: Item, changed: JsonValue): JsonValue {
  if (!item.member) return changed;
  const member = membersOf(document).find(
    ({ head }) =>
      head.kind === item.head.kind && head.name === item.head.name && head.namespace === item.head.namespace,
  );
  return changedAt(document, member === undefined ? [] : [member.path], () => changed);
}

/** The list with one more cluster, which has no text in it. */
function withItem(list: ListText, added: JsonValue): ListText {
  const { itemCount, bytes } = list;
  return {
    ...list,
    itemCount: itemCount + 1,
    item: (index) =>
      index === itemCount
        ? { start: bytes.length, end: bytes.length, kind: readKinds.postgresql.kind }
        : list.item(index),
    ofKind: (isWanted) => [...list.ofKind(isWanted), ...(isWanted(readKinds.postgresql.kind) ? [itemCount] : [])],
    value: (index) => (index === itemCount ? added : (list.value?.(index) ?? null)),
    origin: (index) => (index === itemCount ? undefined : list.origin?.(index)),
  };
}
