import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { Check } from "typebox/value";
import { parseAllDocuments } from "yaml";
import { baselineSchema } from "../src/cli/baseline-schema.ts";
import { configSchema } from "../src/cli/config-schema.ts";
import { isBaseline } from "../src/cli/generated/is-baseline.ts";
import { isConfigFile } from "../src/cli/generated/is-config-file.ts";
import { isOperatorConfiguration } from "../src/cpo/generated/is-operator-configuration.ts";
import { isPostgresql } from "../src/cpo/generated/is-postgresql.ts";
import { postgresqlFields } from "../src/cpo/generated/postgresql-fields.ts";
import { operatorConfiguration } from "../src/cpo/operator-configuration.ts";
import { postgresql } from "../src/cpo/postgresql.ts";
import { withoutNulls } from "../src/cpo/without-nulls.ts";
import { functionConfig } from "../src/function/function-config-schema.ts";
import { isFunctionConfig } from "../src/function/generated/is-function-config.ts";
import { type FieldTree, isPlain, treeOfEntries, treeOfField, unknownFields } from "../src/json/field-tree.ts";
import type { JsonValue } from "../src/json/json-value.ts";
import { fullCluster } from "./function/full-cluster.ts";

const cases = new URL("parity/cases/", import.meta.url);
const resources: unknown[] = readdirSync(cases).flatMap((name) =>
  parseAllDocuments(readFileSync(new URL(`${name}/input.yaml`, cases), "utf8")).map((document) => document.toJS()),
);
const full = {
  apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
  kind: "ExpandPgBackRest",
  metadata: { name: "x" },
  spec: {
    operator: {
      cluster_domain: "a.b",
      kubernetes: { spilo_fsgroup: 1, node_readiness_label_merge: "AND" },
      inherited_labels: ["a"],
    },
    selector: { matchLabels: { a: "b" }, matchExpressions: [{ key: "a", operator: "In", values: ["b"] }] },
    adopt: true,
    checks: { "no-retention": { severity: "off", reason: "x" } },
  },
};

const config = {
  paths: ["a"],
  kustomize: ["b"],
  ignore: ["c"],
  format: "json",
  failOn: "warning",
  baseline: "d",
  requireClusters: 1,
  checks: { "no-retention": { severity: "off", reason: "x" } },
};
const baseline = {
  version: 1,
  findings: [{ rule: "a", severity: "error", object: "b", field: "c", file: "d" }],
};

/** A cluster with fields that our schema does not have. */
const clusterOfMany = {
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: { name: "demo", namespace: "pg", labels: { team: "a" }, annotations: { "b.c/d": "e" } },
  spec: {
    teamId: "acid",
    numberOfInstances: 2,
    postgresql: { version: "17", parameters: { max_connections: "10" } },
    volume: { size: "5Gi" },
    users: { app: ["superuser"], other: [] },
    databases: { app: "app" },
    allowedSourceRanges: ["10.0.0.0/8"],
    enableConnectionPooler: true,
    connectionPooler: { numberOfInstances: 2, env: [{ name: "A", value: "b" }] },
    patroni: { pg_hba: ["local all all trust"], slots: { one: { type: "physical" } }, ttl: 30 },
    preparedDatabases: { app: { schemas: { data: { defaultRoles: true } } } },
    streams: [{ applicationId: "a", tables: { t: { eventType: "e" } } }],
    sidecars: [{ name: "a", securityContext: { runAsUser: 1 } }],
    env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "a" }, fileKeyRef: { key: "b" } } }],
    standby: { s3_wal_path: "s3://a" },
  },
  status: { PostgresClusterStatus: "Running" },
};

interface SchemaNode {
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
}

/** Values with one place changed: removed, of another type, or with a field more. */
function mutations(value: unknown): fc.Arbitrary<unknown> {
  const paths: Array<readonly string[]> = [[]];
  const walk = (at: unknown, path: readonly string[]) => {
    if (typeof at !== "object" || at === null) return;
    for (const [key, field] of Object.entries(at)) {
      paths.push([...path, key]);
      walk(field, [...path, key]);
    }
  };
  walk(value, []);
  const replacement = fc.constantFrom<unknown>(undefined, null, 1, -1, 1.5, "", "x", "repo1", true, [], {}, ["x"], {
    unknown: 1,
  });
  return fc.tuple(fc.constantFrom(...paths), replacement).map(([path, other]) => {
    const copy = structuredClone({ root: value });
    const parent: unknown = ["root", ...path]
      .slice(0, -1)
      .reduce<unknown>((at, key) => Reflect.get(Object(at), key), copy);
    const last = path.at(-1) ?? "root";
    if (other === undefined && Array.isArray(parent)) parent.splice(Number(last), 1);
    else if (other === undefined) Reflect.deleteProperty(Object(parent), last);
    else Reflect.set(Object(parent), last, other);
    return copy.root;
  });
}

describe("the generated validators agree with TypeBox", () => {
  const pairs = [
    ["postgresql", isPostgresql, postgresql],
    ["OperatorConfiguration", isOperatorConfiguration, operatorConfiguration],
    ["functionConfig", isFunctionConfig, functionConfig],
    ["file with settings", isConfigFile, configSchema],
    ["baseline", isBaseline, baselineSchema],
  ] as const;
  for (const [name, validator, schema] of pairs) {
    it(`on every resource of the parity set and its mutations: ${name}`, () => {
      for (const resource of [...resources, full, config, baseline])
        expect(validator(resource)).to.equal(Check(schema, resource));
      fc.assert(
        fc.property(
          fc
            .constantFrom(...resources, ...[full, config, baseline].flatMap((each) => Array<unknown>(9).fill(each)))
            .chain(mutations),
          (resource) => {
            expect(validator(resource), JSON.stringify(resource)).to.equal(Check(schema, resource));
          },
        ),
        { numRuns: 2000 },
      );
    });
  }
});

describe("one pass over a postgresql", () => {
  const kept = postgresqlFields();
  const clusters: readonly unknown[] = [...resources, fullCluster, clusterOfMany];

  it("says what the schema, the known fields and the search for nulls say", () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...clusters, ...Array<unknown>(clusters.length).fill(clusterOfMany))
          .chain((cluster) => fc.oneof(fc.constant(cluster), mutations(cluster))),
        (resource) => {
          const value: JsonValue = JSON.parse(JSON.stringify({ resource })).resource ?? null;
          const plain = value !== null && unknownFields(value, kept).length === 0 && withoutNulls(value) === value;
          expect(isPlain(value, kept), JSON.stringify(value)).to.equal(plain);
          expect(isPostgresql(value, kept), JSON.stringify(value)).to.equal(plain && Check(postgresql, value));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("fits the usual cluster, also with fields that only the API server knows", () => {
    expect(isPostgresql(fullCluster, kept)).to.equal(true);
    expect(isPostgresql(clusterOfMany, kept)).to.equal(true);
  });

  it("needs no look at fields of the schema: the API server keeps them all", () => {
    const lost: string[] = [];
    const look = (node: SchemaNode, tree: FieldTree | undefined, path: string) => {
      if (tree === undefined) lost.push(path);
      else {
        if (node.items !== undefined) look(node.items, treeOfEntries(tree), `${path}.*`);
        for (const [name, below] of Object.entries({ ...node.properties, ...node.patternProperties }))
          look(below, treeOfField(tree, name), `${path}.${name}`);
      }
    };
    look(JSON.parse(JSON.stringify(postgresql)), kept, "");
    expect(lost).to.deep.equal([]);
  });
});
