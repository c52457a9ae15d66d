import { deflateRawSync } from "node:zlib";
import type { BackupType } from "../../src/cpo/repository.ts";
import { planPage } from "../../src/plan-page/plan-page.ts";
import { runCount, weekRuns } from "../../src/plan-page/week-runs.ts";
import { figuresOf } from "../../src/recovery/figures.ts";
import type { ClusterPlan, Plan, RepositoryPlan } from "../../src/recovery/plan-schema.ts";
import { repositoryTimeline } from "../../src/recovery/repository-timeline.ts";
import type { RepositoryRules, Retention } from "../../src/recovery/retention.ts";
import type { Timeline } from "../../src/recovery/timeline.ts";

export const now = Date.parse("2026-03-01T12:00:00Z") / 1000;

/** A repository as a test thinks of it. */
export interface Repository {
  readonly storage?: RepositoryPlan["storage"];
  readonly encryption?: RepositoryPlan["encryption"];
  readonly full?: string;
  readonly diff?: string;
  readonly incr?: string;
  readonly retention?: Partial<Retention>;
  readonly gaps?: readonly string[];
}

export interface Cluster {
  readonly name: string;
  readonly namespace?: string;
  readonly repositories: readonly Repository[];
  readonly findings?: Partial<ClusterPlan["findings"]>;
  readonly complete?: boolean;
}

const rfc = (moment: number) => `${new Date(moment * 1000).toISOString().slice(0, 19)}Z`;

/** A plan with its timelines: the figures are those of the model, the words around them are short. */
export function planOf(clusters: readonly Cluster[]): {
  readonly plan: Plan;
  readonly timelines: readonly (readonly Timeline[])[];
} {
  const timelines = clusters.map(({ repositories }) =>
    repositories.map((repository) => repositoryTimeline(rulesOf(repository), now, 5, 3)),
  );
  const plans = clusters.map((cluster, index) => clusterPlan(cluster, timelines[index] ?? []));
  const hours = weekRuns(timelines, now).map(runCount);
  const most = Math.max(...hours);
  const busiest = hours.indexOf(most);
  const named = ({ name, namespace }: ClusterPlan) => ({ name, ...(namespace !== undefined && { namespace }) });
  const sum = (pick: (plan: ClusterPlan) => number) => plans.reduce((all, each) => all + pick(each), 0);
  const plan: Plan = {
    now: rfc(now),
    clusters: plans,
    fleet: {
      clusters: plans.length,
      repositories: sum(({ repositories }) => repositories.length),
      unprotected: plans.filter(({ unprotected }) => unprotected).map(named),
      week: Array.from({ length: 7 }, (_, day) => hours.slice(day * 24, day * 24 + 24)),
      busiest: most === 0 ? null : { day: Math.floor(busiest / 24), hour: busiest % 24, backups: most },
      collisions: [],
      collisionCount: 0,
      shortestWindow: plans
        .flatMap((each) =>
          each.repositories.map(({ window }) => ({
            ...named(each),
            guaranteedSeconds: window.pointInTime.guaranteedSeconds,
          })),
        )
        .sort((left, right) => (left.guaranteedSeconds ?? 1e12) - (right.guaranteedSeconds ?? 1e12))
        .slice(0, 5),
      findings: {
        error: sum(({ findings }) => findings.error),
        warning: sum(({ findings }) => findings.warning),
        info: sum(({ findings }) => findings.info),
      },
    },
  };
  return { plan, timelines };
}

/** The page of some clusters. */
export function pageOf(
  clusters: readonly Cluster[],
  options: Partial<Parameters<typeof planPage>[2]> = {},
): { readonly plan: Plan; readonly page: string } {
  const { plan, timelines } = planOf(clusters);
  return { plan, page: planPage(plan, timelines, { compress, ...options }) };
}

export const compress = (text: string): string => deflateRawSync(text).toString("base64");

const types: readonly BackupType[] = ["full", "diff", "incr"];

function rulesOf(repository: Repository): RepositoryRules {
  return {
    schedules: types.flatMap((type) => {
      const cron = repository[type];
      return cron === undefined ? [] : [{ type, cron }];
    }),
    retention: { expires: true, full: 4, fullType: "count", archiveType: "full", ...repository.retention },
  };
}

