import { expect } from "chai";
import { parse } from "yaml";
import { filter } from "../../src/function/filter.ts";

/*
 * Neighbours of the API server's verdicts in testdata/crd-verdicts.json. What it says was asked of its own code (apiextensions-apiserver
 * v0.34.4: pruning, dropping of nulls, validation) with the schema of contract 1.1.
 */

const cluster = `
apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata: {name: demo, namespace: pg, labels: {}, annotations: {}}
spec:
  teamId: acid
  numberOfInstances: 2
  postgresql: {version: "17"}
  volume: {size: 5Gi}
  tde: {enable: false}
  backup:
    pgbackrest:
      image: example/pgbackrest:18
      configuration: {secret: s, protection: {restore: true}}
      global: {repo1-retention-full: "4"}
      restore: {repo: repo1, options: {type: immediate}}
      resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}
      env: [{name: E, value: f}]
      labels: {x: y}
      repos:
      - name: repo1
        storage: pvc
        schedule: {full: 30 2 * * 0}
        volume: {size: 5Gi, selector: {matchLabels: {a: b}, matchExpressions: [{key: k, operator: Exists}]}}
  clone: {cluster: other, timestamp: "2026-01-31T11:59:00+00:00"}
`;
const operator = `
apiVersion: cpo.opensource.cybertec.at/v1
kind: OperatorConfiguration
metadata: {name: cpo, namespace: cpo}
configuration:
  kubernetes_use_configmaps: true
  kubernetes: {cluster_domain: a.b, persistent_volume_claim_retention_policy: {when_deleted: delete}}
  logical_backup: {logical_backup_schedule: 30 00 * * *}
`;

/** The resource with the value at a path, written with dots, put there; `undefined` removes what is there. */
function changed(text: string, path: string, to: unknown): unknown {
  const root: unknown = parse(text);
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const parent: unknown = keys.reduce<unknown>((at, key) => Reflect.get(Object(at), key), root);
  if (to === undefined) Reflect.deleteProperty(Object(parent), last);
  else Reflect.set(Object(parent), last, to);
  return root;
}

async function errorsOf(...items: readonly unknown[]): Promise<readonly string[]> {
  const { findings } = await filter(
    Buffer.from(JSON.stringify({ apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items })),
  );
  return findings
    .filter(({ severity }) => severity === "error")
    .map(({ rule, at }) => `${rule} ${at.in === "field" ? at.path.join(".") : ""}`);
}

const repo = "spec.backup.pgbackrest.repos.0";

