import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { readKnownFields } from "../../src/cpo/read-cluster.ts";
import { type CrdName, staticCrdProblems } from "../../src/cpo/static-crds.ts";
import { schemaProblems } from "../../src/kubernetes/schema-problems.ts";
import { clusterOf } from "../objects/given.ts";

/*
 * How many of the tutorials and of the parity inputs each CustomResourceDefinition took, when a real API server was asked (kubectl apply
 * --server-side --validate=strict). That one parity input is refused for its nulls is not for these tables to know. Neither is one more that the
 * CRD of the manifests refuses: the contract does not name the field.
 */

const folder = (path: string) => new URL(`../../${path}/`, import.meta.url);
const clusters = (text: string) =>
  parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter((value) => value?.kind === "postgresql");
const problems = (crd: CrdName, text: string) =>
  clusters(text).flatMap((value) => {
    const read = readKnownFields(value, { object: { apiVersion: "", kind: "" }, namespace: "" });
    if (read === undefined) throw new Error("not a cluster");
    return staticCrdProblems(crd, read.cluster).map(({ path, is }) => `${path.join(".")} ${is}`);
  });

const tutorials = readdirSync(folder("tutorials"))
  .filter((name) => existsSync(new URL(`${name}/expected.yaml`, folder("tutorials"))))
  .map((name) => [name, readFileSync(new URL(`${name}/expected.yaml`, folder("tutorials")), "utf8")] as const);
const inputs = readdirSync(folder("test/parity/cases")).map(
  (name) => [name, readFileSync(new URL(`${name}/input.yaml`, folder("test/parity/cases")), "utf8")] as const,
);
const refusedBy = (crd: CrdName, texts: typeof inputs) =>
  texts.filter(([, text]) => problems(crd, text).length > 0).map(([name]) => name);

describe("CustomResourceDefinitions in circulation", () => {
  it("refuse the tutorials that the API server refuses by them", () => {
    expect(tutorials).to.have.lengthOf(10);
    expect(refusedBy("registered", tutorials)).to.deep.equal([]);
    expect(refusedBy("chart", tutorials)).to.deep.equal(["azure", "gcs"]);
    expect(refusedBy("manifests", tutorials)).to.deep.equal(["azure", "gcs", "pvc"]);
  });

  const nulls = "null-and-empty-fields";
  const accepted = (crd: CrdName) => {
    const refused = new Set([...refusedBy(crd, inputs), nulls]);
    return inputs.length - refused.size;
  };
  it("take as many parity inputs as the API server does by them", () => {
    expect(accepted("registered")).to.equal(61);
    expect(accepted("chart")).to.equal(55);
    expect(accepted("manifests"), "9, and one that is refused for a field that nobody has named").to.equal(10);
  });

  it("have each field of their tables refused", () => {
    const repo = "name: repo1, storage: gcs, account: a, key: b, keyType: c";
    const cluster = clusterOf(`
      labels: { a: b }
      monitor: { image: x, customQueries: y }
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, minDomains: 1, nodeAffinityPolicy: Honor, nodeTaintsPolicy: Honor, matchLabelKeys: [a] }]
      clone: { cluster: parent, pgbackrest: { repo: { account: a, key: b, keyType: c } } }
      backup: { pgbackrest: { image: x, env: [], labels: {}, repos: [{ ${repo} }] } }
    `);
    const keys = ["backup.pgbackrest.repos.0", "clone.pgbackrest.repo"].flatMap((at) =>
      ["account", "key", "keyType"].map((field) => `${at}.${field}`),
    );
    const ofClone = ["clone.pgbackrest.repo.storage missing", "clone.pgbackrest.repo.resource missing"];
    const found = (name: CrdName) =>
      staticCrdProblems(name, cluster).map(
        ({ path, is }) => path.slice(1).join(".") + (is === "missing" ? " missing" : ""),
      );
    expect(found("registered")).to.deep.equal([]);
    expect(found("chart")).to.have.members([
      ...keys,
      ...["minDomains", "nodeAffinityPolicy", "nodeTaintsPolicy", "matchLabelKeys"].map(
        (field) => `topologySpreadConstraints.0.${field}`,
      ),
      "monitor.customQueries",
      ...ofClone,
    ]);
    expect(found("manifests")).to.have.members([
      ...keys,
      ...["backup.pgbackrest.env", "backup.pgbackrest.labels", "labels", "monitor"],
      ...ofClone,
      "backup.pgbackrest.repos.0.resource missing",
    ]);
    expect(staticCrdProblems("chart", clusterOf("clone: { cluster: parent, pgbackrest: {} }"))).to.deep.equal([
      { path: ["spec", "clone", "pgbackrest", "repo"], is: "missing" },
    ]);
  });
});

describe("a schema of a CustomResourceDefinition", () => {
  for (const [what, schema, value, expected] of [
    ["knows its properties", { properties: { a: {} } }, { a: 1, b: 2 }, ["b unknown"]],
    ["requires fields", { properties: { a: {} }, required: ["a", "b"] }, { a: 1 }, ["b missing"]],
    [
      "judges entries of lists",
      { items: { properties: { a: {} }, required: ["a"] } },
      [{}, { b: 1 }],
      ["0.a missing", "1.b unknown", "1.a missing"],
    ],
    ["judges values of maps", { additionalProperties: { properties: { a: {} } } }, { x: { b: 1 } }, ["x.b unknown"]],
    ["may be open", { "x-kubernetes-preserve-unknown-fields": true }, { a: { b: 1 } }, []],
    [
      "may be open beside its properties",
      { "x-kubernetes-preserve-unknown-fields": true, properties: { a: { properties: {} } } },
      { a: { b: 1 }, c: 1 },
      ["a.b unknown"],
    ],
    ["may be open as a map", { additionalProperties: true }, { a: 1 }, []],
    ["says nothing where it is none", undefined, { a: 1 }, []],
  ] as const)
    it(what, () => {
      const found = schemaProblems(JSON.parse(JSON.stringify(schema ?? null)), JSON.parse(JSON.stringify(value)));
      expect(found.map(({ path, is }) => `${path.join(".")} ${is}`)).to.deep.equal(expected);
    });
});
