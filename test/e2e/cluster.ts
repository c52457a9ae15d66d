import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { root } from "../tools.ts";
import { layOutVolumes, type Mount } from "./kubelet.ts";
import type { CronJob, Objects, PodTemplate, StatefulSet } from "./objects.ts";
import { admit, pgdata, postgresHost, postgresPod, repoHostHost } from "./operator.ts";
import type { Pod, Pods } from "./pods.ts";

export interface PodWithVolumes extends Pod {
  /** Where a volume of it is on this machine. */
  readonly volume: (name: string) => string;
}

/** The pods of a rendered cluster. */
export interface ClusterPods {
  /** The pod of the primary. */
  readonly database: PodWithVolumes;
  /** The pod of the repo host; only with a repository on a volume. */
  readonly repoHost: PodWithVolumes | undefined;
  /** Starts the repo host as its container does. */
  readonly startRepoHost: () => void;
  /** Runs the job that Kubernetes starts at this schedule, as its container does. */
  readonly runJobAt: (schedule: string) => void;
}

export function makeCluster(pods: Pods, objects: Objects): ClusterPods {
  const [job] = objects.cronJobs;
  if (job === undefined) throw new Error("no CronJob was rendered");
  for (const other of objects.cronJobs) {
    // The pod of the primary gets the volumes of one of them, which so stands for all.
    if (!isDeepStrictEqual(podOf(other).spec.volumes, podOf(job).spec.volumes) || !sameMounts(other, job))
      throw new Error(`${other.metadata.name} and ${job.metadata.name} have different volumes`);
  }
  const [statefulSet] = objects.statefulSets;
  const image = imageFolder(pods.work);
  const cluster = join(pods.work, "cluster");
  mkdirSync(cluster);
  /** Makes a pod from its template, known to kubectl where it has a host name. */
  const make = (name: string, template: PodTemplate, claims: readonly string[], host?: string): PodWithVolumes => {
    const folder = join(pods.work, name, "volumes");
    const volumes = layOutVolumes(folder, template, objects, claims);
    const volume = (claim: string) => join(folder, claim);
    const [container] = template.spec.containers;
    const env = Object.fromEntries((container?.env ?? []).map(({ name: key, value }) => [key, value]));
    if (host !== undefined) {
      const pod = pods.make({ name, mounts: [image, ...volumes], env });
      register(join(cluster, name), template, pods.work);
      pods.addHost(pod.address, host);
      return { ...pod, volume };
    }
    const mounts = [image, { source: cluster, target: "/opt/cluster" }, ...volumes];
    return { ...pods.make({ name, mounts, env, user: "root", hostPid: true }), volume };
  };
  const database = make("database", postgresPod(objects, job, statefulSet), [pgdata], postgresHost(objects));
  const repoHost = statefulSet === undefined ? undefined : makeRepoHost(statefulSet);
  let jobs = 0;

  function makeRepoHost(set: StatefulSet) {
    admit(set);
    const claims = set.spec.volumeClaimTemplates.map(({ metadata }) => metadata.name);
    return make("repo-host", set.spec.template, claims, repoHostHost(set));
  }
  return {
    database,
    repoHost,
    startRepoHost: () => repoHost?.start("image.sh"),
    runJobAt(schedule) {
      const [due, ...others] = objects.cronJobs.filter(({ spec }) => spec.schedule === schedule);
      if (due === undefined || others.length > 0) throw new Error(`not one job has the schedule ${schedule}`);
      jobs += 1;
      const pod = make(`job-${jobs}`, podOf(due), []);
      try {
        const { status, stdout, stderr } = pod.run("image.sh");
        if (status !== 0 || /WARN:/.test(stdout + stderr)) throw new Error(`${due.metadata.name}: ${stdout}${stderr}`);
      } finally {
        pod.remove();
      }
    },
  };
}

const podOf = ({ spec }: CronJob) => spec.jobTemplate.spec.template;

const sameMounts = (left: CronJob, right: CronJob) => {
  const mounts = (job: CronJob) => podOf(job).spec.containers.flatMap(({ volumeMounts }) => volumeMounts);
  return isDeepStrictEqual(mounts(left), mounts(right));
};

/** The programs of the image, as a volume. */
function imageFolder(work: string): Mount {
  const source = join(work, "image");
  mkdirSync(source);
  cpSync(join(root, "test/e2e/image.sh"), join(source, "image.sh"));
  cpSync(join(root, "test/e2e/kubectl.sh"), join(source, "kubectl"));
  return { source, target: "/opt/image/bin" };
}

/** What kubectl.sh reads. */
function register(folder: string, { metadata, spec }: PodTemplate, work: string): void {
  mkdirSync(folder);
  const lines = (all: readonly string[]) => all.map((line) => `${line}\n`).join("");
  writeFileSync(
    join(folder, "labels"),
    lines(Object.entries(metadata.labels).map(([label, value]) => `${label}=${value}`)),
  );
  writeFileSync(join(folder, "containers"), lines(spec.containers.map(({ name }) => name)));
  cpSync(join(work, folder.slice(folder.lastIndexOf("/") + 1), "exec"), join(folder, "exec"));
}
