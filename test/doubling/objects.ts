/** A resource, as a value. */
export type Resource = Readonly<Record<string, unknown>>;

/** What may differ between the clusters of a fleet. */
export interface ClusterOptions {
  readonly metadata?: Resource;
  readonly spec?: Resource;
  readonly section?: Resource;
  readonly global?: Readonly<Record<string, string>>;
  readonly repos?: readonly Resource[];
  readonly secret?: string;
}

/** One of each, with its number. */
export const times = <Each>(count: number, make: (index: number) => Each): readonly Each[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** A mapping of that many keys. */
export const fields = <Value>(count: number, make: (index: number) => readonly [string, Value]) =>
  Object.fromEntries(times(count, make));

export const repository = (name: string, more: Resource = {}): Resource => ({
  name,
  storage: "s3",
  resource: "bucket",
  endpoint: "s3.example.com",
  region: "eu",
  schedule: { full: "0 1 * * *" },
  ...more,
});

/** A healthy cluster with a repository in S3. */
export const cluster = (name: string, options: ClusterOptions = {}): Resource => ({
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: { name, namespace: "pg", ...options.metadata },
  spec: {
    teamId: "acid",
    numberOfInstances: 1,
    postgresql: { version: "17" },
    volume: { size: "5Gi" },
    backup: {
      pgbackrest: {
        image: "example/pgbackrest:18",
        configuration: { secret: options.secret ?? "shared" },
        global: { "repo1-path": `/pg/${name}`, "repo1-retention-full": "7", ...options.global },
        repos: options.repos ?? [repository("repo1")],
        ...options.section,
      },
    },
    ...options.spec,
  },
});

export const keys = "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = x\n";

export const secret = (name = "shared", files: Readonly<Record<string, string>> = { "s3.conf": keys }): Resource => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace: "pg" },
  stringData: files,
});

/** A healthy fleet. */
export const fleet = (count: number, options: (index: number) => ClusterOptions = () => ({})): readonly Resource[] =>
  times(count, (index) => cluster(`c${index}`, options(index)));

/** Something that the function only passes through. */
export const foreign = (name: string): Resource => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace: "pg" },
  spec: { ports: [{ port: 80 }] },
});

/** An object that an earlier run made. */
export const owned = (name: string, owner: string, more: Resource = {}): Resource => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "pg", labels: { "expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner": owner } },
  data: { "pgbackrest_instance.conf": "[db]\n" },
  ...more,
});
