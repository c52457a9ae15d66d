import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { requireTool, which } from "../tools.ts";
import { certSecret } from "./certificates.ts";
import { makePods, type Pods } from "./pods.ts";
import { one, type Rendered, renderScenario } from "./rendered.ts";

/*
 * A database on this machine backs up to the repo host and is restored, by nothing but what kustomize and the function rendered: the
 * files, mounts, host names and labels of the objects, and the commands of the CronJobs. What the operator makes beside them (the
 * Postgres pod, the certificates) is modelled after contract sections 2.3 and 3.
 */

const binaries = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql").sort().at(-1) : undefined;
const postgres = (program: string) => `/usr/lib/postgresql/${binaries}/bin/${program}`;

/** The value of an option in a configuration text. */
function optionOf(text: string, option: string): string {
  return new RegExp(`^${option}\\s*=\\s*(.*)$`, "m").exec(text)?.[1] ?? "";
}

/** Runs a CronJob's command as the image does: in the first pod whose labels its SELECTOR matches, in the CONTAINER of that pod. */
function runBackupJob(pods: Pods, job: Rendered, running: Readonly<Record<string, Rendered>>): string {
  const env = Object.fromEntries(
    job.spec.jobTemplate.spec.template.spec.containers[0].env.map(({ name, value }: Rendered) => [name, value]),
  );
  const wanted = env.SELECTOR.split(",").map((pair: string) => pair.split("="));
  const [pod] = Object.entries(running).filter(([, { metadata }]) =>
    wanted.every(([key, value]: string[]) => metadata.labels[key ?? ""] === value),
  );
  if (pod === undefined) throw new Error(`no pod has the labels ${env.SELECTOR}`);
  const [name, { spec }] = pod;
  if (!spec.containers.some((container: Rendered) => container.name === env.CONTAINER))
    throw new Error(`${name} has no container ${env.CONTAINER}`);
  return pods.must(name, "pgbackrest", "backup", ...env.COMMAND_OPTS.split(" "));
}

