import type { SeenJob, SeenPod, Unknown } from "../../status/observed.ts";
import type { ReadJob } from "../../status/read-job.ts";
import { type ReadPod, readPod } from "../../status/read-pod.ts";
import { isUnknown } from "../../status/unknowns.ts";
import { grouped } from "../../text/groups.ts";
import type { ApiServer } from "./api-server.ts";
import { apiKinds } from "./kinds.ts";

/** Lines of a log that are shown. */
const lastLines = 10;

/** Jobs, the newest first, with the pods of those that need a look. */
export async function seenJobs(
  api: ApiServer,
  listed: ReadonlyMap<string, ReadJob> | Unknown,
  namespace: string,
): Promise<readonly SeenJob[] | Unknown> {
  if (isUnknown(listed)) return listed;
  const jobs = [...listed.values()].sort((one, other) => other.createdAt - one.createdAt);
  const asked = new Set([...grouped(jobs, ({ cronJob }) => cronJob).values()].flatMap(needALook));
  return Promise.all(
    jobs.map(async ({ hasReadyPod: _, ...job }) => {
      const pod = asked.has(job.name) ? await lastPod(api, namespace, job) : undefined;
      return { ...job, ...(pod !== undefined && { pod }) };
    }),
  );
}

/** Of the Jobs of a CronJob: the last one that failed, unless a later one is complete, and those that go on without a ready pod. */
function needALook(jobs: readonly ReadJob[]): readonly string[] {
  const complete = jobs.findIndex(({ completedAt }) => completedAt !== undefined);
  const failed = jobs.findIndex((job) => job.failed !== undefined);
  return jobs.flatMap(({ name, completedAt, failed: hasFailed, hasReadyPod }, index) => {
    const isLastFailure = index === failed && (complete < 0 || failed < complete);
    const isStuck = completedAt === undefined && hasFailed === undefined && !hasReadyPod;
    return isLastFailure || isStuck ? [name] : [];
  });
}

async function lastPod(api: ApiServer, namespace: string, job: SeenJob): Promise<SeenPod | undefined> {
  const pod = await newestPod(api, namespace, job.name);
  if (pod === undefined) return undefined;
  const { createdAt: _, isReady: __, container, ...seen } = pod;
  return { ...seen, lines: pod.phase === "Failed" ? await linesOf(api, namespace, pod.name, container) : notAsked };
}

const notAsked: Unknown = { unknown: "not-asked", why: "" };

/** This label is on the pods of every release of Kubernetes; the one with a prefix came later. */
async function newestPod(api: ApiServer, namespace: string, job: string): Promise<ReadPod | undefined> {
  let newest: ReadPod | undefined;
  for await (const page of api.list(apiKinds.pods, { namespace, labelSelector: `job-name=${job}` })) {
    if (page.is !== "found") return undefined;
    for (const object of page.value) {
      const pod = readPod(object);
      if (!isUnknown(pod) && (newest === undefined || pod.createdAt >= newest.createdAt)) newest = pod;
    }
  }
  return newest;
}

async function linesOf(
  api: ApiServer,
  namespace: string,
  pod: string,
  container: string,
): Promise<readonly string[] | Unknown> {
  const answer = await api.log(namespace, pod, container, lastLines);
  switch (answer.is) {
    case "found":
      return answer.value;
    case "missing":
      return [];
    case "refused":
      return { unknown: "unreadable", why: `The log of Pod/${pod} is not there: ${answer.message}` };
    case "unknown":
      return answer.unknown;
  }
}
