import type { Cluster } from "../cpo/cluster.ts";
import { isError } from "../findings/errors.ts";
import type { Finding, ObjectRef, Place } from "../findings/finding.ts";
import { isFilledInAt } from "./filled-in-later.ts";
import type { CheckInput, ClusterName } from "./input.ts";
import { type ComparisonContext, clustersByName, lastContext } from "./input-context.ts";
import { checksAnnotation, clusterOverrides, type Overrides, underOverrides } from "./overrides.ts";
import type { Asked, AskedRule, ComparisonRule } from "./rule.ts";
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

/** An input that was checked alone, and what was found in it. */
export interface ComparedInput extends ClustersOfInput {
  readonly findings: readonly Finding[];
}

/** What was found between inputs. The finding has the places that its own inputs know. */
export interface FoundBetween<Input> {
  readonly finding: Finding;
  /** The input of the finding's `at`. */
  readonly input: Input;
  /** The inputs of the places of its `also`, in their order. */
  readonly others: readonly Input[];
}

/**
 * What the rules that compare clusters find between clusters of different inputs, each of which was checked alone: nothing that they found
 * in one of them. A cluster that is in two inputs, the same in both, is one cluster. With different content, the two are versions of one
 * cluster, as those of a development and a production environment: nobody but the user knows whether they ever meet. Only what they share in
 * an object store is shared wherever they run.
 */
export function compareInputs<Input extends ComparedInput>(
  inputs: readonly Input[],
  list: readonly AskedRule[] = rules,
): ReadonlyArray<FoundBetween<Input>> {
  if (inputs.length < 2) return [];
  const origins = originsOf(inputs);
  const reported = reportedIn(inputs);
  const byKey = inputsBy(inputs, keyOf);
  const context = comparisonContext(inputs, { origins, reported, byKey });
  const ids = list.map(({ id }) => id);
  const own = new Map(
    [...context.clusters, ...context.cloned].flatMap((cluster) =>
      cluster.annotations[checksAnnotation] === undefined
        ? []
        : [[cluster.object, clusterOverrides(cluster, ids).rules] as const],
    ),
  );
  const compared = new Map([...context.clusters, ...context.cloned].map((each) => [each.object, each]));
  const said = pairsIn(inputs);
  const isSaid = (one: ObjectRef, other: ObjectRef) =>
    [one, other].some((object) => said.get(origins.get(object))?.has(pairOf(one, other)));
  const has = (input: Input, { name = "", namespace }: ObjectRef) =>
    byKey.get(keyOf({ name, ...(namespace !== undefined && { namespace }) }))?.has(input) === true;
  return list.filter(isComparison).flatMap(({ id, severity, holdsWhateverIsFilledIn, checkInput }) =>
    [...checkInput(context)].flatMap(({ cluster, comparedWith, ...diagnostic }) => {
      const { at, also = [] } = diagnostic;
      const reportedOn = compared.get(at.object);
      if (!holdsWhateverIsFilledIn && reportedOn !== undefined && isFilledInAt(at, reportedOn)) return [];
      const places = [...also, ...(comparedWith === undefined ? [] : [whole(comparedWith)])];
      const input = origins.get(at.object);
      const others = places.flatMap(({ object }) => origins.get(object) ?? []);
      if (input === undefined || others.every((other) => other === input)) return [];
      if (id === sharedRepository.id) {
        if (reported.has(at.object) || places.some(({ object }) => isSaid(at.object, object))) return [];
      } else if (
        // A version of the one is beside the other, and was compared with that.
        places.some(({ object }) => has(input, object)) ||
        others.some((other) => has(other, at.object))
      )
        return [];
      const applied = { annotation: own.get(cluster ?? at.object)?.get(id), config: input.overrides[id] };
      const placed = { ...diagnostic, also: places };
      return underOverrides(id, diagnostic.severity ?? severity, placed, applied).map((finding) => ({
        finding,
        input,
        others,
      }));
    }),
  );
}

