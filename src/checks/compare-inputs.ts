import type { Cluster } from "../cpo/cluster.ts";
import { isError } from "../findings/errors.ts";
import type { Finding, ObjectRef, Place } from "../findings/finding.ts";
import { isFilledInAt } from "./filled-in-later.ts";
import type { CheckInput, ClusterName } from "./input.ts";
import { type ComparisonContext, clustersByName, lastContext } from "./input-context.ts";
import { checksAnnotation, clusterOverrides, type Overrides, underOverride } from "./overrides.ts";
import type { ComparisonRule, Rule } from "./rule.ts";
import { cloneIntoSource } from "./rules/clone-into-source.ts";
import { rules } from "./rules/index.ts";
import { sharedRepository } from "./rules/shared-repository.ts";

/** What is kept of an input that was checked alone, to compare its clusters with those of others. */
export interface ClustersOfInput
  extends Pick<
    CheckInput,
    "allClusters" | "cloned" | "clusters" | "jobPlace" | "release" | "secret" | "settings" | "timeZones"
  > {
  readonly overrides: Overrides["rules"];
}

/** An input that was checked alone: how findings name it, and what was found. */
export interface ComparedInput extends ClustersOfInput {
  readonly path: string;
  readonly findings: readonly Finding[];
}

/**
 * What the rules that compare clusters find between clusters of different inputs, each of which was checked alone: nothing that they found
 * in one of them. All places name their input as their file. A cluster that is in two inputs, the same in both, is one cluster.
 */
export function compareInputs(inputs: readonly ComparedInput[], list: readonly Rule[] = rules): readonly Finding[] {
  const origins = originsOf(inputs);
  const reported = reportedIn(inputs);
  const context = comparisonContext(inputs, origins, reported);
  const ids = list.map(({ id }) => id);
  const own = new Map(
    [...context.clusters, ...context.cloned].flatMap((cluster) =>
      cluster.annotations[checksAnnotation] === undefined
        ? []
        : [[cluster.object, clusterOverrides(cluster, ids).rules] as const],
    ),
  );
  const compared = new Map([...context.clusters, ...context.cloned].map((each) => [each.object, each]));
  return list.filter(isComparison).flatMap(({ id, severity, holdsWhateverIsFilledIn, checkInput }) =>
    [...checkInput(context)].flatMap(({ cluster, comparedWith, ...diagnostic }) => {
      const { at, also = [] } = diagnostic;
      const reportedOn = compared.get(at.object);
      if (!holdsWhateverIsFilledIn && reportedOn !== undefined && isFilledInAt(at, reportedOn)) return [];
      const others = [...also, ...(comparedWith === undefined ? [] : [whole(comparedWith)])];
      const home = origins.get(at.object);
      if (others.every(({ object }) => origins.get(object) === home)) return [];
      if (id === sharedRepository.id && reported.has(at.object)) return [];
      const override = own.get(cluster ?? at.object)?.get(id) ?? home?.overrides[id];
      const named = (place: Place): Place => ({
        ...place,
        object: { ...place.object, file: { path: origins.get(place.object)?.path ?? "" } },
      });
      const placed = { ...diagnostic, at: named(at), also: others.map(named) };
      return underOverride(id, diagnostic.severity ?? severity, placed, override);
    }),
  );
}

const isComparison = (rule: Rule): rule is ComparisonRule => "comparesClusters" in rule;

const whole = (object: ObjectRef): Place => ({ in: "field", object, path: [] });

type Origins = ReadonlyMap<ObjectRef, ComparedInput>;

/** The input of each cluster, by what names it in findings. */
function originsOf(inputs: readonly ComparedInput[]): Origins {
  const origins = new Map<ObjectRef, ComparedInput>();
  for (const input of inputs)
    for (const { object } of [...input.allClusters, ...input.clusters, ...input.cloned]) origins.set(object, input);
  return origins;
}

/** Each cluster is read with the settings and the Secrets of its own input. */
function comparisonContext(
  inputs: readonly ComparedInput[],
  origins: Origins,
  reported: ReadonlySet<ObjectRef>,
): ComparisonContext {
  const once = unrepeated(inputs);
  const clusters = once.flatMap((input) => input.clusters);
  const byName = inputsBy(inputs, ({ name }) => name);
  const byKey = inputsBy(inputs, keyOf);
  /** A clone whose source is beside it was compared with that one. Of sources in several inputs it is not known which one is meant. */
  const isElsewhere = (cluster: Cluster) => {
    const name = cluster.resource.spec.clone?.cluster ?? "";
    const home = origins.get(cluster.object);
    if (home === undefined || byName.get(name)?.has(home)) return false;
    return (byKey.get(keyOf({ ...cluster, name }))?.size ?? 0) < 2;
  };
  // Those that are reported come last, so that all others are compared with each other.
  const ordered = [
    ...clusters.filter(({ object }) => !reported.has(object)),
    ...clusters.filter(({ object }) => reported.has(object)),
  ];
  return {
    clusters: ordered,
    clusterNamed: clustersByName(ordered),
    filledInTogether: ({ object }) => origins.get(object)?.path ?? "",
    cloned: once.flatMap(({ cloned }) => cloned.filter(isElsewhere)),
    allClusters: once.flatMap(({ allClusters }) => allClusters),
    secretOf: (cluster, name) => origins.get(cluster.object)?.secret(name, cluster.namespace),
    contextOf: lastContext((cluster) => {
      const input = origins.get(cluster.object) ?? inputs[0];
      if (input === undefined) throw new Error("There is no input to compare.");
      // What is compared are clusters; a CronJob of an earlier run belongs to one of them.
      return { ...input, crdHasKeyFields: () => undefined, existingJob: undefined };
    }),
  };
}

/** The clusters of which it is known already that they write to the place of another one. */
function reportedIn(inputs: readonly ComparedInput[]): ReadonlySet<ObjectRef> {
  const ids: readonly string[] = [sharedRepository.id, cloneIntoSource.id];
  const isReport = (finding: Finding) => ids.includes(finding.rule) && isError(finding);
  return new Set(inputs.flatMap(({ findings }) => findings.filter(isReport).map(({ at }) => at.object)));
}

type Name = Pick<ClusterName, "name" | "namespace">;

const keyOf = ({ namespace = "", name }: Name) => `${namespace}/${name}`;

function inputsBy(
  inputs: readonly ComparedInput[],
  key: (cluster: ClusterName) => string,
): ReadonlyMap<string, ReadonlySet<ComparedInput>> {
  const found = new Map<string, Set<ComparedInput>>();
  for (const input of inputs)
    for (const cluster of input.allClusters) found.set(key(cluster), (found.get(key(cluster)) ?? new Set()).add(input));
  return found;
}

/** The inputs without clusters that an earlier one has, too, with the same content. */
function unrepeated(inputs: readonly ComparedInput[]): readonly ComparedInput[] {
  const known = new Map<string, Set<string>>();
  return inputs.map((input) => {
    const repeated = new Set<string>();
    for (const cluster of new Set([...input.clusters, ...input.cloned])) {
      const text = JSON.stringify(cluster.resource);
      const texts = known.get(keyOf(cluster)) ?? new Set();
      if (texts.has(text)) repeated.add(keyOf(cluster));
      known.set(keyOf(cluster), texts.add(text));
    }
    if (repeated.size === 0) return input;
    const isNew = (cluster: Name) => !repeated.has(keyOf(cluster));
    return {
      ...input,
      clusters: input.clusters.filter(isNew),
      cloned: input.cloned.filter(isNew),
      allClusters: input.allClusters.filter(isNew),
    };
  });
}
