import { expect } from "chai";
import type { Runbook } from "../../src/restore/runbook-step.ts";
import type { ClusterPods } from "./cluster.ts";
import type { Database } from "./database.ts";
import { startClone } from "./operator-clone.ts";
import { restoreByPatch } from "./operator-restore.ts";
import { hostFolder, type Person, personAt, type Values } from "./person.ts";
import { info } from "./pgbackrest.ts";
import type { Pod } from "./pods.ts";
import type { ScenarioFolder } from "./rendered.ts";
import type { Scenario } from "./scenario.ts";

/** A running cluster with its runbook. Nothing is backed up yet. */
export interface RunbookCluster {
  readonly cluster: ClusterPods;
  readonly database: Database;
  readonly runbook: Runbook;
  /** The manifests. */
  readonly folder: ScenarioFolder;
  /** Puts in what the runbook leaves in angle brackets. */
  readonly fill: (text: string) => string;
  /** Also makes mistakes, to see that each is noticed; they are the same for every storage. */
  readonly withMistakes: boolean;
}

/** A folder of the pod's volume that the runbook restores to. */
const beside = "/home/postgres/pgdata/beside";

/**
 * Follows the runbook from a first backup to a full repository. The database `app` has a row from before the backup, one from after it, and two
 * more, each from another second. Each restore must have the rows of its target, and the running database all of them until it is restored itself.
 */
export function followRunbook(
  scenario: Scenario,
  { cluster, database, runbook, folder, fill, withMistakes }: RunbookCluster,
): Person {
  const { step, pods } = scenario;
  const pod = cluster.database;
  const person = step("person", () => personAt({ pods, cluster, folder }, runbook, fill));
  const follow = (id: string, values?: Values) => step(id, () => person.follow(id, values));
  /** The same with a mistake, which must be noticed. */
  const refused = (id: string, values: Values, mistake: (command: string) => string, says: RegExp) =>
    withMistakes && step(`${id} with a mistake`, () => expect(() => person.follow(id, values, mistake)).to.throw(says));
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
  const target = nextSecond(database);
  add("3-after-the-target");
  const later = nextSecond(database);
  add("4-later");
  const before = "1-backed-up 2-before-the-target";
  const all = `${before} 3-after-the-target 4-later`;
  const values = { TARGET: target, SET: set, REPO: "1", DATABASE: "app", KEEP: "1" };
  // Nobody writes after this moment, but for the step that makes it reachable.
  const idle = nextSecond(database);
  follow("in-place-time-archive");
  follow("operator-gone-configuration", values);
  follow("operator-gone-restore-time", { ...values, TARGET: idle });
  expect(follow("operator-gone-start")).to.match(/^t\|/m);
  expect(rows(person.host, hostFolder)).to.equal(all);
  follow("operator-gone-stop");

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
  step("clone-cluster", () => person.follow("clone-cluster", { ...values, NEW: "demo-copy" }));
  expect(rows(step("clone", () => startClone({ pods, cluster, folder }, "clone.yaml")))).to.equal(before);
  expect(rows()).to.equal(all);

  // On a host, with nothing but what the runbook prints.
  for (const prefix of ["operator-gone", "namespace-gone"]) {
    if (prefix === "namespace-gone")
      person.host.must("bash", "-c", `rm -rf ${hostFolder}/{conf,data,log,lock,spool,*.conf}`);
    if (runbook.chapters.some(({ steps }) => steps.some(({ id }) => id === `${prefix}-copy`))) follow(`${prefix}-copy`);
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

  // One word wrong.
  const onHost = "operator-gone-restore-time";
  refused(
    onHost,
    values,
    (command) => command.replace(" --delta", ""),
    /\[040\]: unable to restore to path '.*' because it contains files/,
  );
  refused(
    onHost,
    values,
    (command) => command.replace("/conf", "/config"),
    /\[037\]: restore command requires option: pg1-path/,
  );
  refused(onHost, values, (command) => command.replace("--stanza=db", "--stanza=main"), /requires option: pg1-path/);
  refused(
    onHost,
    { ...values, TARGET: "2020-01-01 00:00:00+00" },
    (command) => command,
    /\[075\]: unable to find backup set/,
  );

  // In place, by hand.
  const inPlace = (prefix: string, kind: string, expected: string) => {
    follow(`${prefix}-stop`);
    follow(`${prefix}-restore-${kind}`, values);
    expect(follow(`${prefix}-start`)).to.match(/^t\|/m);
    expect(rows()).to.equal(expected);
    follow(`${prefix}-resume`);
  };
  pod.must("bash", "-c", "rm /home/postgres/pgdata/pgroot/data/base/*/*_fsm");
  inPlace("in-place-latest", "latest", all);

  // In place, by the operator; for an hour too early, there is no backup.
  const operatorRestores = (id: string, name: string, given: Values) =>
    step(name, () => {
      person.follow(id, given);
      restoreByPatch(folder, "restore-time.yaml", pod, database);
      database.recovered();
    });
  operatorRestores("in-place-time-patch", "restore-patch", values);
  expect(rows()).to.equal(before);
  const another = { ...values, TARGET: later, TIMELINE: "1" };
  if (withMistakes)
    expect(() => operatorRestores("in-place-time-patch", "restore-patch, the wrong timeline", another)).to.throw(
      /recovery ended before configured recovery target was reached/,
    );
  operatorRestores("in-place-time-again", "restore-patch, another moment", another);
  expect(rows()).to.equal(`${before} 3-after-the-target`);
  if (withMistakes) {
    const hourEarlier = new Date(Date.parse(target.replace(" ", "T").replace("+00", "Z")) - 3_600_000).toISOString();
    expect(() =>
      operatorRestores("in-place-time-patch", "restore-patch, an hour too early", { ...values, TARGET: hourEarlier }),
    ).to.throw(/\[075\]: unable to find backup set/);
    database.start();
  }

  inPlace("by-hand", "time", before);
  inPlace("by-hand", "set", "1-backed-up");

  chapter("backup-now", {});
  chapter("repository-full", values);
  expect(info(pod).backup.map(({ type }) => type)).to.deep.equal(["full"]);
  return person;
}

/** Waits for the next second, and gives its time, which is then between two rows. */
function nextSecond(database: Database): string {
  const time = database.sql(
    "select to_char(date_trunc('second', now() at time zone 'UTC') + interval '1 s', 'YYYY-MM-DD HH24:MI:SS') || '+00'",
  );
  database.sql(`select pg_sleep(extract(epoch from timestamptz '${time}' - clock_timestamp()) + 0.05)`);
  return time;
}
