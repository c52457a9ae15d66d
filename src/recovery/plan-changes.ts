import { durationInWords } from "../kubernetes/schedule-words.ts";
import type { ClusterPlan, Plan, RepositoryPlan } from "./plan-schema.ts";

/** What is different in a plan. */
export interface PlanChange {
  /** A loss: less can be restored, or more be lost. `other`: neither, or it cannot be told. */
  readonly effect: "loss" | "gain" | "other";
  readonly name: string;
  readonly namespace?: string;
  /** Absent for what is about a cluster as a whole. */
  readonly repository?: string;
  readonly text: string;
}

type Said = Pick<PlanChange, "effect" | "text">;

/** What is different in a plan from an earlier one: losses first, then gains, each in the order of the clusters. */
export function planChanges(earlier: Plan, plan: Plan): readonly PlanChange[] {
  const before = byKey(earlier.clusters, clusterKey);
  const after = byKey(plan.clusters, clusterKey);
  const changes = [
    ...earlier.clusters.flatMap((cluster) =>
      after.has(clusterKey(cluster))
        ? []
        : [about(cluster, { effect: "loss", text: "The cluster is no longer in the manifests." })],
    ),
    ...plan.clusters.flatMap((cluster) => {
      const old = before.get(clusterKey(cluster));
      return old === undefined
        ? [about(cluster, { effect: cluster.unprotected ? "loss" : "gain", text: newCluster(cluster) })]
        : clusterChanges(old, cluster);
    }),
  ];
  const rank = { loss: 0, gain: 1, other: 2 };
  return changes.sort((left, right) => rank[left.effect] - rank[right.effect]);
}

const clusterKey = ({ name, namespace = "" }: ClusterPlan) => `${namespace}/${name}`;

/** The first of each key: the others are versions of it in other folders. */
function byKey<Value>(values: readonly Value[], keyOf: (value: Value) => string): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const value of values) if (!found.has(keyOf(value))) found.set(keyOf(value), value);
  return found;
}

const about = ({ name, namespace }: ClusterPlan, said: Said, repository?: string): PlanChange => ({
  ...{ effect: said.effect, name },
  ...(namespace !== undefined && { namespace }),
  ...(repository !== undefined && { repository }),
  text: said.text,
});

const newCluster = ({ repositories, unprotected }: ClusterPlan) =>
  unprotected
    ? "The cluster is new, and nothing of it is ever backed up."
    : `The cluster is new, with ${repositories.length === 1 ? "1 repository" : `${repositories.length} repositories`}.`;

function clusterChanges(before: ClusterPlan, after: ClusterPlan): readonly PlanChange[] {
  if (before.unprotected && after.unprotected) return [];
  // Then all else follows from that.
  if (after.unprotected)
    return [about(after, { effect: "loss", text: "Nothing of the cluster is backed up any more." })];
  if (before.unprotected) return [about(after, { effect: "gain", text: "The cluster is backed up now." })];
  const changes: PlanChange[] = [];
  const old = new Map(before.repositories.map((repository) => [repository.name, repository]));
  const names = new Set(after.repositories.map(({ name }) => name));
  for (const { location, name } of before.repositories)
    if (!names.has(name))
      changes.push(about(after, { effect: "loss", text: `The repository is gone: ${location}.` }, name));
  for (const repository of after.repositories) {
    const { location, name } = repository;
    const earlier = old.get(name);
    const said =
      earlier === undefined ? [gain(`The repository is new: ${location}.`)] : repositoryChanges(earlier, repository);
    changes.push(...said.map((each) => about(after, each, name)));
  }
  return changes;
}

const gain = (text: string): Said => ({ effect: "gain", text });

function repositoryChanges(before: RepositoryPlan, after: RepositoryPlan): readonly Said[] {
  return [
    ...placeChanges(before, after),
    ...more(
      (now, was) => `The guaranteed window is ${now} instead of ${was}.`,
      before.window.pointInTime.guaranteedSeconds,
      after.window.pointInTime.guaranteedSeconds,
      "without limit",
    ),
    ...more(
      (now, was) => `The oldest backup is guaranteed to go back ${now} instead of ${was}.`,
      before.window.backups.guaranteedSeconds,
      after.window.backups.guaranteedSeconds,
      "without limit",
    ),
    ...lossChanges(before, after),
    ...scheduleChanges(before, after),
  ];
}

function placeChanges(before: RepositoryPlan, after: RepositoryPlan): readonly Said[] {
  const said: Said[] = [];
  if (before.location !== after.location || before.endpoint !== after.endpoint)
    said.push({
      effect: "loss",
      text: `The repository is in another place, ${placeOf(after)} instead of ${placeOf(before)}: it begins empty, and what is in the old place is not continued.`,
    });
  if (before.encryption !== after.encryption)
    said.push({
      effect: after.encryption === "none" ? "loss" : before.encryption === "none" ? "gain" : "other",
      text: `Encryption is ${after.encryption} instead of ${before.encryption}.`,
    });
  return said;
}

const placeOf = ({ endpoint, location }: RepositoryPlan) =>
  endpoint === undefined ? location : `${location} at ${endpoint}`;

/** A duration of which more is better; null is the most. */
function more(
  say: (now: string, was: string) => string,
  before: number | null,
  after: number | null,
  without: string,
): readonly Said[] {
  if (before === after) return [];
  const words = (seconds: number | null) => (seconds === null ? without : durationInWords(seconds));
  const isGain = after === null || (before !== null && after > before);
  return [{ effect: isGain ? "gain" : "loss", text: say(words(after), words(before)) }];
}

function lossChanges({ dataLoss: before }: RepositoryPlan, { dataLoss: after }: RepositoryPlan): readonly Said[] {
  const said: Said[] = [];
  if (before.archives !== after.archives)
    said.push({
      effect: after.archives ? "gain" : "loss",
      text: after.archives ? "WAL is archived now." : "WAL is no longer archived, so every backup fails.",
    });
  else
    said.push(
      ...less(
        (now, was) => `While WAL is archived, ${now} of changes can be lost instead of ${was}.`,
        before.archivingSeconds,
        after.archivingSeconds,
        "a whole WAL segment",
      ),
      ...less(
        (now, was) => `When archiving stops, the last backup can be ${now} old instead of ${was}.`,
        before.withoutArchivingSeconds,
        after.withoutArchivingSeconds,
        "any time",
      ),
    );
  return said;
}

/** A duration of which less is better; null is the most. */
const less = (...given: Parameters<typeof more>): readonly Said[] =>
  more(...given).map(({ effect, text }) => ({ effect: effect === "gain" ? "loss" : "gain", text }));

function scheduleChanges(before: RepositoryPlan, after: RepositoryPlan): readonly Said[] {
  const runs = ({ schedules }: RepositoryPlan, type: string) =>
    schedules.find((schedule) => schedule.type === type && schedule.next.length > 0);
  return (["full", "diff", "incr"] as const).flatMap((type): readonly Said[] => {
    const [old, now] = [runs(before, type), runs(after, type)];
    if (old === undefined && now === undefined) return [];
    if (old === undefined) return [gain(`There are ${type} backups now: ${now?.words}.`)];
    if (now === undefined)
      return [{ effect: "loss", text: `There are no ${type} backups any more; they were taken ${old.words}.` }];
    if (old.words === now.words) return [];
    const [was, is] = [old.longestGapSeconds ?? 0, now.longestGapSeconds ?? 0];
    const effect = is > was ? "loss" : is < was ? "gain" : "other";
    return [{ effect, text: `The ${type} backups are taken ${now.words} instead of ${old.words}.` }];
  });
}
