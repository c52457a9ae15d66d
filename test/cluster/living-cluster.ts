import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Type, { type Static } from "typebox";
import { parseAllDocuments } from "yaml";
import { root } from "../tools.ts";
import { checked } from "./checked.ts";
import type { Cluster, RunOptions } from "./cluster.ts";

export const program = join(root, "dist/expand-pgbackrest.cjs");

/** Of what `status --format json` prints, what tests look at. */
const change = Type.Object({
  kind: Type.String(),
  name: Type.String(),
  is: Type.String(),
  fields: Type.Optional(Type.Array(Type.Unknown())),
  why: Type.Optional(Type.String()),
});
const problem = Type.Object({
  id: Type.String(),
  level: Type.String(),
  object: Type.Optional(Type.String()),
  problem: Type.String(),
  lines: Type.Optional(Type.Array(Type.String())),
});
const report = Type.Object({
  level: Type.String(),
  clusters: Type.Array(
    Type.Object({
      name: Type.String(),
      namespace: Type.String(),
      level: Type.String(),
      drift: Type.Optional(Type.Array(change)),
      problems: Type.Array(problem),
    }),
  ),
  problems: Type.Array(problem),
  notes: Type.Optional(Type.Array(Type.String())),
});

export type Seen = Static<typeof report> & { readonly exitCode: number | null };

/** A cluster of a tutorial, in a namespace of its own. */
export interface LivingCluster {
  readonly namespace: string;
  readonly folder: string;
  /** The file of the `postgresql` and its Secret. */
  readonly manifests: string;
  /** kubectl in the namespace. */
  readonly kubectl: (args: readonly string[], input?: string) => string;
  readonly patch: (kind: string, name: string, patch: unknown) => void;
  /** `status --format json`. */
  readonly see: (args: readonly string[], options?: RunOptions) => Seen;
  /** Writes the manifests with a change, and gives the file. */
  readonly changed: (from: string, to: string) => string;
}

/** A moment after the time that a new cluster has to get ready, and before its next backup is due. */
export const soon = (): string => new Date(Date.now() + 3600_000).toISOString();
export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** An hour of the day, in UTC, that is nearly a day away: what is scheduled for it makes no jobs while tests look. */
export const distantHour = (): number => (new Date().getUTCHours() + 21) % 24;

/** Applies tutorials/pvc and what the operator adds, with schedules of which the next runs are nearly a day away. */
export async function livingCluster(
  cluster: Cluster,
  {
    annotations = {},
    certificateDays = 365,
    name = "demo",
    operator = [],
  }: {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly certificateDays?: number;
    readonly name?: string;
    /** What says how the operator makes the objects; it is applied, too. */
    readonly operator?: readonly object[];
  } = {},
): Promise<LivingCluster> {
  const namespace = await cluster.makeNamespace(annotations);
  const folder = mkdtempSync(join(tmpdir(), "status-"));
  const hour = distantHour();
  const text = readFileSync(join(root, "tutorials/pvc/expected.yaml"), "utf8")
    .split("---\n")
    .filter((document) => /^kind: (?:postgresql|Secret)$/m.test(document))
    .join("---\n")
    .replaceAll("namespace: pg", `namespace: ${namespace}`)
    .replace(/^( *)name: demo$/m, `$1name: ${name}`)
    .replace("30 2 * * 0", `15 ${hour} * * *`)
    .replace("30 2 * * 1-6", `45 ${hour} * * *`);
  const manifests = join(folder, "manifests.yaml");
  writeFileSync(manifests, text);
  const kubectl: LivingCluster["kubectl"] = (args, input) =>
    cluster.kubectl(["--namespace", namespace, ...args], input);
  const beside = operator.map((object, index) => {
    const file = join(folder, `operator-${index}.json`);
    writeFileSync(file, JSON.stringify(object));
    return file;
  });
  const rendered = cluster.run(process.execPath, [program, "render", manifests, ...beside]);
  if (rendered.status !== 0) throw new Error(rendered.stderr);
  kubectl(["apply", "--server-side", "-f", "-"], certificateSecret(name, namespace, certificateDays));
  kubectl(["apply", "--server-side", "-f", "-"], rendered.stdout);
  kubectl([
    "patch",
    "postgresql",
    name,
    "--type=merge",
    "--subresource=status",
    "-p",
    '{"status":{"PostgresClusterStatus":"Running"}}',
  ]);
  kubectl(["apply", "-f", "-"], volume(namespace, `repo1-${name}-pgbackrest-repo-host-0`));
  cluster.waitFor(namespace, `pvc/repo1-${name}-pgbackrest-repo-host-0`, "jsonpath={.status.phase}=Bound");
  kubectl(["rollout", "status", `statefulset/${name}-pgbackrest-repo-host`, "--timeout=30s"]);
  return {
    ...{ namespace, folder, manifests, kubectl },
    patch: (kind, of, patch) => kubectl(["patch", kind, of, "--type=merge", "-p", JSON.stringify(patch)]),
    see(args, options = {}) {
      const { status, stdout, stderr } = cluster.run(
        process.execPath,
        [program, "status", "--format", "json", ...args],
        options,
      );
      if (stdout === "") throw new Error(`status ended with ${status}: ${stderr}`);
      return { ...checked(report, JSON.parse(stdout)), exitCode: status };
    },
    changed(from, to) {
      if (!text.includes(from)) throw new Error(`The manifests have no ${from}.`);
      const file = join(folder, "changed.yaml");
      writeFileSync(file, text.replaceAll(from, to));
      return file;
    },
  };
}

