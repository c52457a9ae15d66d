import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { requireTool, root, run, which } from "../tools.ts";
import { optionOf, runBackupJob } from "./backup-job.ts";
import { databaseIn, postgresRelease } from "./database.ts";
import { makePods, type Pods } from "./pods.ts";
import { one, type Rendered, renderScenario } from "./rendered.ts";

/* A database on this machine backs up to a real S3 server that verifies signatures, by what is rendered, and is restored from it. */

const rclone = join(root, ".cache/e2e/python/bin/rclone");

describe("end to end: S3", function () {
  this.timeout(240_000);
  let pods: Pods | undefined;
  const servers: ChildProcess[] = [];
  afterEach(() => {
    if (pods !== undefined) databaseIn(pods, "/home/postgres/pgdata/pgroot/data").stop();
    for (const server of servers.splice(0)) server.kill("SIGKILL");
    pods?.remove();
    pods = undefined;
  });

  it("full, diff, restore into an empty directory; encrypted; every row is back; a wrong secret is refused", function () {
    requireTool(this, "kustomize", which("kustomize"));
    requireTool(this, "pgbackrest", which("pgbackrest"));
    requireTool(this, "PostgreSQL", postgresRelease);
    requireTool(this, "root", process.getuid?.() === 0 ? "root" : undefined);
    requireTool(this, "rclone (test/e2e/install.sh)", existsSync(rclone) ? rclone : undefined);
    const objects = renderScenario("s3");
    const text: string = one(objects, "ConfigMap").data["pgbackrest_instance.conf"];
    const [bucket, endpoint, region] = ["bucket", "endpoint", "region"].map((option) =>
      optionOf(text, `repo1-s3-${option}`),
    );
    const secret = Buffer.from(one(objects, "Secret").data["s3.conf"], "base64").toString("utf8");
    const made = makePods(objects, { [`${bucket}.${endpoint}`]: "127.0.0.4" });
    pods = made;
    const store = join(made.work, "store");
    mkdirSync(join(store, bucket ?? ""), { recursive: true });
    trust(made, `*.${endpoint}`);
    servers.push(
      spawn(
        rclone,
        [
          "serve",
          "s3",
          "--config",
          "/dev/null",
          "--auth-key",
          `${optionOf(secret, "repo1-s3-key")},${optionOf(secret, "repo1-s3-key-secret")}`,
          "--addr",
          "127.0.0.1:4443",
          "--force-path-style=false",
          store,
        ],
        { stdio: "ignore" },
      ),
      spawn(
        process.execPath,
        [
          join(root, "test/e2e/s3-gate.cjs"),
          "127.0.0.4",
          join(made.work, "s3.key"),
          join(made.work, "s3.crt"),
          "4443",
          region ?? "",
        ],
        { stdio: "ignore" },
      ),
    );
    const job = (type: string) => one(objects, "CronJob", `-${type}`);
    const spec = job("full").spec.jobTemplate.spec.template.spec;
    // The primary, as the operator labels it; its volumes are those of the jobs (contract section 3).
    const labels = Object.fromEntries(
      spec.containers[0].env
        .find(({ name }: Rendered) => name === "SELECTOR")
        .value.split(",")
        .map((pair: string) => pair.split("=")),
    );
    const running = {
      database: { metadata: { labels }, spec: { ...spec, containers: [{ ...spec.containers[0], name: "postgres" }] } },
    };
    made.make("database", running.database.spec);
    const data = optionOf(text, "pg1-path");
    const database = databaseIn(made, data);
    const backrest = (...args: readonly string[]) => made.must("database", "pgbackrest", "--stanza=db", ...args);
    made.must(
      "database",
      "bash",
      "-c",
      "for i in $(seq 100); do (echo > /dev/tcp/127.0.0.4/443) 2>/dev/null && (echo > /dev/tcp/127.0.0.1/4443) 2>/dev/null && exit; sleep 0.1; done; exit 1",
    );

    database.create();
    database.start();
    const refused = made.run(
      "database",
      "env",
      "PGBACKREST_REPO1_S3_KEY_SECRET=wrong",
      "pgbackrest",
      "--stanza=db",
      "stanza-create",
    );
    expect(refused.status).to.equal(39);
    expect(refused.stdout + refused.stderr).to.include("403");
    backrest("stanza-create");
    backrest("check");
    database.sql("create table proof(id int, marker text); insert into proof values (1, 'marker-of-the-proof')");
    runBackupJob(made, job("full"), running);
    database.sql("insert into proof values (2, 'marker-of-the-proof')");
    runBackupJob(made, job("diff"), running);
    database.sql("insert into proof values (3, 'marker-of-the-proof')");
    database.archiveAll();
    const [stanza] = JSON.parse(backrest("--output=json", "info"));
    expect({
      status: stanza.status.message,
      cipher: stanza.cipher,
      backups: stanza.backup.map(({ type }: Rendered) => type),
    }).to.deep.equal({ status: "ok", cipher: "aes-256-cbc", backups: ["full", "diff"] });
    const stored = readdirSync(store, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(stored.length).to.be.greaterThan(10);
    expect(existsSync(join(store, bucket ?? "", optionOf(text, "repo1-path"), "backup/db/backup.info"))).to.equal(true);
    for (const file of stored)
      expect(readFileSync(join(file.parentPath, file.name)).includes("marker-of-the-proof")).to.equal(false);

    database.stop();
    made.must("database", "bash", "-c", `rm -rf ${data}/*`);
    backrest("restore");
    database.start();
    database.recovered();
    expect(database.sql("select string_agg(id || ' ' || marker, ', ' order by id) from proof")).to.equal(
      "1 marker-of-the-proof, 2 marker-of-the-proof, 3 marker-of-the-proof",
    );
  });
});

/** Makes a certificate for a host name, and an authority that the pods trust instead of the machine's. */
function trust(pods: Pods, host: string): void {
  const openssl = (...args: readonly string[]) => {
    const { status, stderr } = run("openssl", args, { cwd: pods.work });
    if (status !== 0) throw new Error(stderr);
  };
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=test-authority");
  writeFileSync(join(pods.work, "s3.names"), `subjectAltName=DNS:${host}\n`);
  openssl("req", ...key, "-keyout", "s3.key", "-out", "s3.csr", "-subj", "/CN=store");
  openssl(
    "x509",
    "-req",
    "-in",
    "s3.csr",
    "-CA",
    "ca.crt",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-days",
    "2",
    "-out",
    "s3.crt",
    "-extfile",
    "s3.names",
  );
  copyFileSync(join(pods.work, "ca.crt"), join(pods.work, "trusted.crt"));
}
