import { expect } from "chai";
import type { Runbook } from "../../src/restore/runbook-step.ts";
import type { ClusterPods } from "./cluster.ts";
import type { Database } from "./database.ts";
import { hostFolder, type Person, personAt } from "./person.ts";
import { info } from "./pgbackrest.ts";
import type { Pod } from "./pods.ts";
import type { Scenario } from "./scenario.ts";

/** A running cluster with its runbook. Nothing is backed up yet. */
export interface RunbookCluster {
  readonly cluster: ClusterPods;
  readonly database: Database;
  readonly runbook: Runbook;
  /** Puts in what the runbook leaves in angle brackets. */
  readonly fill: (text: string) => string;
}

/** A folder of the pod's volume that the runbook restores to. */
const beside = "/home/postgres/pgdata/beside";

/**
 * Follows the runbook from a first backup to a full repository. The database `app` has a row from before the backup, one from after it, and one
 * from a second later. Each restore must have the rows of its target, and the running database all of them until it is restored itself.
 */
export function followRunbook(scenario: Scenario, { cluster, database, runbook, fill }: RunbookCluster): Person {
  const { step, pods } = scenario;
  const pod = cluster.database;
  const person = step("person", () => personAt({ pods, cluster }, runbook, fill));
  const follow = (id: string, values?: Readonly<Record<string, string>>) => step(id, () => person.follow(id, values));
  /** Follows all steps of a chapter, in their order. */
  const chapter = (id: string, values?: Readonly<Record<string, string>>) => {
    const steps = runbook.chapters.find((each) => each.id === id)?.steps ?? [];
    return steps.map((each) => follow(each.id, values)).join("\n");
  };
  const rows = (at: Pod = pod, socket = "/var/run/postgresql", name = "app") =>
    at.must(
      "psql",
      "-h",
      socket,
      "-U",
      "postgres",
      "-d",
      name,
      "-XAtqc",
      "select string_agg(what, ' ' order by what) from rows",
    );
  const add = (what: string) =>
    pod.must("psql", "-U", "postgres", "-d", "app", "-XAtqc", `insert into rows values ('${what}')`);

  step("rows", () => {
    for (const name of ["app", "other"]) {
      pod.must("createdb", "-U", "postgres", name);
      pod.must("psql", "-U", "postgres", "-d", name, "-XAtqc", "create table rows(what text)");
    }
    add("1-backed-up");
  });
  chapter("backup-now", {});
  const set = info(pod).backup.at(-1)?.label ?? "";
  add("2-before-the-target");
  const target = database.sql(
    "select to_char(date_trunc('second', now() at time zone 'UTC') + interval '1 s', 'YYYY-MM-DD HH24:MI:SS') || '+00'",
  );
  database.sql(
    `select pg_sleep(greatest(0.05, extract(epoch from timestamptz '${target}' - clock_timestamp()) + 0.05))`,
  );
  add("3-after-the-target");
  const before = "1-backed-up 2-before-the-target";
  const all = `${before} 3-after-the-target`;
  const values = { TARGET: target, SET: set, REPO: "1", DATABASE: "app", KEEP: "1" };
  follow("in-place-time-archive");

  expect(chapter("look", values)).to.match(/status: ok/);
  chapter("archiving-stopped", values);

  // Beside, in the pod.
  for (const id of ["one-database-restore", "one-database-start"]) follow(id, values);
  expect(rows(pod, beside)).to.equal(before);
  expect(
    pod.run("psql", "-h", beside, "-U", "postgres", "-d", "other", "-XAtqc", "select from rows").status,
  ).to.not.equal(0);
  for (const id of ["one-database-load", "one-database-remove"]) follow(id, values);
  expect(rows(pod, undefined, "app_restored")).to.equal(before);
  for (const id of ["beside-restore", "beside-start"]) follow(id, values);
  expect(rows(pod, beside)).to.equal(before);
  follow("beside-remove", values);
  expect(rows()).to.equal(all);

  // On a host, with nothing but what the runbook prints.
  for (const prefix of ["operator-gone", "namespace-gone"]) {
    if (prefix === "namespace-gone")
      person.host.must("bash", "-c", `rm -rf ${hostFolder}/{conf,data,log,lock,spool,*.conf}`);
    follow(`${prefix}-configuration`, values);
    for (const [kind, expected] of Object.entries(
      prefix === "operator-gone" ? { latest: all, time: before } : { set: "1-backed-up" },
    )) {
      follow(`${prefix}-restore-${kind}`, values);
      expect(follow(`${prefix}-start`)).to.match(/^t\|/m);
      expect(rows(person.host, hostFolder)).to.equal(expected);
      follow(`${prefix}-stop`);
    }
  }
  expect(rows()).to.equal(all);

  // In place.
  const inPlace = (prefix: string, kind: string, expected: string) => {
    follow(`${prefix}-stop`);
    follow(`${prefix}-restore-${kind}`, values);
    database.recovered();
    expect(rows()).to.equal(expected);
    follow(`${prefix}-resume`);
  };
  pod.must("bash", "-c", "rm /home/postgres/pgdata/pgroot/data/base/*/*_fsm");
  inPlace("in-place-latest", "latest", all);
  inPlace("by-hand", "time", before);
  inPlace("by-hand", "set", "1-backed-up");

  chapter("backup-now", {});
  chapter("repository-full", values);
  expect(info(pod).backup.map(({ type }) => type)).to.deep.equal(["full"]);
  return person;
}