/** A functionConfig that says something of the operator. */
export const functionConfigText = (operator: object): string =>
  JSON.stringify({
    apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
    kind: "ExpandPgBackRest",
    metadata: { name: "expand" },
    spec: { operator },
  });

/** A volume for a claim, which the controller binds. */
const volume = (namespace: string, claim: string) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `${namespace}-${claim}` },
    spec: {
      capacity: { storage: "20Gi" },
      accessModes: ["ReadWriteOnce"],
      hostPath: { path: "/nowhere" },
      claimRef: { namespace, name: claim },
    },
  });

/** The Secret that the operator makes, with certificates that end after some days. */
export function certificateSecret(cluster: string, namespace: string, days: number): string {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const [key, certificate] = [join(folder, "key"), join(folder, "crt")];
  const { status, stderr } = spawnSync(
    "openssl",
    [
      ...[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-subj",
        `/CN=${cluster}`,
      ],
      ...["-days", String(days), "-keyout", key, "-out", certificate],
      ...["-addext", `subjectAltName=DNS:*.${cluster}-clusterpods.${namespace}.svc.cluster.local,DNS:${cluster}`],
    ],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  const [crt, pem] = [certificate, key].map((file) => readFileSync(file).toString("base64"));
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: `${cluster}-pgbackrest-cert` },
    data: {
      "pgbackrest.ca-roots": crt,
      "pgbackrest-client.crt": crt,
      "pgbackrest-client.key": pem,
      "pgbackrest-repo-host.crt": crt,
      "pgbackrest-repo-host.key": pem,
    },
  });
}

/** A sync of the operator: lines in another order, CronJobs without our mark, an owner of the StatefulSet. */
export function syncOf({ kubectl, patch }: LivingCluster): void {
  const read = (
    kind: string,
  ): ReadonlyArray<{
    readonly metadata: { readonly name: string; readonly uid: string };
    readonly data?: Readonly<Record<string, string>>;
  }> => parseAllDocuments(kubectl(["get", kind, "--output=json"])).map((document) => document.toJS())[0].items;
  for (const { data = {}, metadata } of read("configmaps")) {
    const text = data["pgbackrest_instance.conf"];
    if (text === undefined) continue;
    const other = text.replace(
      /(repo1-(?:cipher-type|retention-full) = .*)\n(repo1-(?:cipher-type|retention-full) = .*)/,
      "$2\n$1",
    );
    if (other === text) throw new Error(`${metadata.name} has not two options to change the order of.`);
    patch("configmap", metadata.name, { data: { "pgbackrest_instance.conf": other } });
  }
  for (const { metadata } of read("cronjobs"))
    patch("cronjob", metadata.name, {
      metadata: { labels: { "expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner": null } },
    });
  const [owner] = read("postgresqls");
  for (const { metadata } of read("statefulsets"))
    patch("statefulset", metadata.name, {
      metadata: {
        ownerReferences: [
          {
            ...{ apiVersion: "cpo.opensource.cybertec.at/v1", kind: "postgresql", controller: true },
            ...{ name: owner?.metadata.name, uid: owner?.metadata.uid },
          },
        ],
      },
    });
}
