import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { V1CronJob, V1PersistentVolumeClaim, V1PodTemplateSpec, V1StatefulSet } from "@kubernetes/client-node";
import { root } from "../../tools.ts";
import { startApiServer } from "./api-server.ts";
import { certificateSecret } from "./certificates.ts";
import { bootstrap, dataDirectory } from "./database.ts";
import { postgres } from "./machine.ts";
import { type Pod, startPod } from "./pod.ts";
import { postgresStatefulSet } from "./postgres-pod.ts";
import { eventually, type Outcome } from "./process.ts";
import type { Rendered } from "./rendered.ts";
import { mounts } from "./volumes.ts";

/** What is outside of the Kubernetes cluster: names with their addresses, and the authority behind their certificates. */
export interface Outside {
  readonly hosts: Readonly<Record<string, string>>;
  readonly certificate: string;
}

/** A running database with its backups, made from rendered objects. */
export interface Cluster {
  readonly rendered: Rendered;
  /** Where claims are kept: `<namespace>/<claim>`. */
  readonly claims: string;
  readonly database: () => Pod;
  /** The pod where pgBackRest's commands for a backup run: the repo host where there is one. */
  readonly keeper: () => Pod;
  /** Starts database and repo host as the image does, until stanza and first backup are there. */
  readonly launch: () => Promise<void>;
  /** Runs the pod of a CronJob, as the image runs it. */
  readonly runJob: (job: V1CronJob) => Promise<Outcome>;
  /** Ends the database's pod, runs `pgbackrest restore` beside its volumes, and starts the database again. */
  readonly restore: (args: readonly string[], options?: { readonly emptied?: boolean }) => Promise<Outcome>;
  /** The ends of all logs, for a test that failed. */
  readonly logs: () => string;
  readonly stop: () => Promise<void>;
}

const domain = "cluster.local";

/** Loopback addresses, each used once in a process; the second number keeps processes apart. */
export const nextAddress = (() => {
  let last = 0;
  return () => {
    last += 1;
    return `127.${20 + (process.pid % 200)}.${Math.floor(last / 250)}.${1 + (last % 250)}`;
  };
})();

