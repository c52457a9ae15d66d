import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { root } from "../tools.ts";
import { postgresProgram } from "./database.ts";
import { layOutVolumes, type Mount } from "./kubelet.ts";
import type { CronJob, Objects, PodTemplate, StatefulSet } from "./objects.ts";
import { admit, pgdata, postgresHost, postgresPod, repoHostHost } from "./operator.ts";
import type { Pod, PodRequest, Pods } from "./pods.ts";

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
  /** The programs of the images, as a volume. */
  readonly programs: Mount;
  /** Makes a pod for a person who has kubectl. */
  readonly workstation: (mounts: readonly Mount[]) => Pod;
}

export function makeCluster(pods: Pods, objects: Objects): ClusterPods {
  const [job] = objects.cronJobs;
  if (job === undefined) throw new Error("no CronJob was rendered");
  for (const other of objects.cronJobs) {
    // The pod of the primary gets the volumes of one of them, which so stands for all.
    if (!isDeepStrictEqual(podOf(other).spec.volumes, podOf(job).spec.volumes) || !sameMounts(other, job))
      throw new Error(`${other.metadata.name} and ${job.metadata.name} have different volumes`);
  }
  const image = imageFolder(pods.work);
  const registered = join(pods.work, "cluster");
  mkdirSync(registered);
  const make = (name: string, template: PodTemplate, claims: readonly string[], request: Partial<PodRequest>) => {
    const folder = join(pods.work, name, "volumes");
    const mounts = [image, ...layOutVolumes(folder, template, objects, claims), ...(request.mounts ?? [])];
    const pod = pods.make({ ...request, name, mounts, env: environmentOf(template) });
    return { ...pod, volume: (claim: string) => join(folder, claim) };
  };
  /** A pod that has a host name and that kubectl finds. */
  const makeServer = (name: string, template: PodTemplate, claims: readonly string[], host: string) => {
    const pod = make(name, template, claims, {});
    pods.addHost(pod.address, host);
    // The first label of a pod's host name is its own name.
    register(join(registered, host.replace(/\..*/, "")), template, join(pods.work, name));
    return pod;
  };
  const makeRepoHost = (set: StatefulSet) => {
    admit(set);
    const claims = set.spec.volumeClaimTemplates.map(({ metadata }) => metadata.name);
    return makeServer("repo-host", set.spec.template, claims, repoHostHost(set));
  };
  const [statefulSet] = objects.statefulSets;
  const database = makeServer("database", postgresPod(objects, job, statefulSet), [pgdata], postgresHost(objects));
  const repoHost = statefulSet === undefined ? undefined : makeRepoHost(statefulSet);
  let jobs = 0;

  return {
    database,
    repoHost,
    programs: image,
    startRepoHost: () => repoHost?.start("image.sh"),
    workstation: (mounts) => {
      const request = asKubectl(registered);
      return pods.make({ name: "workstation", ...request, mounts: [image, ...request.mounts, ...mounts] });
    },
    runJobAt(schedule) {
      const [due, ...others] = objects.cronJobs.filter(({ spec }) => spec.schedule === schedule);
      if (due === undefined || others.length > 0) throw new Error(`not one job has the schedule ${schedule}`);
      jobs += 1;
      const pod = make(`job-${jobs}`, podOf(due), [], asKubectl(registered));
      try {
        const { status, stdout, stderr } = pod.run("image.sh");
        if (status !== 0 || /WARN:/.test(stdout + stderr)) throw new Error(`${due.metadata.name}: ${stdout}${stderr}`);
      } finally {
        pod.remove();
      }
    },
  };
}

/** A job enters the pods of the cluster, so it must see them. */
const asKubectl = (registered: string) => ({
  mounts: [{ source: registered, target: "/opt/cluster" }],
  user: "root" as const,
  hostPid: true,
});

const environmentOf = ({ spec }: PodTemplate) =>
  Object.fromEntries(spec.containers.flatMap(({ env }) => env.map(({ name, value }) => [name, value])));

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
  cpSync(join(root, "test/e2e/patronictl.sh"), join(source, "patronictl"));
  for (const name of ["pg_ctl", "psql", "pg_dump", "pg_restore", "createdb", "pg_controldata"])
    symlinkSync(postgresProgram(name), join(source, name));
  return { source, target: "/opt/image/bin" };
}

/** What kubectl.sh reads. */
function register(folder: string, { metadata, spec }: PodTemplate, pod: string): void {
  mkdirSync(folder);
  const lines = (all: readonly string[]) => all.map((line) => `${line}\n`).join("");
  writeFileSync(
    join(folder, "labels"),
    lines(Object.entries(metadata.labels).map(([label, value]) => `${label}=${value}`)),
  );
  writeFileSync(join(folder, "containers"), lines(spec.containers.map(({ name }) => name)));
  cpSync(join(pod, "exec"), join(folder, "exec"));
}
