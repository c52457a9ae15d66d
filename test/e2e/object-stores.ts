import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { certificates } from "./certificates.ts";
import { type ClusterPods, makeCluster } from "./cluster.ts";
import { type Database, databaseIn } from "./database.ts";
import { readObjects } from "./objects.ts";
import { pgdata } from "./operator.ts";
import { info, pgbackrest } from "./pgbackrest.ts";
import { type Proof, proofIn, readable, storeReadable } from "./proof.ts";
import type { Scenario } from "./scenario.ts";
import { azure } from "./stores/azure.ts";
import { gcs } from "./stores/gcs.ts";
import { s3 } from "./stores/s3.ts";
import type { RunningStore, Store, Wanted } from "./stores/store.ts";

const stores: Readonly<Record<string, Store>> = { s3, azure, gcs };

/** A running cluster with repositories in object stores: the stanza is made, nothing is backed up yet. */
export interface StoreCluster {
  readonly cluster: ClusterPods;
  readonly database: Database;
  readonly proof: Proof;
  /** The stores, by the number of the repository. */
  readonly stores: ReadonlyMap<number, RunningStore>;
  /** Runs the job that the user scheduled for a type of backup, and sees that the repository has one more of this type. */
  readonly backUp: (repository: number, type: string) => void;
}

export function startObjectStores({ step, pods }: Scenario, scenario: string, yaml: string): StoreCluster {
  const objects = step("objects", () => readObjects(yaml));
  const { global, repos } = objects.cluster.spec.backup.pgbackrest;
  const running = step("stores", () => {
    const wanted = repos.map((repository) => ({ scenario, repository, global, store: stores[repository.storage] }));
    makeCertificates(pods.work, wanted);
    return new Map(
      wanted.map(({ store, ...what }) => {
        if (store === undefined) throw new Error(`${what.repository.storage} is not an object store`);
        return [Number(what.repository.name.slice(-1)), store.start(pods, what)] as const;
      }),
    );
  });
  const cluster = step("pods", () => makeCluster(pods, objects));
  const database = databaseIn(cluster.database, cluster.database.volume(pgdata));
  step("initdb", () => database.create());
  step("database", () => database.start());
  step("wrong secret", () => {
    for (const { spoil, refusal } of running.values()) {
      const spoilt = ["env", spoil(cluster.database), "pgbackrest", "--stanza=db", "stanza-create"];
      const { status, stdout, stderr } = cluster.database.run(...spoilt);
      if (status !== 39 || !refusal.test(stdout + stderr)) throw new Error(`ended with ${status}: ${stdout}${stderr}`);
    }
  });
  step("stanza-create", () => pgbackrest(cluster.database, "stanza-create"));
  step("check", () => pgbackrest(cluster.database, "check"));
  return {
    cluster,
    database,
    proof: proofIn(database),
    stores: running,
    backUp: (repository, type) =>
      step(`${type} to repo${repository}`, () => {
        const schedule = repos.find(({ name }) => name === `repo${repository}`)?.schedule[type] ?? "";
        cluster.runJobAt(schedule);
        const { backup } = info(cluster.database);
        const here = backup.filter(({ database: { "repo-key": key } }) => key === repository);
        expect(here.at(-1)?.type).to.equal(type);
      }),
  };
}

/** One authority for all stores, which pods that are made from now on trust. */
function makeCertificates(work: string, wanted: readonly (Wanted & { readonly store: Store | undefined })[]): void {
  const hosts = wanted.flatMap(({ store, ...what }) => store?.hosts(what) ?? []);
  const made = certificates("test-authority", "store", hosts, ["store"]);
  for (const [file, text] of Object.entries(made)) writeFileSync(join(work, file.replace("ca.", "authority.")), text);
}

/** Backs up by the jobs into each repository, and restores from each of them into an empty directory. */
export function proveObjectStores(run: Scenario, scenario: string, yaml: string): void {
  const { step } = run;
  const { cluster, database, proof, stores: running, backUp } = startObjectStores(run, scenario, yaml);
  proof.addRows();
  for (const repository of running.keys()) {
    for (const type of ["full", "diff"]) {
      backUp(repository, type);
      proof.addRows();
    }
  }
  step("archive", () => database.archiveAll());
  step("info", () => {
    const { repo, backup } = info(cluster.database);
    expect(repo.map(({ cipher }) => cipher)).to.deep.equal([...running.keys()].map(() => "aes-256-cbc"));
    expect(backup.length).to.equal(2 * running.size);
  });
  step("stored", () => {
    for (const [repository, { folder, misplaced }] of running) {
      const [elsewhere] = misplaced?.() ?? [];
      if (elsewhere !== undefined) throw new Error(`not below the path of the resource: ${elsewhere}`);
      expect(readable(folder)).to.equal(false);
      storeReadable(cluster.database, repository);
      expect(readable(folder)).to.equal(true);
    }
  });
  for (const repository of running.keys()) {
    step(`restore from repo${repository}`, () => {
      database.stop();
      database.lose();
      pgbackrest(cluster.database, `--repo=${repository}`, "restore");
      database.start();
      database.recovered();
      proof.check();
      // WAL came from this repository too.
      expect(database.sql("show restore_command")).to.include(`--repo=${repository} `);
    });
  }
  step("log", () => database.checkLog());
}
