import { readdirSync } from "node:fs";
import { expect } from "chai";
import { certSecret } from "./certificates.ts";
import { type ClusterPods, makeCluster } from "./cluster.ts";
import { type Database, databaseIn } from "./database.ts";
import { type Objects, readObjects } from "./objects.ts";
import { domain, pgdata, postgresHost, repoHostHost } from "./operator.ts";
import { info, pgbackrest } from "./pgbackrest.ts";
import { type Pod, waitForPort } from "./pods.ts";
import { filesBelow, type Proof, proofIn, readable } from "./proof.ts";
import type { Scenario } from "./scenario.ts";

/** A running cluster with a repository on a volume: the stanza is made, nothing is backed up yet. */
export interface VolumeCluster {
  readonly cluster: ClusterPods;
  readonly repoHost: Pod;
  /** The repository's folder on this machine. */
  readonly repository: string;
  readonly database: Database;
  readonly proof: Proof;
  /** Runs the job that the user scheduled for a type of backup, and sees that there is one more backup of this type. */
  readonly backUp: (type: string) => void;
}

export function startVolume({ step, pods }: Scenario, yaml: string): VolumeCluster {
  const objects = step("objects", () => withCertificates(readObjects(yaml)));
  const cluster = step("pods", () => makeCluster(pods, objects));
  const [repoHostSet] = objects.statefulSets;
  const { repoHost } = cluster;
  if (repoHost === undefined || repoHostSet === undefined) throw new Error("no repo host was rendered");
  const database = databaseIn(cluster.database, cluster.database.volume(pgdata));
  step("initdb", () => database.create());
  step("servers", () => {
    cluster.startRepoHost();
    cluster.database.start("pgbackrest", "server");
    waitForPort(pods, cluster.database, repoHost, "8432", 10);
    waitForPort(pods, repoHost, cluster.database, "8432", 10);
    cluster.database.must("pgbackrest", "server-ping", repoHostHost(repoHostSet));
    repoHost.must("pgbackrest", "server-ping", postgresHost(objects));
    for (const { name } of [repoHost, cluster.database]) expect(pods.log(name)).to.not.match(/WARN|ERROR/);
  });
  step("database", () => database.start());
  step("stanza-create", () => pgbackrest(repoHost, "stanza-create"));
  step("check", () => pgbackrest(cluster.database, "check"));
  const schedules = objects.cluster.spec.backup.pgbackrest.repos[0]?.schedule ?? {};
  return {
    cluster,
    repoHost,
    repository: repoHost.volume("repo1"),
    database,
    proof: proofIn(database),
    backUp: (type) =>
      step(type, () => {
        cluster.runJobAt(schedules[type] ?? "");
        expect(info(repoHost).backup.at(-1)?.type).to.equal(type);
      }),
  };
}

/** The operator makes the Secret with the certificates. */
const withCertificates = (objects: Objects): Objects => {
  const { name, namespace } = objects.cluster.metadata;
  return { ...objects, secrets: [...objects.secrets, certSecret(name, namespace, domain)] };
};

/** Backs up by the jobs, restores to a point in time, lets backups expire. */
export function proveVolume(scenario: Scenario, yaml: string): void {
  const { step } = scenario;
  const { cluster, repoHost, repository, database, proof, backUp } = startVolume(scenario, yaml);
  proof.addRows();
  for (const type of ["full", "diff", "incr"]) {
    backUp(type);
    proof.addRows();
  }
  const target = database.sql(
    "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'",
  );
  proof.addLateRows();
  step("archive", () => database.archiveAll());
  step("info", () => {
    const { repo, backup } = info(repoHost);
    expect(repo.map(({ cipher }) => cipher)).to.deep.equal(["aes-256-cbc"]);
    expect(backup.map(({ type }) => type)).to.deep.equal(["full", "diff", "incr"]);
    expect(readdirSync(repository).sort()).to.deep.equal(["archive", "backup", "log"]);
    expect(readable(repository)).to.equal(false);
  });
  step("restore", () => {
    database.stop();
    pgbackrest(cluster.database, "--delta", "--type=time", `--target=${target}`, "--target-action=promote", "restore");
    database.start();
    database.recovered();
    proof.check();
  });
  const before = segments(repository);
  for (let full = 0; full < 3; full += 1) backUp("full");
  step("expire", () => {
    const { backup } = info(repoHost);
    expect(backup.map(({ type }) => type)).to.deep.equal(["full", "full"]);
    const oldest = backup[0]?.archive.start ?? "";
    expect(segments(repository).filter((segment) => segment < oldest)).to.deep.equal([]);
    expect(before.filter((segment) => segment < oldest)).to.not.equal([]);
  });
  step("restore the last", () => {
    proof.addRows();
    database.archiveAll();
    database.stop();
    database.lose();
    pgbackrest(cluster.database, "restore");
    database.start();
    database.recovered();
    proof.check();
    database.checkLog();
  });
}

/** The WAL segments in a repository. */
const segments = (repository: string): readonly string[] =>
  filesBelow(repository)
    .map((file) => /\/([0-9A-F]{24})-[0-9a-f]{40}/.exec(file)?.[1] ?? "")
    .filter((segment) => segment !== "")
    .sort();