describe("what the API server says of other manifests", () => {
  for (const [path, to, why] of [
    // Required, also where the key is there with a null, which the API server drops.
    ["spec", undefined, "required, although nothing of backups is left to see"],
    ["spec.teamId", undefined, "required"],
    ["spec.numberOfInstances", null, "required"],
    ["spec.postgresql.version", undefined, "required"],
    ["spec.volume", undefined, "required"],
    ["spec.backup.pgbackrest.image", null, "required"],
    ["spec.backup.pgbackrest.repos", undefined, "required"],
    [`${repo}.name`, undefined, "required: it is the key of the list"],
    [`${repo}.volume.size`, null, "required"],
    [`${repo}.volume.selector.matchExpressions.0.key`, undefined, "required"],
    ["spec.clone.cluster", null, "required"],
    // Types.
    ["spec.numberOfInstances", "2", "a whole number"],
    ["spec.numberOfInstances", 1.5, "a whole number"],
    ["spec.numberOfInstances", -1, "0 or more"],
    ["spec.teamId", 7, "text"],
    ["spec.tde.enable", "true", "true or false"],
    ["spec.backup", [], "a mapping"],
    ["spec.backup.pgbackrest", "x", "a mapping"],
    ["spec.backup.pgbackrest.configuration.protection.restore", "yes", "true or false"],
    ["spec.backup.pgbackrest.labels.x", 1, "text"],
    ["spec.backup.pgbackrest.env", {}, "a list"],
    [`${repo}.schedule.full`, 5, "text"],
    [`${repo}.volume.selector.matchLabels`, [], "a mapping"],
    // Patterns and enumerations; Go's \d and $ mean what they mean here.
    [`${repo}.name`, "repo1\n", "^repo[1-4]$ ends at the end of the text"],
    [`${repo}.storage`, "", "not in the enumeration"],
    [`${repo}.volume.size`, "١Gi", "only ASCII digits"],
    [`${repo}.volume.size`, "10 Gi", "no blank"],
    ["spec.backup.pgbackrest.resources.requests.cpu", "0.1234", "at most three digits"],
    ["spec.backup.pgbackrest.restore.repo", "", "empty does not match"],
    ["spec.clone.timestamp", "2026-01-31T11:59:00Z", "the zone must be numeric"],
    ["spec.clone.timestamp", "2026-01-31 11:59:00+00:00", "a T between date and time"],
    [`${repo}.volume.selector.matchExpressions.0.operator`, "exists", "not in the enumeration"],
    // Metadata, as of any object.
    ["metadata.labels.a", "a b", "no value of a label"],
    ["metadata.labels.a", "x".repeat(64), "no value of a label"],
    ["metadata.labels.a b", "x", "no key of a label"],
    ["metadata.annotations.a b", "x", "no key of an annotation"],
    ["metadata.namespace", "a.b", "no DNS label"],
  ] as const) {
    it(`refuses ${path} = ${JSON.stringify(to)}: ${why}`, async () => {
      const errors = await errorsOf(changed(cluster, path, to));
      expect(errors.filter((error) => !error.startsWith(`api-server-schema ${path}`))).to.deep.equal([]);
      expect(errors).to.have.lengthOf.at.least(1);
    });
  }

  // Silently pruned by all clients except kubectl, and a backup with it.
  for (const [path, to] of [
    ["spec.backup.pgBackRest", { image: "x" }],
    ["spec.backup.pgbackrest.repo", []],
    [`${repo}.schedule.incremental`, "0 1 * * *"],
    [`${repo}.volume.class`, "fast"],
    [`${repo}.volume.selector.matchLabel`, { a: "b" }],
    [`${repo}.volume.selector.matchExpressions.0.vals`, ["x"]],
    ["spec.clone.pgbackrest", { repo: { name: "repo1", storage: "pvc" } }],
    ["spec.clone.namespace", "x"],
  ] as const) {
    it(`refuses the unknown field of ${path}`, async () => {
      const errors = await errorsOf(changed(cluster, path, to));
      expect(errors.map((error) => error.startsWith(`api-server-schema ${path}`))).to.deep.equal([true]);
    });
  }

  it("refuses an unknown field that is null, wherever fields have names", async () => {
    const errors = await errorsOf(changed(cluster, `${repo}.schedule.incremental`, null));
    expect(errors).to.deep.equal([`api-server-schema ${repo}.schedule.incremental`]);
  });

  it("refuses a misspelled section where nothing else speaks of pgbackrest", async () => {
    const misspelled = { pgBackRest: { image: "example/backup:18", repos: null } };
    expect(await errorsOf(changed(cluster, "spec.backup", misspelled))).to.deep.equal([
      "api-server-schema spec.backup.pgBackRest",
      "backup-section-empty spec.backup.pgBackRest.repos",
    ]);
  });

  for (const [path, to, why] of [
    ["spec.backup.pgbackrest.env", null, "nullable"],
    ["spec.backup.pgbackrest.labels", null, "nullable"],
    ["spec.backup.pgbackrest.global.x", null, "dropped"],
    [`${repo}.schedule.incr`, null, "dropped"],
    ["spec.monitor", null, "nullable"],
    ["spec.tde", null, "nullable"],
    ["spec.numberOfInstances", 0, "0 is allowed"],
    ["spec.numberOfInstances", 2.0, "the same number"],
    ["spec.unknown", { a: 1 }, "pruned, but nothing of backups"],
    ["spec.clone.timestamp", "2026-02-31t23:59:60.5-01:30", "the pattern knows no calendar"],
    ["metadata.labels.a", "", "an empty value is one"],
    [`${repo}.volume.selector.matchLabels.a`, null, "not looked into; Go reads an empty text"],
  ] as const) {
    it(`accepts ${path} = ${JSON.stringify(to)}: ${why}`, async () => {
      expect(await errorsOf(changed(cluster, path, to))).to.deep.equal([]);
    });
  }

  for (const [path, to, refused] of [
    ["configuration", undefined, true],
    ["configuration.kubernetes.pod_terminate_grace_period", 300, true],
    ["configuration.kubernetes.cluster_labels", { a: 1 }, true],
    ["configuration.kubernetes.inherited_labels", "a,b", true],
    ["configuration.kubernetes.spilo_fsgroup", "103", true],
    ["configuration.kubernetes.persistent_volume_claim_retention_policy.when_deleted", "Delete", true],
    ["configuration.logical_backup.logical_backup_schedule", "", true],
    ["configuration.logical_backup.logical_backup_schedule", "@daily", true],
    ["configuration.logical_backup.logical_backup_schedule", "30 0 * * 1-5", true],
    ["configuration.postgres_pod_resources", { default_cpu_limit: "1 core" }, true],
    // Pruned, and nothing that we read.
    ["configuration.kubernetes.persistent_volume_claim_retention_policy.when_gone", "delete", false],
    ["configuration.kubernetes.unknown", 1, false],
    ["configuration.kubernetes.cluster_domain", null, false],
    ["configuration.kubernetes", null, false],
  ] as const) {
    it(`OperatorConfiguration: ${refused ? "refuses" : "accepts"} ${path} = ${JSON.stringify(to)}`, async () => {
      const errors = (await errorsOf(changed(operator, path, to), parse(cluster)))
        // The API server accepts what the operator cannot work with.
        .filter((error) => !error.startsWith("operator-sync-fails "));
      expect(errors.map((error) => error.startsWith(`operator-configuration ${path}`))).to.deep.equal(
        refused ? [true] : [],
      );
    });
  }

  it("marks the cluster invalid, as the operator does, for a clone that cannot be a cluster; with a timestamp it does not look", async () => {
    for (const name of ["Bad", "a.b", "1a", "a-", "x".repeat(64)]) {
      expect(await errorsOf(changed(cluster, "spec.clone", { cluster: name }))).to.deep.equal([
        "api-server-schema spec.clone.cluster",
      ]);
      expect(await errorsOf(changed(cluster, "spec.clone.cluster", name))).to.deep.equal([]);
    }
    expect(await errorsOf(changed(cluster, "spec.clone", { cluster: "" }))).to.deep.equal([]);
  });

  it("marks the cluster invalid, as the operator does, for a divisor that is not a quantity", async () => {
    const env = [{ name: "E", valueFrom: { resourceFieldRef: { resource: "limits.cpu", divisor: "one" } } }];
    expect(await errorsOf(changed(cluster, "spec.env", env))).to.deep.equal([
      "api-server-schema spec.env.0.valueFrom.resourceFieldRef.divisor",
    ]);
  });
});
