import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseAllDocuments } from "yaml";

/** A kind of objects of the fleet, as paths of the API and `kubectl get` name it. */
export interface FleetKind {
  readonly apiVersion: string;
  readonly plural: string;
  readonly kind: string;
  /** The text of one object for each of these, for a cluster. */
  readonly objects: (cluster: number) => readonly string[];
  /** How many of them a cluster has. */
  readonly each: number;
}

const clustersPerNamespace = 10;
const day = 86_400_000;

const nameOf = (cluster: number) => `demo-${String(cluster).padStart(6, "0")}`;
const namespaceOf = (cluster: number) => `team-${String(Math.floor(cluster / clustersPerNamespace)).padStart(6, "0")}`;

/** The clusters of a namespace: the first, and the one after the last. */
export function clustersIn(namespace: string, clusters: number): readonly [first: number, after: number] {
  const first = Number(/^team-(\d{6})$/.exec(namespace)?.[1] ?? clusters) * clustersPerNamespace;
  return [Math.min(first, clusters), Math.min(first + clustersPerNamespace, clusters)];
}

/**
 * The objects of the clusters of a fleet, as a living Kubernetes cluster has them: those of tutorials/s3 with what its controllers add, the last
 * Jobs of each CronJob, and the volumes of PostgreSQL. All backups are as they should be at `now`.
 */
export function livingFleet(now: number): readonly FleetKind[] {
  const text = readFileSync(join(resolve(import.meta.dirname, ".."), "tutorials", "s3", "expected.yaml"), "utf8");
  const documents: readonly Template[] = parseAllDocuments(text).map((document) => document.toJS());
  const of = (kind: string) => documents.filter((document) => document.kind === kind);
  const created = new Date(now - 400 * day).toISOString().replace(/\.\d+/, "");
  const stored = (template: Template, more: object = {}) => ({
    ...template,
    metadata: { ...template.metadata, uid: `${template.kind}-demo`, creationTimestamp: created, resourceVersion: "1" },
    ...more,
  });
  const cronJobs = of("CronJob");
  const jobs = cronJobs.flatMap((cronJob) =>
    [0, 1, 2].map((back) => jobOf(cronJob, new Date(now - 3600_000 - back * day).toISOString().replace(/\.\d+/, ""))),
  );
  const kinds: ReadonlyArray<readonly [apiVersion: string, plural: string, objects: readonly Template[]]> = [
    [
      "cpo.opensource.cybertec.at/v1",
      "postgresqls",
      of("postgresql").map((each) => stored(each, { status: { PostgresClusterStatus: "Running" } })),
    ],
    [
      "batch/v1",
      "cronjobs",
      cronJobs.map((each) =>
        stored(each, { status: { lastScheduleTime: hourAgo(now), lastSuccessfulTime: hourAgo(now) } }),
      ),
    ],
    ["batch/v1", "jobs", jobs.map((each) => stored(each))],
    ["v1", "persistentvolumeclaims", [0, 1].map((replica) => stored(volumeOf(replica)))],
    ["v1", "configmaps", of("ConfigMap").map((each) => stored(each))],
    ["v1", "secrets", of("Secret").map((each) => stored(encoded(each)))],
    ["apps/v1", "statefulsets", []],
    ["v1", "pods", []],
    ["cpo.opensource.cybertec.at/v1", "operatorconfigurations", []],
    ["apps/v1", "deployments", []],
  ];
  return kinds.map(([apiVersion, plural, templates]) => {
    const texts = templates.map((template) => JSON.stringify(template));
    return {
      ...{ apiVersion, plural, kind: kindNames[plural] ?? "" },
      each: texts.length,
      objects: (cluster) =>
        texts.map((template) =>
          template
            .replaceAll("demo", nameOf(cluster))
            .replaceAll('"namespace":"pg"', `"namespace":"${namespaceOf(cluster)}"`),
        ),
    };
  });
}

/** As much of an object as is read here. */
interface Template {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: Readonly<Record<string, unknown>> & {
    readonly jobTemplate?: { readonly spec?: Readonly<Record<string, unknown>> };
  };
  readonly stringData?: Readonly<Record<string, string>>;
}

const kindNames: Readonly<Record<string, string>> = {
  postgresqls: "postgresql",
  cronjobs: "CronJob",
  jobs: "Job",
  persistentvolumeclaims: "PersistentVolumeClaim",
  configmaps: "ConfigMap",
  secrets: "Secret",
  statefulsets: "StatefulSet",
  pods: "Pod",
  operatorconfigurations: "OperatorConfiguration",
  deployments: "Deployment",
};

const hourAgo = (now: number) => new Date(now - 3600_000).toISOString().replace(/\.\d+/, "");

/** A complete Job of a CronJob, with its template. */
const jobOf = ({ metadata, spec }: Template, at: string): Template & Readonly<Record<string, unknown>> => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: {
    ...metadata,
    name: `${metadata.name}-${Math.floor(Date.parse(at) / 60_000)}`,
    ...{ namespace: "pg" },
    ...{
      ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", controller: true, name: metadata.name, uid: "x" }],
    },
  },
  spec: spec?.jobTemplate?.spec ?? {},
  status: {
    ...{ startTime: at, completionTime: at, succeeded: 1, ready: 0, terminating: 0 },
    conditions: [{ type: "Complete", status: "True", lastTransitionTime: at }],
  },
});

const volumeOf = (replica: number): Template & Readonly<Record<string, unknown>> => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: {
    name: `pgdata-demo-${replica}`,
    ...{ namespace: "pg" },
    labels: { application: "cpo", "cluster.cpo.opensource.cybertec.at/name": "demo" },
  },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "5Gi" } } },
  status: { phase: "Bound", capacity: { storage: "5Gi" } },
});

/** A Secret as the API server gives it. */
function encoded({ stringData = {}, ...secret }: Template): Template & Readonly<Record<string, unknown>> {
  const data = Object.entries(stringData).map(([key, value]) => [key, Buffer.from(value).toString("base64")]);
  return { ...secret, ...(data.length > 0 && { data: Object.fromEntries(data) }) };
}