describe("end to end: a repository on a volume", function () {
  this.timeout(240_000);
  let pods: Pods | undefined;
  afterEach(() => {
    pods?.run("database", postgres("pg_ctl"), "-D", "/home/postgres/pgdata/pgroot/data", "-m", "immediate", "stop");
    pods?.remove();
    pods = undefined;
  });

  it("full, incr, expire, restore to a point in time; encrypted; every row is back", function () {
    requireTool(this, "kustomize", which("kustomize"));
    requireTool(this, "pgbackrest", which("pgbackrest"));
    requireTool(this, "PostgreSQL", binaries);
    requireTool(this, "root", process.getuid?.() === 0 ? "root" : undefined);
    const rendered = renderScenario("pvc");
    const { name, namespace } = one(rendered, "postgresql").metadata;
    const objects = [...rendered, certSecret(name, namespace)];
    const repoHost = one(objects, "StatefulSet").spec.template;
    const job = (type: string) => one(objects, "CronJob", `-${type}`);
    // The operator gives its Postgres pod the volumes of a job and the certificates of the repo host (contract section 3).
    const jobSpec = job("full").spec.jobTemplate.spec.template.spec;
    const certVolume = repoHost.spec.volumes.find((volume: Rendered) => volume.name === "cert-secret");
    const certMount = repoHost.spec.containers[0].volumeMounts.find((mount: Rendered) => mount.name === "cert-secret");
    const database = {
      volumes: [...jobSpec.volumes, certVolume],
      containers: [{ name: "postgres", volumeMounts: [...jobSpec.containers[0].volumeMounts, certMount] }],
    };
    const instanceText: string = one(objects, "ConfigMap", "-pgbackrest-config").data["pgbackrest_instance.conf"];
    const repoHostText: string = one(objects, "ConfigMap", "-repohost-config").data["pgbackrest_instance.conf"];
    const data = optionOf(instanceText, "pg1-path");
    const made = makePods(objects, {
      [optionOf(repoHostText, "pg1-host")]: "127.0.0.3",
      [optionOf(instanceText, "repo1-host")]: "127.0.0.2",
    });
    pods = made;
    made.make("database", database);
    made.make(
      "repo-host",
      repoHost.spec,
      one(objects, "StatefulSet").spec.volumeClaimTemplates.map(({ metadata }: Rendered) => metadata.name),
    );
    const db = (...command: readonly string[]) => made.must("database", ...command);
    const sql = (text: string) =>
      db(postgres("psql"), "-h", optionOf(instanceText, "pg1-socket-path"), "-U", "postgres", "-XAtqc", text);
    const backrest = (pod: string, ...args: readonly string[]) => made.must(pod, "pgbackrest", "--stanza=db", ...args);

    db(postgres("initdb"), "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-k");
    const settings = ["listen_addresses=", "fsync=off", "archive_mode=on", "max_wal_size=64MB", "min_wal_size=32MB"];
    db(
      "bash",
      "-c",
      `printf '%s\\n' "unix_socket_directories='/var/run/postgresql'" "archive_command='pgbackrest --stanza=db archive-push %p'" ${settings.map((setting) => `"${setting.replace(/=(.*)$/, "='$1'")}"`).join(" ")} >> ${data}/postgresql.conf`,
    );
    // On one machine the two servers need addresses of their own; in the cluster each pod has one.
    made.start("database", "env", "PGBACKREST_TLS_SERVER_ADDRESS=127.0.0.3", "pgbackrest", "server");
    made.start("repo-host", "env", "PGBACKREST_TLS_SERVER_ADDRESS=127.0.0.2", "pgbackrest", "server");
    db(
      "bash",
      "-c",
      "for i in $(seq 100); do pgbackrest server-ping 127.0.0.2 && pgbackrest server-ping 127.0.0.3 && exit; sleep 0.1; done >/dev/null 2>&1; exit 1",
    );
    db(postgres("pg_ctl"), "-D", data, "-w", "-l", "/home/postgres/log", "start");
    backrest("repo-host", "stanza-create");
    backrest("database", "check");

    const running = {
      "repo-host": repoHost,
      database: { metadata: { labels: {} }, spec: database },
    };
    sql("create table proof(id int, marker text); insert into proof values (1, 'marker-of-the-proof')");
    runBackupJob(made, job("full"), running);
    sql("insert into proof values (2, 'marker-of-the-proof')");
    runBackupJob(made, job("incr"), running);
    sql("insert into proof values (3, 'marker-of-the-proof')");
    const target = sql(
      "select to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.US') || to_char(clock_timestamp(), 'TZH')",
    );
    db("sleep", "1.1");
    sql("insert into proof values (4, 'too late')");
    const segment = sql("select pg_walfile_name(pg_switch_wal())");
    db(
      "bash",
      "-c",
      `for i in $(seq 200); do [ "$(${postgres("psql")} -h /var/run/postgresql -U postgres -XAtqc "select coalesce(last_archived_wal >= '${segment}', false) from pg_stat_archiver")" = t ] && exit; sleep 0.1; done; exit 1`,
    );

    const [stanza] = JSON.parse(backrest("repo-host", "--output=json", "info"));
    expect(stanza.status.message).to.equal("ok");
    expect(stanza.cipher).to.equal("aes-256-cbc");
    expect(stanza.backup.map(({ type }: Rendered) => type)).to.deep.equal(["full", "incr"]);
    const repository = join(made.work, "repo-host", "volume-repo1");
    expect(readdirSync(repository).sort()).to.deep.equal(["archive", "backup", "log"]);
    for (const file of readdirSync(repository, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )) {
      expect(readFileSync(join(file.parentPath, file.name)).includes("marker-of-the-proof")).to.equal(false);
    }

    db(postgres("pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop");
    backrest("database", "--delta", "--type=time", `--target=${target}`, "--target-action=promote", "restore");
    db(postgres("pg_ctl"), "-D", data, "-w", "-l", "/home/postgres/log", "start");
    db(
      "bash",
      "-c",
      `for i in $(seq 200); do [ "$(${postgres("psql")} -h /var/run/postgresql -U postgres -XAtqc 'select pg_is_in_recovery()')" = f ] && exit; sleep 0.1; done; exit 1`,
    );
    expect(sql("select string_agg(id || ' ' || marker, ', ' order by id) from proof")).to.equal(
      "1 marker-of-the-proof, 2 marker-of-the-proof, 3 marker-of-the-proof",
    );

    for (let full = 0; full < 3; full += 1) runBackupJob(made, job("full"), running);
    const [after] = JSON.parse(backrest("repo-host", "--output=json", "info"));
    expect(after.backup.filter(({ type }: Rendered) => type === "full").length).to.equal(2);
    expect(after.archive.at(-1).min >= after.backup[0].archive.start).to.equal(true);
  });
});
