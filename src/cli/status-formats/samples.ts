import type { ClusterStatus, JobStatus, RepositoryStatus, Status, StatusProblem } from "../../status/status-schema.ts";
import { byLevel, nameOf } from "./words.ts";

/** A value with the labels that tell it from others; a label without a value is left out. */
export type Sample = readonly [value: number, labels: Readonly<Record<string, string | undefined>>];

export const clustersOf = ({ clusters }: Status) => byLevel(clusters, nameOf);
export const ofCluster = ({ name, namespace }: ClusterStatus) => ({ namespace, cluster: name });

/** A sample of each cluster for which there is a value. */
export const perCluster = (of: (cluster: ClusterStatus) => number | undefined) => (status: Status) =>
  clustersOf(status).flatMap((cluster): readonly Sample[] => sampleOf(of(cluster), ofCluster(cluster)));

export const perRepository = (of: (repository: RepositoryStatus) => number | undefined) => (status: Status) =>
  repositoriesOf(status).flatMap(({ labels, repository }) => sampleOf(of(repository), labels));

export const perJob =
  (of: (job: JobStatus) => number | undefined, more: (job: JobStatus) => Sample[1] = () => ({})) =>
  (status: Status) =>
    repositoriesOf(status).flatMap(({ labels, repository }) =>
      repository.jobs.flatMap((job) => sampleOf(of(job), { ...labels, type: job.type, ...more(job) })),
    );

export const repositoriesOf = (status: Status) =>
  clustersOf(status).flatMap((cluster) =>
    cluster.repositories.map((repository) => ({
      repository,
      labels: { ...ofCluster(cluster), repository: repository.name },
    })),
  );

export const sampleOf = (value: number | undefined, labels: Sample[1]): readonly Sample[] =>
  value === undefined ? [] : [[value, labels]];

export const moment = (text: string | undefined) =>
  text === undefined ? undefined : Math.floor(Date.parse(text) / 1000);
export const flag = (is: boolean | undefined) => (is === undefined ? undefined : Number(is));

/** How many problems there are of each kind. */
export function problemSamples(problems: readonly StatusProblem[], labels: Sample[1]): readonly Sample[] {
  const counts = new Map<string, { readonly problem: StatusProblem; readonly count: number }>();
  for (const problem of problems) {
    const key = `${problem.level} ${problem.id}`;
    counts.set(key, { problem, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].map(({ count, problem: { id, level } }) => [count, { ...labels, id, level }]);
}
