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
import { operatorConfiguration } from "../src/cpo/operator-configuration.ts";
import { postgresql } from "../src/cpo/postgresql.ts";
import { functionConfig } from "../src/function/function-config-schema.ts";
import { isFunctionConfig } from "../src/function/generated/is-function-config.ts";

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
    if (other === undefined) Reflect.deleteProperty(Object(parent), last);
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