const isComparison = (rule: AskedRule): rule is Asked<ComparisonRule> => "comparesClusters" in rule;

const whole = (object: ObjectRef): Place => ({ in: "field", object, path: [] });

/** The input of each cluster, by what names it in findings. */
function originsOf<Input extends ComparedInput>(inputs: readonly Input[]): ReadonlyMap<ObjectRef, Input> {
  const origins = new Map<ObjectRef, Input>();
  for (const input of inputs)
    for (const { object } of [...input.allClusters, ...input.clusters, ...input.cloned]) origins.set(object, input);
  return origins;
}

/** What is known of all inputs. */
interface Known {
  readonly origins: ReadonlyMap<ObjectRef, ComparedInput>;
  readonly reported: ReadonlySet<ObjectRef>;
  /** The inputs that have a cluster, by its namespace and name. */
  readonly byKey: ReadonlyMap<string, ReadonlySet<ComparedInput>>;
}

/** Each cluster is read with the settings and the Secrets of its own input. */
function comparisonContext(inputs: readonly ComparedInput[], { origins, reported, byKey }: Known): ComparisonContext {
  const once = unrepeated(inputs);
  const clusters = once.flatMap((input) => input.clusters);
  const byName = inputsBy(inputs, ({ name }) => name);
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
  const inputOf = ({ object }: Cluster): ComparedInput => {
    const input = origins.get(object) ?? inputs[0];
    if (input === undefined) throw new Error("There is no input to compare.");
    return input;
  };
  const numbers = new Map<ComparedInput | undefined, number>(inputs.map((input, index) => [input, index]));
  return {
    clusters: ordered,
    clusterNamed: clustersByName(ordered),
    filledInTogether: ({ object }) => String(numbers.get(origins.get(object))),
    cloned: once.flatMap(({ cloned }) => cloned.filter(isElsewhere)),
    allClusters: once.flatMap(({ allClusters }) => allClusters),
    secretOf: (cluster, name) => origins.get(cluster.object)?.secret(name, cluster.namespace),
    settingsOf: (cluster) => inputOf(cluster).settings,
    contextOf: lastContext((cluster) => {
      const input = inputOf(cluster);
      // What is compared are clusters; a CronJob of an earlier run belongs to one of them.
      return { ...input, listedCrd: undefined, existingJob: undefined };
    }),
  };
}

/** The clusters of which it is known already that they write to the place of another one. */
function reportedIn(inputs: readonly ComparedInput[]): ReadonlySet<ObjectRef> {
  const ids: readonly string[] = [sharedRepository.id, cloneIntoSource.id];
  const isReport = (finding: Finding) => ids.includes(finding.rule) && isError(finding);
  return new Set(inputs.flatMap(({ findings }) => findings.filter(isReport).map(({ at }) => at.object)));
}

/** The pairs of clusters that each input says of that they write to one place: a copy of one of them may be in another input. */
const pairsIn = <Input extends ComparedInput>(
  inputs: readonly Input[],
): ReadonlyMap<Input | undefined, ReadonlySet<string>> =>
  new Map(
    inputs.map((input) => [
      input,
      new Set(
        input.findings.flatMap(({ rule, at, also = [] }) =>
          rule === sharedRepository.id
            ? also.flatMap(({ object }) => (object === at.object ? [] : pairOf(at.object, object)))
            : [],
        ),
      ),
    ]),
  );

const pairOf = (...objects: readonly ObjectRef[]) =>
  objects
    .map(({ name = "", namespace = "" }) => `${namespace}/${name}`)
    .sort()
    .join("\n");

type Name = Pick<ClusterName, "name" | "namespace">;

const keyOf = ({ namespace = "", name }: Name) => `${namespace}/${name}`;

function inputsBy<Input extends ComparedInput>(
  inputs: readonly Input[],
  key: (cluster: ClusterName) => string,
): ReadonlyMap<string, ReadonlySet<Input>> {
  const found = new Map<string, Set<Input>>();
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
