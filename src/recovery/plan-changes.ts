import { refKey, refOf } from "./cluster-place.ts";
import { goneCluster } from "./gone-cluster.ts";
import { matchedClusters } from "./matched-clusters.ts";
import type { ClusterPlan, Plan } from "./plan-schema.ts";
import { repositoryChanges } from "./repository-changes.ts";
import type { Said } from "./said.ts";

/** What is different in a plan. */
export interface PlanChange extends Said {
  readonly name: string;
  readonly namespace?: string;
  /** What tells it apart, where several clusters have its name. */
  readonly place?: string;
  /** Absent for what is about a cluster as a whole. */
  readonly repository?: string;
}

/** What is different of a cluster in what no plan has: the content of Secrets, and what the manifest asks of the cluster at once. */
export interface BeyondPlan {
  /** What is lost as soon as the manifest is applied, whatever else is promised. */
  readonly atOnce: readonly Said[];
  /** What else is about the cluster as a whole. */
  readonly cluster: readonly Said[];
  /** What is about a repository of both plans, by its name. All that can be said of its keys and their Secret is among it. */
  readonly repositories: ReadonlyMap<string, readonly Said[]>;
}

/** Tells what is different of a cluster beyond its plan; undefined where nothing but the plans is known. */
export type LookBeyond = (before: ClusterPlan, after: ClusterPlan) => BeyondPlan | undefined;

/**
 * What is different in a plan from an earlier one: losses first, then gains, each in the order of the clusters. Of the losses, new errors come
 * first, because all else is promised only without them. `lookBeyond` is for who has the manifests, too: a plan holds nothing of a Secret.
 */
export function planChanges(
  earlier: Plan,
  plan: Plan,
  lookBeyond: LookBeyond = () => undefined,
): readonly PlanChange[] {
  const { before, gone } = matchedClusters(earlier.clusters, plan.clusters);
  const beyond = new Map<ClusterPlan, BeyondPlan | undefined>(
    [...before].map(([cluster, old]) => [cluster, lookBeyond(old, cluster)]),
  );
  const changes = [
    ...plan.clusters.flatMap((cluster) => (beyond.get(cluster)?.atOnce ?? []).map((said) => about(cluster, said))),
    ...plan.clusters.flatMap((cluster) => errorChanges([earlier, before.get(cluster)], [plan, cluster])),
    ...gone.map((cluster) => about(cluster, { effect: "loss", text: goneCluster(cluster, plan.unread) })),
    ...plan.clusters.flatMap((cluster) => {
      const old = before.get(cluster);
      return old === undefined
        ? [about(cluster, { effect: cluster.unprotected ? "loss" : "gain", text: newCluster(cluster) })]
        : [
            ...(beyond.get(cluster)?.cluster ?? []).map((said) => about(cluster, said)),
            ...clusterChanges(old, cluster, beyond.get(cluster)),
          ];
    }),
  ];
  const rank = { loss: 0, gain: 1, other: 2 };
  return changes.sort((left, right) => rank[left.effect] - rank[right.effect]);
}

const about = (cluster: ClusterPlan, said: Said, repository?: string): PlanChange => ({
  effect: said.effect,
  ...refOf(cluster),
  ...(repository !== undefined && { repository }),
  text: said.text,
});

/** More errors or fewer, without those that say what a policy asks for: not every plan is judged by one. */
function errorChanges(
  [earlier, before]: readonly [Plan, ClusterPlan | undefined],
  [plan, after]: readonly [Plan, ClusterPlan],
): readonly PlanChange[] {
  const was = before === undefined ? 0 : errorsIn(earlier, before);
  const is = errorsIn(plan, after);
  if (is === was) return [];
  const errors = (count: number) => (count === 0 ? "no errors" : count === 1 ? "1 error" : `${count} errors`);
  const instead = before === undefined ? "" : ` instead of ${errors(was)}`;
  return is > was
    ? [
        about(after, {
          effect: "loss",
          text: `The checks find ${errors(is)}${instead}: nothing of the cluster is guaranteed until ${is === 1 ? "it is" : "they are"} mended.`,
        }),
      ]
    : [about(after, { effect: "gain", text: `The checks find ${errors(is)}${instead}.` })];
}

function errorsIn({ shortfalls = [] }: Plan, cluster: ClusterPlan): number {
  const key = refKey(cluster);
  const ofPolicy = shortfalls.filter((each) => each.severity === "error" && refKey(each) === key).length;
  return Math.max(0, cluster.findings.error - ofPolicy);
}

const newCluster = ({ repositories, unprotected }: ClusterPlan) =>
  unprotected
    ? "The cluster is new, and nothing of it is ever backed up."
    : `The cluster is new, with ${repositories.length === 1 ? "1 repository" : `${repositories.length} repositories`}.`;

function clusterChanges(
  before: ClusterPlan,
  after: ClusterPlan,
  beyond: BeyondPlan | undefined,
): readonly PlanChange[] {
  // WAL is archived and backups are taken by hand also where none is scheduled.
  const keys = [...(beyond?.repositories ?? [])].flatMap(([name, said]) =>
    said.map((each) => about(after, each, name)),
  );
  if (before.unprotected && after.unprotected) return keys;
  if (!after.complete && after.repositories.length === 0)
    return [
      about(after, {
        effect: "loss",
        text: "The cluster could not be read: its manifest has errors, so nothing is planned.",
      }),
    ];
  // Then all else follows from that.
  if (after.unprotected)
    return [about(after, { effect: "loss", text: "Nothing of the cluster is backed up any more." }), ...keys];
  if (before.unprotected) return [about(after, { effect: "gain", text: "The cluster is backed up now." }), ...keys];
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
      earlier === undefined
        ? [{ effect: "gain" as const, text: `The repository is new: ${location}.` }]
        : repositoryChanges(earlier, repository, beyond?.repositories.get(name));
    changes.push(...said.map((each) => about(after, each, name)));
  }
  return changes;
}
