import { expect } from "chai";
import { parseAllDocuments, stringify } from "yaml";
import { reach } from "../../src/explain/field-reach.ts";
import { filter } from "../../src/function/filter.ts";

/** A cluster with repositories on a volume and in an object store, which starts from the backups of another. */
const cluster = () => ({
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: { name: "demo", namespace: "pg" },
  spec: {
    teamId: "acid",
    numberOfInstances: 2,
    postgresql: { version: "17" },
    volume: { size: "5Gi" },
    clone: {
      cluster: "source",
      pgbackrest: {
        configuration: { secret: "source-s3" },
        repo: { storage: "s3", resource: "backups", endpoint: "s3.example.com", region: "eu" },
      },
    },
    backup: {
      pgbackrest: {
        image: "example/pgbackrest:18",
        configuration: { secret: "demo-s3" },
        global: { "repo1-retention-full": "7", "repo2-retention-full": "7", "repo2-path": "/demo" },
        repos: [
          { name: "repo1", storage: "pvc", volume: { size: "5Gi" }, schedule: { full: "30 2 * * *" } },
          {
            name: "repo2",
            storage: "s3",
            resource: "backups",
            endpoint: "s3.example.com",
            region: "eu",
            schedule: { full: "30 4 * * *" },
          },
        ],
      },
    },
  },
});

/** The objects by their names, in which those that the cluster names differ alike. */
async function objectsOf(value: object): Promise<ReadonlyMap<string, string>> {
  const config = {
    apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
    kind: "ExpandPgBackRest",
    spec: {
      cloneConfigMap: true,
      checks: { "mixed-storage": { severity: "off", reason: "one cluster for all fields" } },
    },
  };
  const { parts, findings } = await filter(Buffer.from(stringify(value)), config);
  expect(
    findings.flatMap(({ rule, severity, problem }) => (severity === "error" ? `${rule}: ${problem}` : [])),
  ).to.deep.equal([]);
  const text = Buffer.concat(parts.map((part) => Buffer.from(part))).toString();
  const all = parseAllDocuments(text).map((document) => document.toJS());
  return new Map(
    all
      .filter(({ kind }) => kind !== "postgresql")
      .map((each) => [
        `${each.kind} ${String(each.metadata.name)
          .replace(/^pgbackrest-demo-repo\d-full$/, "pgbackrest-<cluster>-<repository>-<type>")
          .replace("demo", "<cluster>")}`,
        JSON.stringify(each),
      ]),
  );
}

type Change = (spec: ReturnType<typeof cluster>["spec"]) => void;

/** Changes of fields, by their paths. */
const changes: Readonly<Record<string, Change>> = {
  "spec.backup.pgbackrest.image": ({ backup }) => {
    backup.pgbackrest.image = "example/pgbackrest:17";
  },
  "spec.backup.pgbackrest.global": ({ backup }) => {
    backup.pgbackrest.global["repo1-retention-full"] = "8";
  },
  "spec.backup.pgbackrest.configuration.secret": ({ backup }) => {
    backup.pgbackrest.configuration.secret = "other";
  },
  "spec.backup.pgbackrest.repos.schedule": ({ backup }) => {
    for (const { schedule } of backup.pgbackrest.repos) schedule.full = "0 1 * * *";
  },
  "spec.backup.pgbackrest.repos.volume": ({ backup }) => {
    for (const { volume } of backup.pgbackrest.repos) if (volume !== undefined) volume.size = "6Gi";
  },
  "spec.backup.pgbackrest.repos.resource": ({ backup }) => {
    for (const repository of backup.pgbackrest.repos) if (repository.storage === "s3") repository.resource = "other";
  },
  "spec.backup.pgbackrest.repos.endpoint": ({ backup }) => {
    for (const repository of backup.pgbackrest.repos)
      if (repository.storage === "s3") repository.endpoint = "other.example.com";
  },
  "spec.backup.pgbackrest.repos.region": ({ backup }) => {
    for (const repository of backup.pgbackrest.repos) if (repository.storage === "s3") repository.region = "us";
  },
  "spec.backup.pgbackrest.resources": ({ backup }) => {
    Object.assign(backup.pgbackrest, { resources: { requests: { cpu: "2" }, limits: { cpu: "3" } } });
  },
  "spec.clone.pgbackrest": ({ clone }) => {
    clone.pgbackrest.repo.resource = "other";
  },
  "spec.numberOfInstances": (spec) => {
    spec.numberOfInstances = 3;
  },
  "spec.postgresql.version": ({ postgresql }) => {
    postgresql.version = "16";
  },
  "spec.schedulerName": (spec) => {
    Object.assign(spec, { schedulerName: "other" });
  },
};

describe("what explain says that a field changes", () => {
  for (const [path, change] of Object.entries(changes))
    it(path, async () => {
      const changed = cluster();
      change(changed.spec);
      const [before, after] = [await objectsOf(cluster()), await objectsOf(changed)];
      const differing = [...after].flatMap(([name, text]) => (before.get(name) === text ? [] : [name]));
      const said = (reach[path] ?? []).map((each) =>
        each
          .replaceAll("`", "")
          .replace(/ \(.*\)$/, "")
          .replace("CronJobs", "CronJob"),
      );
      expect(differing.sort()).to.deep.equal(said.filter((each) => !each.startsWith("the Postgres pods")).sort());
    });
});
