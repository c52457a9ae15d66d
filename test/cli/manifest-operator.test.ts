import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { ApiServer } from "../../src/cli/api/api-server.ts";
import { readArguments } from "../../src/cli/arguments.ts";
import { processIo } from "../../src/cli/io.ts";
import { livingOperator } from "../../src/cli/living-operator.ts";
import { manifestClusters } from "../../src/cli/manifest-clusters.ts";
import { status } from "../../src/cli/status.ts";
import type { JsonObject } from "../../src/json/json-value.ts";
import { root } from "../tools.ts";

/* Whose word counts for the operator's settings and release, of manifests, functionConfig and the cluster. */

const manifest = readFileSync(join(root, "tutorials/pvc/postgresql.yaml"), "utf8");
const cpo = "cpo.opensource.cybertec.at/v1";

const configuration = (domain: string, name = "a"): JsonObject => ({
  apiVersion: cpo,
  kind: "OperatorConfiguration",
  metadata: { name, namespace: "cpo" },
  configuration: { kubernetes_use_configmaps: true, kubernetes: { cluster_domain: domain } },
});
const map = (data: JsonObject): JsonObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "settings", namespace: "cpo" },
  data: { kubernetes_use_configmaps: "true", ...data },
});
const deployment = (
  image: string,
  env: JsonObject = {},
  labels: JsonObject = { "app.kubernetes.io/name": "postgres-operator" },
): JsonObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "operator", namespace: "cpo", labels },
  spec: {
    template: {
      spec: {
        containers: [{ name: "operator", image, env: Object.entries(env).map(([name, value]) => ({ name, value })) }],
      },
    },
  },
});
const operatorImage = (tag: string) => `example.com/cybertec-pg-operator:${tag}`;

/** An API server with an operator, and no Secrets. */
function serverOf(objects: readonly JsonObject[]) {
  const asked: string[] = [];
  const plurals: Readonly<Record<string, string>> = {
    operatorconfigurations: "OperatorConfiguration",
    deployments: "Deployment",
    configmaps: "ConfigMap",
  };
  const of = (plural: string) => objects.filter(({ kind }) => kind === plurals[plural]);
  const api: ApiServer = {
    ...{ context: "test", namespace: "pg" },
    async *list({ plural }, { labelSelector }) {
      asked.push(`${plural}${labelSelector === undefined ? "" : ` ${labelSelector}`}`);
      const has = (each: JsonObject) =>
        labelSelector === undefined || JSON.stringify(each.metadata).includes(labelSelector.replace("=", '":"'));
      yield { is: "found", value: of(plural).filter(has) };
    },
    async get({ plural }, _, name) {
      const value = of(plural).find(({ metadata }) => JSON.stringify(metadata).includes(`"${name}"`));
      return value === undefined ? { is: "missing" } : { is: "found", value };
    },
    dryRun: async () => ({ is: "missing" }),
    log: async () => ({ is: "missing" }),
    exec: async () => ({ is: "missing" }),
  };
  return { api, asked };
}

/** The domain and the release by which the objects are made, and what is said of the operator. */
async function judged(
  living: readonly JsonObject[],
  { beside = [], operator }: { readonly beside?: readonly JsonObject[]; readonly operator?: JsonObject } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "manifest-operator-"));
  writeFileSync(
    join(folder, "all.yaml"),
    [manifest, ...beside.map((each) => JSON.stringify(each))].join("\n---\n").replaceAll("\n---\n---\n", "\n---\n"),
  );
  const config = join(folder, "config.json");
  const functionConfig = {
    apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
    kind: "ExpandPgBackRest",
    metadata: { name: "x", annotations: { "config.kubernetes.io/local-config": "true" } },
    spec: { operator },
  };
  if (operator !== undefined) writeFileSync(config, JSON.stringify(functionConfig));
  const flags = operator === undefined ? [] : ["--function-config", config];
  const found = await manifestClusters(await readArguments(status, [join(folder, "all.yaml"), ...flags]), processIo, {
    namespace: "pg",
    readSecrets: async () => [],
    operator: await livingOperator(serverOf(living).api),
  });
  const [cluster] = found.clusters;
  if (cluster === undefined) return expect.fail(JSON.stringify(found));
  const { clusterDomain, release } = cluster.settings;
  return {
    uses: `${clusterDomain} ${release.name}`,
    says: found.problems.map(({ id, problem }) => `${id}: ${problem}`).join("\n"),
  };
}

