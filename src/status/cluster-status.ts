import { judgedArchiving } from "./archiving.ts";
import { clockProblems } from "./clocks.ts";
import { driftProblems } from "./drift-problems.ts";
import type { ExpectedCluster } from "./expected.ts";
import { worstLevel } from "./levels.ts";
import type { StatusLimits } from "./limits.ts";
import type { ObservedCluster, Unknown } from "./observed.ts";
import { phaseProblems } from "./operator-phase.ts";
import { problemOf } from "./problem.ts";
import { judgedRepoHost } from "./repo-host.ts";
import { repositoryDoubts, repositoryStatus } from "./repository-status.ts";
import { sourceProblems } from "./source-problems.ts";
import type { ClusterStatus, DriftChange, StatusProblem } from "./status-schema.ts";
import { isDoubtful, isUnknown, known, unknownProblems } from "./unknowns.ts";
import { visible } from "./visible.ts";
import { listed } from "./words.ts";

/** What a cluster is judged by. */
export interface ClusterSource {
  readonly observed: ObservedCluster;
  /** Undefined for a cluster that the manifests do not have. */
  readonly expected: ExpectedCluster | undefined;
  /** Undefined where it was not asked for. */
  readonly drift: readonly DriftChange[] | Unknown | undefined;
  /** Seconds since 1970. */
  readonly now: number;
  readonly limits: StatusLimits;
}

/** What a living cluster shows of its backups, held to what the manifests ask for. */
export function clusterStatus(source: ClusterSource): ClusterStatus {
  const { drift, expected, observed } = source;
  const phase = known(observed.resource)?.phase;
  const parts =
    observed.resource === "missing" && expected !== undefined ? notThere(source) : partsOf(source, expected);
  const problems = [...parts.problems, ...driftProblems(drift, parts.problems)];
  const doubts = [...parts.doubts, ...(isDoubtful(drift) ? [drift] : [])];
  const isUnsure = doubts.length > 0 || (Array.isArray(drift) && drift.some(({ is }) => is === "unknown"));
  return {
    name: visible(observed.name),
    namespace: visible(observed.namespace),
    level: worstLevel([...problems.map(({ level }) => level), ...(isUnsure ? (["unknown"] as const) : [])]),
    ...(phase !== undefined && { phase: visible(phase) }),
    ...parts.status,
    ...(drift !== undefined && !isUnknown(drift) && { drift: [...drift] }),
    problems: [...problems],
  };
}

interface Parts {
  readonly status: Pick<ClusterStatus, "repositories" | "repoHost" | "archiving">;
  readonly problems: readonly StatusProblem[];
  /** What is not known, and keeps from a judgment. */
  readonly doubts: readonly Unknown[];
}

/** Nothing more is said of a cluster that is not there: all of it is missing. */
function notThere({ observed }: ClusterSource): Parts {
  const object = `postgresql/${visible(observed.name)}`;
  const text = `${object} is not in namespace ${visible(observed.namespace)}, although the manifests have it.`;
  return { status: { repositories: [] }, problems: [problemOf("resource-missing", text, { object })], doubts: [] };
}

function partsOf(source: ClusterSource, expected: ExpectedCluster | undefined): Parts {
  const { limits, now, observed } = source;
  const resource = known(observed.resource);
  const isNew = resource !== undefined && now - resource.createdAt < limits.setupSeconds;
  const phase = resource === undefined ? [] : phaseProblems(resource, observed.name, now, limits);
  if (expected === undefined || expected.unreadable !== undefined) {
    const doubts = [observed.resource].filter(isDoubtful);
    return {
      status: { repositories: [] },
      problems: [
        ...(expected === undefined ? [notInManifests(observed)] : []),
        ...phase,
        ...(expected === undefined ? [] : [unreadManifest(expected.unreadable ?? "")]),
        ...unknownProblems(doubts),
      ],
      doubts,
    };
  }
  const repositories = expected.repositories.map((repository) =>
    repositoryStatus(repository, { cluster: expected, observed, isNew, now, limits }),
  );
  const repoHost = expected.hasRepoHost ? judgedRepoHost(expected, observed, { isNew, limits, now }) : undefined;
  const archiver = known(observed.archiver);
  const archiving = archiver === undefined ? undefined : judgedArchiving(archiver, expected.archives, limits);
  const doubts = doubtsOf(expected, observed);
  return {
    status: {
      repositories: repositories.map(({ status }) => status),
      ...(repoHost !== undefined && { repoHost: repoHost.status }),
      ...(archiving !== undefined && { archiving: archiving.status }),
    },
    problems: [
      ...phase,
      ...clockProblems(observed, now, limits),
      ...repositories.flatMap(({ problems }) => problems),
      ...standby(
        expected,
        repositories.flatMap(({ status }) => status.jobs),
      ),
      ...(repoHost?.problems ?? []),
      ...(archiving?.problems ?? []),
      ...sourceProblems(expected.sources, observed.sources),
      ...leftOverCronJobs(expected, observed),
      ...withoutPod(observed),
      ...unknownProblems(doubts),
    ],
    doubts,
  };
}

/** Unknown things that keep from a judgment: of those that the cluster does not have, nothing needs to be known. */
const doubtsOf = (expected: ExpectedCluster, observed: ObservedCluster): readonly Unknown[] =>
  [
    observed.resource,
    ...repositoryDoubts(observed),
    ...(expected.hasRepoHost ? [observed.repoHost, observed.certificate, observed.volumes] : []),
    ...observed.sources.map(({ keys }) => keys),
  ].filter(isDoubtful);

const unreadManifest = (why: string) =>
  problemOf("unreadable", visible(why), {
    fix: "Run `expand-pgbackrest check` on the manifests, and mend what it names.",
  });

function notInManifests({ name, namespace }: ObservedCluster): StatusProblem {
  const object = `postgresql/${visible(name)}`;
  return problemOf("not-in-manifests", `${object} of namespace ${visible(namespace)} is not in the manifests.`, {
    object,
    fix: "Add it to the manifests, or name those that have it.",
  });
}

function standby({ isStandby }: ExpectedCluster, jobs: ClusterStatus["repositories"][number]["jobs"]) {
  const runs = jobs.filter(({ state }) => state !== "missing" && state !== "suspended");
  if (!isStandby || runs.length === 0) return [];
  return [problemOf("standby-cluster", "It is a standby cluster: each of its backups fails until it is promoted.")];
}

/** CronJobs of the cluster that back up what the manifests do not ask for. */
function leftOverCronJobs({ repositories }: ExpectedCluster, { cronJobs }: ObservedCluster): readonly StatusProblem[] {
  const asked = new Set(repositories.flatMap(({ jobs }) => jobs.map(({ cronJob }) => cronJob)));
  const others = isUnknown(cronJobs) ? [] : cronJobs.filter(({ name }) => !asked.has(name));
  if (others.length === 0) return [];
  const names = others.map(({ name }) => visible(name));
  const verb = names.length === 1 ? "CronJob" : "CronJobs";
  return [
    problemOf("not-in-manifests", `The manifests do not have ${verb} ${listed(names)}.`, {
      ...(names.length === 1 && { object: `CronJob/${names[0]}` }),
    }),
  ];
}

function withoutPod({ archiver, info }: ObservedCluster): readonly StatusProblem[] {
  const asked = [info === "missing" ? "pgBackRest" : "", archiver === "missing" ? "PostgreSQL" : ""].filter(Boolean);
  if (asked.length === 0) return [];
  return [problemOf("no-pod-to-ask", `No pod runs that ${asked.join(" or ")} could be asked in.`)];
}