function clusterPlan(
  { name, namespace, repositories, findings, complete = true }: Cluster,
  timelines: readonly Timeline[],
): ClusterPlan {
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    file: `${name}.yaml`,
    line: 1,
    repositories: repositories.map((repository, index) => repositoryPlan(repository, index, timelines[index], name)),
    unprotected: repositories.length === 0,
    complete,
    findings: { error: 0, warning: 0, info: 0, ...findings },
  };
}

function repositoryPlan(
  repository: Repository,
  index: number,
  timeline: Timeline | undefined,
  name: string,
): RepositoryPlan {
  const { storage = "s3", encryption = "aes-256-cbc", gaps = [] } = repository;
  const rules = rulesOf(repository);
  const figures = figuresOf(rules);
  const coming = timeline?.backups.filter(({ at }) => at > now) ?? [];
  return {
    name: `repo${index + 1}`,
    storage,
    location: storage === "pvc" ? `volume of ${name}-pgbackrest-repo-host` : `${storage}://backups/pg/${name}`,
    ...(storage === "s3" && { endpoint: "s3.eu-central-1.amazonaws.com", secret: `${name}-s3` }),
    encryption,
    schedules: rules.schedules.map(({ type, cron }) => ({
      type,
      cron,
      words: `at ${cron} in the words of the plan`,
      next: coming
        .filter((backup) => backup.type === type)
        .slice(0, 5)
        .map(({ at }) => rfc(at)),
      longestGapSeconds: figures.longestGapSeconds,
      suspended: false,
    })),
    longestGapSeconds: figures.longestGapSeconds,
    retention: { known: true, ...rules.retention },
    kept: figures.kept,
    walSeconds: figures.walSeconds,
    window: {
      backups: { guaranteedSeconds: figures.backups.least, bestSeconds: figures.backups.most },
      pointInTime: { guaranteedSeconds: figures.pointInTime.least, bestSeconds: figures.pointInTime.most },
    },
    dataLoss: { archives: true, archivingSeconds: 300, withoutArchivingSeconds: figures.longestGapSeconds },
    restoreChain: { backups: figures.chain.backups, walSeconds: figures.chain.walSeconds },
    gaps: [...gaps],
  };
}

/** A fleet of so many clusters, of which no two have the same schedule. */
export function fleetOf(count: number): readonly Cluster[] {
  return Array.from({ length: count }, (_, index): Cluster => {
    const minute = (index * 7) % 60;
    const hour = [1, 2, 2, 2, 3, 4, 22, 23][index % 8] ?? 0;
    const day = [0, 0, 6, 0, 3][index % 5];
    const storage = (["s3", "s3", "s3", "gcs", "azure", "pvc"] as const)[index % 6];
    const repository: Repository = {
      ...(storage !== undefined && { storage }),
      encryption: index % 9 === 4 ? "none" : index % 7 === 3 ? "unknown" : "aes-256-cbc",
      full: `${minute} ${hour} * * ${day}`,
      ...(index % 3 !== 0 && {
        diff: `${minute} ${hour} * * ${[1, 2, 3, 4, 5, 6, 0].filter((other) => other !== day).join(",")}`,
      }),
      ...(index % 4 === 1 && { incr: `${(minute + 30) % 60} */${index % 8 === 1 ? 6 : 4} * * *` }),
      retention: { full: 2 + (index % 5) },
    };
    return {
      name: `${["orders", "billing", "catalog", "identity", "search"][index % 5]}-${index + 1}`,
      namespace: `team-${(index % 17) + 1}`,
      repositories:
        index % 41 === 40 ? [] : index % 13 === 12 ? [repository, { ...repository, storage: "gcs" }] : [repository],
      findings: {
        error: index % 29 === 5 ? 1 : 0,
        warning: index % 6 === 2 ? 1 + (index % 3) : 0,
        info: index % 10 === 9 ? 1 : 0,
      },
    };
  });
}

/** One cluster that has all types of backups. */
export const oneCluster: Cluster = {
  name: "demo",
  namespace: "pg",
  repositories: [{ full: "30 2 * * 0", diff: "30 2 * * 1-6", incr: "30 8-20/6 * * *", retention: { full: 4 } }],
  findings: { warning: 1 },
};