describe("the operator by which manifests are judged", () => {
  const acme = configuration("acme");
  const old = deployment(operatorImage("v0.9.0-1"));
  const cases: ReadonlyArray<
    readonly [string, Parameters<typeof judged>, { readonly uses: string; readonly says?: RegExp }]
  > = [
    ["none that is known", [[]], { uses: "cluster.local 0.9.2" }],
    ["the one in the cluster", [[acme, old]], { uses: "acme 0.9.0" }],
    [
      "the one in the cluster, whose Deployment has no label of a chart",
      [[deployment(operatorImage("v0.8.3"), {}, {})]],
      { uses: "cluster.local 0.8.3" },
    ],
    ["the one of the manifests, which is the same", [[acme, old], { beside: [acme, old] }], { uses: "acme 0.9.0" }],
    [
      "the one of the manifests, which is another",
      [[acme, old], { beside: [configuration("written"), deployment(operatorImage("v0.9.1"))] }],
      {
        uses: "written 0.9.1",
        says: /^operator-differs: The operator in the cluster is v0\.9\.0.*say v0\.9\.1.*\noperator-differs: .*`cluster_domain` is `acme`, not `written`\./,
      },
    ],
    [
      "the functionConfig, and the cluster for what it does not say",
      [[acme, old], { operator: { cluster_name_label: "cluster.cpo.opensource.cybertec.at/name" } }],
      { uses: "acme 0.9.0" },
    ],
    [
      "the functionConfig, which says otherwise",
      [[acme, old], { operator: { cluster_domain: "x", release: "0.9.0" } }],
      {
        uses: "x 0.9.0",
        says: /^operator-differs: The operator in the cluster is configured otherwise.*`acme`, not `x`/,
      },
    ],
    [
      "the newest, where a newer one runs",
      [[deployment(operatorImage("v0.10.0"))]],
      { uses: "cluster.local 0.9.2", says: /^operator-differs: .*v0\.10\.0, which this program does not know/ },
    ],
    [
      "the ConfigMap that the Deployment names, beside an OperatorConfiguration that nobody reads",
      [[acme, map({ cluster_domain: "by-map" }), deployment(operatorImage("v0.9.2"), { CONFIG_MAP_NAME: "settings" })]],
      { uses: "by-map 0.9.2" },
    ],
    [
      "the OperatorConfiguration, where the Deployment names both",
      [
        [
          acme,
          map({ cluster_domain: "by-map" }),
          deployment(operatorImage("v0.9.2"), {
            CONFIG_MAP_NAME: "settings",
            POSTGRES_OPERATOR_CONFIGURATION_OBJECT: "a",
          }),
        ],
      ],
      { uses: "acme 0.9.2" },
    ],
    [
      "this operator, beside Zalando's",
      [
        [
          configuration("acme", "a"),
          configuration("other", "b"),
          deployment("example.com/zalando/postgres-operator:v1.14.0", { POSTGRES_OPERATOR_CONFIGURATION_OBJECT: "a" }),
          deployment(operatorImage("v0.9.2"), { POSTGRES_OPERATOR_CONFIGURATION_OBJECT: "b" }),
        ],
      ],
      { uses: "other 0.9.2" },
    ],
  ];
  for (const [what, given, { says, uses }] of cases)
    it(`is ${what}`, async () => {
      const found = await judged(...given);
      expect(found.uses).to.equal(uses);
      if (says === undefined) expect(found.says).to.equal("");
      else expect(found.says).to.match(says);
    });

  it("is looked for among the Deployments of charts first, which are few", async () => {
    const { api, asked } = serverOf([old]);
    await livingOperator(api);
    expect(asked).to.deep.equal(["deployments app.kubernetes.io/name=postgres-operator", "operatorconfigurations"]);
  });
});
