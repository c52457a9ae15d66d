import type { ChildProcess } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { requireTool, run, which } from "../tools.ts";
import { optionOf, runBackupJob } from "./backup-job.ts";
import { databaseIn, postgresRelease } from "./database.ts";
import { makePods, type Pods } from "./pods.ts";
import { one, type Rendered, renderScenario } from "./rendered.ts";
import { address, stores, storesInstalled } from "./stores.ts";

/*
 * A database on this machine backs up to real object stores that verify signatures, by nothing but what is rendered, and is restored from
 * them. Names, paths, keys and commands come from the rendered objects; the stores answer under the cloud's own host names.
 */
describe("end to end: object stores", function () {
  this.timeout(240_000);
  let pods: Pods | undefined;
  const servers: ChildProcess[] = [];
  afterEach(() => {
    if (pods !== undefined) databaseIn(pods, "/home/postgres/pgdata/pgroot/data").stop();
    for (const server of servers.splice(0)) server.kill("SIGKILL");
    pods?.remove();
    pods = undefined;
  });

  for (const [scenario, store] of Object.entries(stores)) {
    it(`${scenario}: full, diff, restore into an empty directory; encrypted; every row is back; a wrong secret is refused`, function () {
      requireTool(this, "kustomize", which("kustomize"));
      requireTool(this, "pgbackrest", which("pgbackrest"));
      requireTool(this, "PostgreSQL", postgresRelease);
      requireTool(this, "root", process.getuid?.() === 0 ? "root" : undefined);
      requireTool(this, "object stores (test/e2e/install.sh)", storesInstalled ? "installed" : undefined);
      const objects = renderScenario(scenario, store.files());
      const text: string = one(objects, "ConfigMap").data["pgbackrest_instance.conf"];
      const secret = Object.entries<string>(one(objects, "Secret").data)
        .filter(([file]) => file.endsWith(".conf"))
        .map(([, file]) => Buffer.from(file, "base64").toString("utf8"))
        .join("\n");
      const hosts = store.hosts({ text, secret });
      const made = makePods(objects, Object.fromEntries(hosts.map((host) => [host, address])));
      pods = made;
      trust(made, hosts);
      servers.push(...store.start(made, { text, secret }));
      const job = (type: string) => one(objects, "CronJob", `-${type}`);
      const spec = job("full").spec.jobTemplate.spec.template.spec;
      // The primary, as the operator labels it; its volumes are those of the jobs (contract section 3).
      const selector: string = spec.containers[0].env.find(({ name }: Rendered) => name === "SELECTOR").value;
      const labels = Object.fromEntries(selector.split(",").map((pair) => pair.split("=")));
      const primary = {
        metadata: { labels },
        spec: { ...spec, containers: [{ ...spec.containers[0], name: "postgres" }] },
      };
      made.make("database", primary.spec);
      const data = optionOf(text, "pg1-path");
      const database = databaseIn(made, data);
      const backrest = (...args: readonly string[]) => made.must("database", "pgbackrest", "--stanza=db", ...args);
      made.must(
        "database",
        "bash",
        "-c",
        `for i in $(seq 200); do (echo > /dev/tcp/${address}/443) 2>/dev/null && exit; sleep 0.1; done; exit 1`,
      );
      store.prepare(made, { text, secret });

      database.create();
      database.start();
      const [variable, message] = store.wrong(made);
      const refused = made.run("database", "env", variable, "pgbackrest", "--stanza=db", "stanza-create");
      expect(refused.status).to.equal(39);
      expect(refused.stdout + refused.stderr).to.match(message);
      backrest("stanza-create");
      backrest("check");
      database.sql("create table proof(id int, marker text); insert into proof values (1, 'marker-of-the-proof')");
      runBackupJob(made, job("full"), { database: primary });
      database.sql("insert into proof values (2, 'marker-of-the-proof')");
      runBackupJob(made, job("diff"), { database: primary });
      database.sql("insert into proof values (3, 'marker-of-the-proof')");
      database.archiveAll();
      const [stanza] = JSON.parse(backrest("--output=json", "info"));
      const seen = {
        status: stanza.status.message,
        cipher: stanza.cipher,
        backups: stanza.backup.map(({ type }: Rendered) => type),
      };
      expect(seen).to.deep.equal({ status: "ok", cipher: "aes-256-cbc", backups: ["full", "diff"] });
      const stored = readdirSync(join(made.work, "store"), { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      const contents = stored.map((file) => readFileSync(join(file.parentPath, file.name)));
      // Azurite packs all blobs into a few files: the bytes say that the backups are here, not the number of files.
      expect(contents.reduce((bytes, content) => bytes + content.length, 0)).to.be.greaterThan(1_000_000);
      expect(contents.some((content) => content.includes("marker-of-the-proof"))).to.equal(false);

      database.stop();
      made.must("database", "bash", "-c", `rm -rf ${data}/*`);
      backrest("restore");
      database.start();
      database.recovered();
      const rows = database.sql("select string_agg(id || ' ' || marker, ', ' order by id) from proof");
      expect(rows).to.equal("1 marker-of-the-proof, 2 marker-of-the-proof, 3 marker-of-the-proof");
    });
  }
});

/** Makes a certificate for host names, and an authority that the pods trust instead of the machine's. */
function trust(pods: Pods, hosts: readonly string[]): void {
  const openssl = (...args: readonly string[]) => {
    const { status, stderr } = run("openssl", args, { cwd: pods.work });
    if (status !== 0) throw new Error(stderr);
  };
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=test-authority");
  writeFileSync(join(pods.work, "names"), `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(",")}\n`);
  openssl("req", ...key, "-keyout", "store.key", "-out", "store.csr", "-subj", "/CN=store");
  openssl(
    "x509",
    "-req",
    "-in",
    "store.csr",
    "-CA",
    "ca.crt",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-days",
    "2",
    "-out",
    "store.crt",
    "-extfile",
    "names",
  );
  copyFileSync(join(pods.work, "ca.crt"), join(pods.work, "trusted.crt"));
}
