import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Type from "typebox";
import { Check } from "typebox/value";
import { parseAllDocuments } from "yaml";
import type { ClusterPods } from "./cluster.ts";
import { readObjects } from "./objects.ts";
import { image } from "./operator.ts";
import type { Pod, Pods } from "./pods.ts";
import { postgresIds } from "./postgres-user.ts";
import type { ScenarioFolder } from "./rendered.ts";

const clone = Type.Object({
  kind: Type.Literal("postgresql"),
  spec: Type.Object({ clone: Type.Object({ timestamp: Type.String() }) }),
});
const configMap = Type.Object({
  kind: Type.Literal("ConfigMap"),
  data: Type.Object({ "pgbackrest_clone.conf": Type.String() }),
});

/**
 * Starts the first pod of a new cluster as the operator and the image do for its manifest: with the ConfigMap of the clone and the source's
 * Secret and certificates, Patroni's bootstrap calls pgBackRest, then PostgreSQL recovers (contract section 3).
 */
export function startClone(
  { pods, cluster, folder }: { readonly pods: Pods; readonly cluster: ClusterPods; readonly folder: ScenarioFolder },
  manifest: string,
): Pod {
  const config =
    "{ apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1, kind: ExpandPgBackRest, spec: { cloneConfigMap: true } }";
  const yaml = folder.type(`expand-pgbackrest render ${manifest} -f <(echo '${config}')`);
  const documents: readonly unknown[] = parseAllDocuments(yaml).map((document) => document.toJS());
  const [made] = documents.filter((document) => Check(clone, document));
  const [text] = documents
    .filter((document) => Check(configMap, document))
    .map(({ data }) => data["pgbackrest_clone.conf"]);
  if (made === undefined || text === undefined) throw new Error(`nothing is cloned: ${yaml}`);

  const place = (name: string) => {
    const path = join(pods.work, "clone-volumes", name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const files = Object.entries(readObjects(folder.build()).secrets[0]?.data ?? {});
  const conf = place("clone-conf.d");
  for (const [name, content] of [
    ["pgbackrest_clone.conf", Buffer.from(text)] as const,
    ...files.map(([name, data]) => [name, Buffer.from(data, "base64")] as const),
  ]) {
    writeFileSync(join(conf, name), content);
    chmodSync(join(conf, name), 0o640);
    chownSync(join(conf, name), 0, postgresIds().group);
  }
  const data = place("pgdata");
  chownSync(data, postgresIds().user, postgresIds().group);
  const pod = pods.make({
    name: "clone",
    mounts: [
      cluster.programs,
      { source: conf, target: "/etc/pgbackrest/clone-conf.d" },
      { source: data, target: image.volume },
      ...(cluster.repoHost === undefined
        ? []
        : [{ source: cluster.database.volume("cert-secret"), target: "/etc/pgbackrest/clone-certs" }]),
    ],
  });
  for (const name of image.folders) pod.must("mkdir", "-p", "-m", "700", `${image.volume}/${name}`);
  pod.must(
    ...["pgbackrest", "restore", "--stanza=db", `--pg1-path=${image.data}`],
    ...["--config-include-path=/etc/pgbackrest/clone-conf.d", "--type=time"],
    `--target=${made.spec.clone.timestamp.replace("T", " ")}`,
  );
  const log = `${image.volume}/server.log`;
  const { status, stderr } = pod.run(
    "pg_ctl",
    "-D",
    image.data,
    "-l",
    log,
    "-w",
    "-o",
    "-c recovery_target_action=promote -c archive_mode=off",
    "start",
  );
  if (status !== 0) throw new Error(`${stderr}${pod.must("cat", log)}`);
  pod.must(
    "bash",
    "-c",
    'until [ "$(psql -U postgres -h /var/run/postgresql -XAtc "select pg_is_in_recovery()")" = f ]; do sleep 0.1; done',
  );
  return pod;
}
