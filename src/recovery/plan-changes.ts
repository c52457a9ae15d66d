import { durationInWords } from "../kubernetes/schedule-words.ts";
import { refKey, refOf } from "./cluster-place.ts";
import { goneCluster } from "./gone-cluster.ts";
import { matchedClusters } from "./matched-clusters.ts";
import type { ClusterPlan, Plan, RepositoryPlan } from "./plan-schema.ts";
import { type Said, unreadable } from "./said.ts";

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
        ? [gain(`The repository is new: ${location}.`)]
        : repositoryChanges(earlier, repository, beyond?.repositories.get(name));
    changes.push(...said.map((each) => about(after, each, name)));
  }
  return changes;
}

const gain = (text: string): Said => ({ effect: "gain", text });

function repositoryChanges(
  before: RepositoryPlan,
  after: RepositoryPlan,
  keys: readonly Said[] = secretChanges(before, after),
): readonly Said[] {
  return [
    ...placeChanges(before, after),
    ...keys,
    ...windowChanges(before, after, "pointInTime", (now, was) => `The guaranteed window is ${now} instead of ${was}.`),
    ...windowChanges(
      before,
      after,
      "backups",
      (now, was) => `The oldest backup is guaranteed to go back ${now} instead of ${was}.`,
    ),
    ...keptChanges(before, after),
    ...lossChanges(before, after),
    ...scheduleChanges(before, after),
  ];
}

/**
 * How far back it goes, where that can be compared. What goes back without limit does so because nothing expires, and that is not better: the
 * repository grows until it is full. Without new fulls it says nothing, since everything then builds on one old backup.
 */
function windowChanges(
  before: RepositoryPlan,
  after: RepositoryPlan,
  of: keyof RepositoryPlan["window"],
  say: (now: string, was: string) => string,
): readonly Said[] {
  const [was, is] = [before.window[of].guaranteedSeconds, after.window[of].guaranteedSeconds];
  const [tookFulls, takesFulls] = [runs(before, "full") !== undefined, runs(after, "full") !== undefined];
  // The schedules say then what became of it.
  if (tookFulls !== takesFulls && (was === null || is === null)) return [];
  return more(say, was, is, "without limit").map(({ effect, text }) => {
    if (is === null)
      return {
        effect: "other",
        text: `${text.replace(/\.$/, "")}: nothing expires, so the repository grows until it is full.`,
      };
    return { effect: effect === "gain" && tookFulls && !takesFulls ? "other" : effect, text };
  });
}

function placeChanges(before: RepositoryPlan, after: RepositoryPlan): readonly Said[] {
  const said: Said[] = [];
  const isMoved = before.location !== after.location || before.endpoint !== after.endpoint;
  if (isMoved)
    said.push({
      effect: "loss",
      text: `The repository is in another place, ${placeOf(after)} instead of ${placeOf(before)}: it begins empty, and what is in the old place is not continued.`,
    });
  if (before.encryption !== after.encryption) {
    const isKnown = before.encryption !== "unknown" && after.encryption !== "unknown";
    const text = `Encryption is ${after.encryption} instead of ${before.encryption}`;
    if (isKnown && !isMoved) said.push({ effect: "loss", text: `${text}: ${unreadable}.` });
    else
      said.push({
        effect: after.encryption === "none" ? "loss" : before.encryption === "none" && isMoved ? "gain" : "other",
        text: `${text}.`,
      });
  }
  return said;
}

const secretChanges = (before: RepositoryPlan, after: RepositoryPlan): readonly Said[] =>
  before.secret === after.secret
    ? []
    : [{ effect: "other", text: `The keys are in ${secretOf(after)} instead of ${secretOf(before)}.` }];

const secretOf = ({ secret }: RepositoryPlan) => (secret === undefined ? "no Secret" : `the Secret ${secret}`);

const placeOf = ({ endpoint, location }: RepositoryPlan) =>
  endpoint === undefined ? location : `${location} at ${endpoint}`;

/** How many full backups are kept at any moment. Where that is without limit, the window says it. */
function keptChanges({ kept: before }: RepositoryPlan, { kept: after }: RepositoryPlan): readonly Said[] {
  const [was, is] = [before.full.least, after.full.least];
  if (was === null || is === null || was === is || was === 0 || is === 0) return [];
  const text = `At least ${is === 1 ? "1 full backup is" : `${is} full backups are`} kept instead of ${was}.`;
  return [{ effect: is > was ? "gain" : "loss", text }];
}

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

function lossChanges(
  { dataLoss: before, schedulesKnown: wasKnown = true }: RepositoryPlan,
  { dataLoss: after, schedulesKnown = true }: RepositoryPlan,
): readonly Said[] {
  const isKnown = wasKnown && schedulesKnown;
  const said: Said[] = [];
  if (before.archives !== after.archives)
    said.push({
      effect: after.archives ? "gain" : "loss",
      text: after.archives ? "WAL is archived now." : "WAL is no longer archived, so every backup fails.",
    });
  else if (isKnown)
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

/** The schedule of a type that runs. */
const runs = ({ schedules }: RepositoryPlan, type: string) =>
  schedules.find((schedule) => schedule.type === type && schedule.next.length > 0);

/** True where a later step fills in the schedule of a type, and nothing else keeps it from running. */
const isLater = ({ schedules, schedulesKnown = true }: RepositoryPlan, type: string) =>
  !schedulesKnown &&
  schedules.some((schedule) => schedule.type === type && schedule.filledInLater && !schedule.suspended);

function scheduleChanges(before: RepositoryPlan, after: RepositoryPlan): readonly Said[] {
  return (["full", "diff", "incr"] as const).flatMap((type): readonly Said[] => {
    const [old, now] = [runs(before, type), runs(after, type)];
    if ((old ?? now) !== undefined && isLater(old === undefined ? before : after, type))
      return old === undefined
        ? [{ effect: "other", text: `When the ${type} backups are taken is known now: ${now?.words}.` }]
        : [
            {
              effect: "other",
              text: `When the ${type} backups are taken is not known any more; they were taken ${old.words}.`,
            },
          ];
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
