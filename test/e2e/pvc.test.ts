import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { requireTool, which } from "../tools.ts";
import { optionOf, runBackupJob } from "./backup-job.ts";
import { certSecret } from "./certificates.ts";
import { databaseIn, postgresRelease } from "./database.ts";
import { makePods, type Pods } from "./pods.ts";
import { one, type Rendered, renderScenario } from "./rendered.ts";

/*
 * A database on this machine backs up to the repo host and is restored, by nothing but what kustomize and the function rendered: the
 * files, mounts, host names and labels of the objects, and the commands of the CronJobs. What the operator makes beside them (the
 * Postgres pod, the certificates) is modelled after contract sections 2.3 and 3.
 */

describe("end to end: a repository on a volume", function () {
  this.timeout(240_000);
  let pods: Pods | undefined;
  afterEach(() => {
    if (pods !== undefined) databaseIn(pods, "/home/postgres/pgdata/pgroot/data").stop();
    pods?.remove();
    pods = undefined;
  });

  it("full, incr, expire, restore to a point in time; encrypted; every row is back", function () {
    requireTool(this, "kustomize", which("kustomize"));
    requireTool(this, "pgbackrest", which("pgbackrest"));
    requireTool(this, "PostgreSQL", postgresRelease);
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
    const databasePod = {
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
    made.make("database", databasePod);
    made.make(
      "repo-host",
      repoHost.spec,
      one(objects, "StatefulSet").spec.volumeClaimTemplates.map(({ metadata }: Rendered) => metadata.name),
    );
    const database = databaseIn(made, data);
    const db = (...command: readonly string[]) => made.must("database", ...command);
    const backrest = (pod: string, ...args: readonly string[]) => made.must(pod, "pgbackrest", "--stanza=db", ...args);

    database.create();
    // On one machine the two servers need addresses of their own; in the cluster each pod has one.
    made.start("database", "env", "PGBACKREST_TLS_SERVER_ADDRESS=127.0.0.3", "pgbackrest", "server");
    made.start("repo-host", "env", "PGBACKREST_TLS_SERVER_ADDRESS=127.0.0.2", "pgbackrest", "server");
    db(
      "bash",
      "-c",
      "for i in $(seq 100); do pgbackrest server-ping 127.0.0.2 && pgbackrest server-ping 127.0.0.3 && exit; sleep 0.1; done >/dev/null 2>&1; exit 1",
    );
    database.start();
    backrest("repo-host", "stanza-create");
    backrest("database", "check");

    const running = {
      "repo-host": repoHost,
      database: { metadata: { labels: {} }, spec: databasePod },
    };
    database.sql("create table proof(id int, marker text); insert into proof values (1, 'marker-of-the-proof')");
    runBackupJob(made, job("full"), running);
    database.sql("insert into proof values (2, 'marker-of-the-proof')");
    runBackupJob(made, job("incr"), running);
    database.sql("insert into proof values (3, 'marker-of-the-proof')");
    const target = database.sql(
      "select to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.US') || to_char(clock_timestamp(), 'TZH')",
    );
    db("sleep", "1.1");
    database.sql("insert into proof values (4, 'too late')");
    database.archiveAll();

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

    database.stop();
    backrest("database", "--delta", "--type=time", `--target=${target}`, "--target-action=promote", "restore");
    database.start();
    database.recovered();
    expect(database.sql("select string_agg(id || ' ' || marker, ', ' order by id) from proof")).to.equal(
      "1 marker-of-the-proof, 2 marker-of-the-proof, 3 marker-of-the-proof",
    );

    for (let full = 0; full < 3; full += 1) runBackupJob(made, job("full"), running);
    const [after] = JSON.parse(backrest("repo-host", "--output=json", "info"));
    expect(after.backup.filter(({ type }: Rendered) => type === "full").length).to.equal(2);
    expect(after.archive.at(-1).min >= after.backup[0].archive.start).to.equal(true);
  });
});