/** Brings rendered objects to life: their StatefulSets and the database's as pods, with volumes, names and addresses. */
export async function startCluster(rendered: Rendered, outside: Outside): Promise<Cluster> {
  const directory = mkdtempSync(join(tmpdir(), "expand-pgbackrest-e2e-"));
  const { name } = rendered.postgresql.metadata;
  const namespace = rendered.postgresql.metadata.namespace ?? "default";
  const claims = join(directory, "claims");
  const logDirectory = join(directory, "logs");
  mkdirSync(logDirectory, { recursive: true });
  const secret = await certificateSecret(join(directory, "pki"), { name, namespace, domain });
  const sources = { configMaps: rendered.configMaps, secrets: [...rendered.secrets, secret] };
  const user = postgres();

  const pods = new Map<string, Pod>();
  const api = await startApiServer(nextAddress(), () => [...pods.values()]);
  const hosts: Record<string, string> = { ...outside.hosts, localhost: "127.0.0.1" };
  let started = 0;

  /** A new pod of a template, with the given address and more environment. */
  async function start(
    pod: string,
    place: { readonly namespace: string; readonly env: Readonly<Record<string, string>> },
    template: V1PodTemplateSpec,
    claimTemplates: readonly V1PersistentVolumeClaim[],
  ): Promise<Pod> {
    const { spec, metadata } = template;
    const [container] = spec?.containers ?? [];
    if (spec === undefined || container === undefined) throw new Error(`${pod} has no container`);
    started += 1;
    const own = join(directory, "pods", `${started}-${pod}`);
    const volumes = join(own, "volumes");
    mkdirSync(volumes, { recursive: true });
    const version = rendered.postgresql.spec.postgresql.version;
    return startPod({
      name: pod,
      namespace: place.namespace,
      labels: metadata?.labels ?? {},
      container,
      mounts: [
        ...mounts({
          ...{ pod, namespace: place.namespace, spec, claimTemplates, sources, claims },
          ...{ directory: volumes, postgres: user },
        }),
        { source: join(root, "test", "e2e", "image"), target: "/opt/image", readOnly: true },
        { source: process.execPath, target: "/opt/node", readOnly: true },
      ],
      etc: {
        hosts: Object.entries(hosts)
          .map(([host, address]) => `${address} ${host}\n`)
          .join(""),
        "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
        "ssl/certs/ca-certificates.crt": outside.certificate,
      },
      env: {
        PATH: `/opt/image/bin:/usr/lib/postgresql/${version}/bin:/usr/sbin:/usr/bin`,
        HOME: "/home/postgres",
        LC_ALL: "C.UTF-8",
        ATTEMPTS: "1",
        // Failures within seconds instead of minutes.
        PGBACKREST_IO_TIMEOUT: "3",
        PGBACKREST_ARCHIVE_TIMEOUT: "8",
        ...place.env,
      },
      directory: own,
      user,
    });
  }

  const database = postgresStatefulSet(rendered.postgresql);
  const sets = [database, ...rendered.statefulSets];
  const members = sets.flatMap((set) => {
    const place = { namespace: set.metadata?.namespace ?? "default", address: nextAddress() };
    if (set.spec?.replicas !== 1) throw new Error(`${set.metadata?.name}: one pod each`);
    const pod = `${set.metadata?.name}-0`;
    hosts[`${pod}.${set.spec.serviceName}.${place.namespace}.svc.${domain}`] = place.address;
    return [{ pod, set, ...place }];
  });
  /** The configuration says `tls-server-address=*`, which two pods of one machine cannot both have: the only setting that is overridden. */
  const startMember = async (set: V1StatefulSet) => {
    const member = members.find((candidate) => candidate.set === set);
    const template = set.spec?.template;
    if (member === undefined || template === undefined) throw new Error("unknown StatefulSet");
    const env = { PGBACKREST_TLS_SERVER_ADDRESS: member.address };
    const place = { namespace: member.namespace, env };
    const pod = await start(member.pod, place, template, set.spec?.volumeClaimTemplates ?? []);
    pods.set(member.pod, pod);
    return pod;
  };
  const running = (set: V1StatefulSet): Pod => {
    const pod = pods.get(`${set.metadata?.name}-0`);
    if (pod === undefined) throw new Error(`${set.metadata?.name} does not run`);
    return pod;
  };
  const launch = async (pod: Pod) => {
    const log = join(logDirectory, `${pod.name}.log`);
    const before = existsSync(log) ? readFileSync(log, "utf8").length : 0;
    pod.launch(["/opt/image/launch.sh"], log);
    let last: string | undefined;
    await eventually(`${pod.name} is up`, 60, async () => {
      last = /^(?:not )?launched: .*$/m.exec(readFileSync(log, "utf8").slice(before))?.[0];
      return last !== undefined;
    });
    if (last?.startsWith("not")) throw new Error(`${pod.name} ${last}`);
  };
  const stop = async () => {
    await Promise.all([...pods.values()].map((pod) => pod.stop()));
    await api.stop();
    rmSync(directory, { recursive: true, force: true });
  };

  try {
    for (const { set } of members) await startMember(set);
    const claim = join(claims, namespace, `pgdata-${name}-0`);
    const template = join(tmpdir(), `expand-pgbackrest-e2e-database-${process.pid}`);
    await bootstrap(template, claim, rendered.postgresql.spec.postgresql.version, user);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    rendered,
    claims,
    database: () => running(database),
    keeper: () => running(rendered.statefulSets[0] ?? database),
    launch: async () => {
      for (const { set } of members) await launch(running(set));
    },
    runJob: async (job) => {
      const template = job.spec?.jobTemplate.spec?.template;
      if (template === undefined) throw new Error("a CronJob without a template");
      const place = { namespace: job.metadata?.namespace ?? "default", env: {} };
      const pod = await start(`${job.metadata?.name}-1`, { ...place, env: { ...api.env, NAMESPACE: place.namespace } }, template, []);
      try {
        return await pod.exec(["/opt/image/launch.sh"]);
      } finally {
        await pod.stop();
      }
    },
    restore: async (args, { emptied = false } = {}) => {
      await running(database).stop();
      const pod = await startMember(database);
      if (emptied) await pod.exec(["find", dataDirectory, "-mindepth", "1", "-delete"]);
      const outcome = await pod.exec(["pgbackrest", "--stanza=db", ...args, "restore"]);
      if (outcome.status === 0) await launch(pod);
      return outcome;
    },
    logs: () =>
      readdirSync(logDirectory)
        .map((file) => `--- ${file}\n${readFileSync(join(logDirectory, file), "utf8").split("\n").slice(-40).join("\n")}`)
        .join("\n"),
    stop,
  };
}
