import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import type { Answer, ApiServer } from "../../src/cli/api/api-server.ts";
import { clusterDrift } from "../../src/cli/cluster-drift.ts";
import { type LivingPage, livingClusters } from "../../src/cli/living-clusters.ts";
import { livingOperator } from "../../src/cli/living-operator.ts";
import { isObject, type JsonObject, type JsonValue } from "../../src/json/json-value.ts";
import { metadataOf } from "../../src/kubernetes/metadata.ts";
import type { ObservedCluster } from "../../src/status/observed.ts";

/* The API server is a list of objects here: test/cluster/status.test.ts asks a real one. */

const tutorial: readonly JsonObject[] = parseAllDocuments(
  readFileSync(new URL("../../tutorials/pvc/expected.yaml", import.meta.url), "utf8"),
).map((document) => document.toJS());
const cluster = tutorial.find(({ kind }) => kind === "postgresql") ?? {};
const secret = tutorial.find(({ kind }) => kind === "Secret") ?? {};

const forbidden: Answer<never> = { is: "unknown", unknown: { unknown: "forbidden", why: "It is forbidden." } };

/** Objects by the plural of their kind; what is `forbidden` is not there to ask for. Every call is written down. */
function serverOf(
  objects: Readonly<Record<string, readonly JsonObject[] | "forbidden">>,
  dryRun: ApiServer["dryRun"] = async () => forbidden,
) {
  const asked: string[] = [];
  const api: ApiServer = {
    context: "test",
    namespace: "pg",
    async *list({ plural }, { namespace }) {
      asked.push(`list ${plural}`);
      const found = objects[plural] ?? [];
      if (found === "forbidden") yield forbidden;
      else
        yield {
          is: "found",
          value: found.filter((each) => namespace === undefined || metadataOf(each).namespace === namespace),
        };
    },
    async get({ plural }, namespace, name) {
      asked.push(`get ${plural} ${name}`);
      const found = objects[plural] ?? [];
      if (found === "forbidden") return forbidden;
      const value = found.find((each) => metadataOf(each).name === name && metadataOf(each).namespace === namespace);
      return value === undefined ? { is: "missing" } : { is: "found", value };
    },
    async dryRun(kind, object) {
      asked.push(`dry run ${metadataOf(object).name}`);
      return await dryRun(kind, object);
    },
    log: async () => forbidden,
    exec: async () => forbidden,
  };
  return { api, asked };
}

async function pagesOf(
  { api }: ReturnType<typeof serverOf>,
  functionConfig?: JsonValue,
): Promise<readonly LivingPage[]> {
  const pages: LivingPage[] = [];
  const settings = { functionConfig, operator: await livingOperator(api) };
  for await (const page of livingClusters({ api, quiet: api }, {}, settings)) pages.push(page);
  return pages;
}
async function clusterOf(server: ReturnType<typeof serverOf>, functionConfig?: JsonValue) {
  const [page] = await pagesOf(server, functionConfig);
  if (page?.is !== "clusters" || page.clusters[0] === undefined) return expect.fail("there is no cluster");
  return page.clusters[0];
}

const stored = (object: JsonObject, more: JsonObject = {}): JsonObject => ({
  ...object,
  ...more,
  metadata: {
    ...(isObject(object.metadata) ? object.metadata : {}),
    uid: "1",
    resourceVersion: "2",
    generation: 3,
    creationTimestamp: "2026-11-01T00:00:00Z",
    managedFields: [{ manager: "kubectl", fieldsV1: { "f:spec": {} } }],
  },
});
const withSpec = (spec: (spec: JsonObject) => JsonValue): JsonObject => ({
  ...cluster,
  spec: spec(isObject(cluster.spec) ? cluster.spec : {}),
});

/** One with a repository in a bucket, at a path. */
function s3Cluster(name: string, namespace: string, annotations: JsonObject = {}, path = "/shared"): JsonObject {
  const spec = isObject(cluster.spec) ? cluster.spec : {};
  return stored({
    ...cluster,
    metadata: { name, namespace, annotations },
    spec: {
      ...spec,
      backup: {
        pgbackrest: {
          ...{ image: "example.com/pgbackrest:18.3-1", configuration: { secret: "keys" } },
          global: { "repo1-path": path, "repo1-retention-full": "4" },
          repos: [
            {
              ...{ name: "repo1", storage: "s3", resource: "b", endpoint: "s3.example.com", region: "r" },
              schedule: { full: "30 2 * * 0" },
            },
          ],
        },
      },
    },
  });
}

describe("clusters that are their own manifests", () => {
  const status = { PostgresClusterStatus: "Running" };

  it("ask for what the function makes of them, whatever the API server has recorded in them", async () => {
    const wanted = await clusterOf(serverOf({ postgresqls: [stored(cluster, { status })], secrets: [stored(secret)] }));
    expect(wanted.mistake).to.equal(undefined);
    expect(wanted.objects()).to.deep.equal(tutorial.filter(({ kind }) => kind !== "postgresql" && kind !== "Secret"));
    expect(wanted.resource).to.equal(undefined);
    expect(wanted.expected).to.deep.include({
      ...{ name: "demo", namespace: "pg", hasRepoHost: true, archives: true, isStandby: false },
      repoHostName: "demo-pgbackrest-repo-host-0.demo-clusterpods.pg.svc.cluster.local",
      sources: [
        { kind: "Secret", name: "demo-pgbackrest-mc2d8kct22", keys: [] },
        { kind: "ConfigMap", name: "demo-pgbackrest-config", keys: ["pgbackrest_instance.conf"] },
        { kind: "ConfigMap", name: "demo-pgbackrest-repohost-config", keys: ["pgbackrest_instance.conf"] },
      ],
    });
    expect(wanted.expected.repositories.map(({ name, jobs }) => ({ name, jobs }))).to.deep.equal([
      {
        name: "repo1",
        jobs: [
          { type: "full", cron: "30 2 * * 0", cronJob: "pgbackrest-demo-repo1-full", isSuspended: false },
          { type: "incr", cron: "30 2 * * 1-6", cronJob: "pgbackrest-demo-repo1-incr", isSuspended: false },
        ],
      },
    ]);
  });

  it("are read without their Secrets where these are forbidden, which is asked once", async () => {
    const named: JsonObject = JSON.parse(JSON.stringify(cluster).replace("demo-pgbackrest-mc2d8kct22", "other-secret"));
    const other = stored({ ...named, metadata: { name: "other", namespace: "pg" } });
    const server = serverOf({ postgresqls: [stored(cluster), other], secrets: "forbidden" });
    const [page] = await pagesOf(server);
    expect(page?.is === "clusters" && page.clusters.map(({ mistake }) => mistake)).to.deep.equal([
      undefined,
      undefined,
    ]);
    expect(server.asked.filter((each) => each.startsWith("get secrets"))).to.have.length(1);
  });

  it("have mistakes that check reports", async () => {
    const bad = withSpec((spec) => JSON.parse(JSON.stringify(spec).replace("30 2 * * 0", "30 2 * * 9")));
    const wanted = await clusterOf(serverOf({ postgresqls: [stored(bad)] }));
    expect(wanted.mistake?.problem).to.match(/30 2 \* \* 9/);
    expect(wanted.mistake).to.include({ id: "mistake-in-resource", level: "critical", object: "postgresql/demo" });
    expect(wanted.expected.unreadable).to.equal(undefined);
    expect(wanted.expected.repositories).to.have.length(1);
  });

  it("have mistakes in their Secret, where the manifest is not what is wrong", async () => {
    const data = Object.fromEntries(Object.keys(isObject(secret.data) ? secret.data : {}).map((key) => [key, ""]));
    const { stringData: _, ...empty } = secret;
    const wanted = await clusterOf(serverOf({ postgresqls: [stored(cluster)], secrets: [stored({ ...empty, data })] }));
    expect(wanted.secretMistake?.level).to.equal("critical");
    expect(wanted.secretMistake?.problem).to.match(/pgBackRest refuses every command/);
    expect(wanted.secretMistake?.fix).to.match(
      /^Correct the Secret in the cluster, or apply the one of the manifests\./,
    );
  });

  it("are named where they cannot be read", async () => {
    const bad = withSpec((spec) => ({ ...spec, backup: { pgbackrest: { image: "x", repos: "repo1" } } }));
    const wanted = await clusterOf(serverOf({ postgresqls: [stored(bad)] }));
    expect(wanted.expected.unreadable).to.match(/repos/);
    expect(wanted.expected.repositories).to.deep.equal([]);
    expect(wanted.objects()).to.deep.equal([]);
  });

  it("write to one place also where they come in different pages, unless that is wanted", async () => {
    const [first, second] = [s3Cluster("one", "pg"), s3Cluster("two", "other")];
    const wanted = s3Cluster("three", "pg", {
      "expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks": "shared-repository=off: it is read alone",
    });
    const apart = s3Cluster("four", "pg", {}, "/four");
    const secrets = ["pg", "other"].map((namespace) => ({
      ...{ kind: "Secret", metadata: { name: "keys", namespace } },
      data: { "s3.conf": Buffer.from("[global]\nrepo1-s3-key=k\nrepo1-s3-key-secret=s\n").toString("base64") },
    }));
    const said = async (...pages: ReadonlyArray<readonly JsonObject[]>) => {
      const { api } = serverOf({ secrets });
      const paged: ApiServer = {
        ...api,
        async *list(kind, where) {
          if (kind.plural !== "postgresqls") yield* api.list(kind, where);
          else for (const value of pages) yield { is: "found", value };
        },
      };
      const found: Array<readonly [string, boolean]> = [];
      const settings = { functionConfig: undefined, operator: [] };
      for await (const page of livingClusters({ api: paged, quiet: paged }, {}, settings))
        for (const { expected, mistake } of page.is === "clusters" ? page.clusters : [])
          found.push([expected.name, /writes to the same place as repo1 of cluster `/.test(mistake?.problem ?? "")]);
      return found;
    };
    const [none, both, later] = [
      [
        ["one", false],
        ["four", false],
      ],
      [
        ["one", true],
        ["two", true],
      ],
      [
        ["one", false],
        ["two", true],
      ],
    ];
    expect(await said([first], [apart])).to.deep.equal(none);
    expect(await said([first, second])).to.deep.equal(both);
    expect(await said([first], [second])).to.deep.equal(later);
    expect(await said([first], [wanted])).to.deep.equal([
      ["one", false],
      ["three", false],
    ]);
    // A list that begins once more.
    expect(await said([first], [first])).to.deep.equal([
      ["one", false],
      ["one", false],
    ]);
  });

  it("hide no other where one is nested too deeply", async () => {
    let deep: JsonValue = {};
    for (let depth = 0; depth < 20_000; depth += 1) deep = { deep };
    const bad = stored({ ...cluster, metadata: { name: "bad", namespace: "pg" }, spec: { deep } });
    const [problem, page] = await pagesOf(serverOf({ postgresqls: [bad, stored(cluster)] }));
    expect(problem?.is === "problems" && problem.problems.map(({ object }) => object)).to.deep.equal([
      "postgresql/bad",
    ]);
    expect(page?.is === "clusters" && page.names).to.deep.equal(["pg/demo"]);
  });

  it("follow the one OperatorConfiguration", async () => {
    const configuration = {
      kubernetes: { pod_service_account_name: "from-crd", cluster_labels: { application: "cpo" } },
    };
    const one = { kind: "OperatorConfiguration", metadata: { name: "a", namespace: "cpo" }, configuration };
    const server = serverOf({ postgresqls: [stored(cluster)], operatorconfigurations: [one] });
    expect(JSON.stringify((await clusterOf(server)).objects())).to.include('"serviceAccountName":"from-crd"');
  });

  for (const [what, variable, name] of [
    ["the OperatorConfiguration, of several,", "POSTGRES_OPERATOR_CONFIGURATION_OBJECT", "b"],
    ["the ConfigMap", "CONFIG_MAP_NAME", "settings"],
  ] as const)
    it(`follow ${what} that the operator's Deployment names`, async () => {
      const of = (account: string) => ({ kubernetes: { pod_service_account_name: account } });
      const configurations = ["a", "b"].map((each) => ({
        kind: "OperatorConfiguration",
        metadata: { name: each, namespace: "cpo" },
        configuration: of(`from-${each}`),
      }));
      const data = {
        pod_service_account_name: "from-settings",
        cluster_name_label: "cluster.cpo.opensource.cybertec.at/name",
      };
      const container = { image: "example.com/postgres-operator:v0.9.2", env: [{ name: variable, value: name }] };
      const server = serverOf({
        postgresqls: [stored(cluster)],
        operatorconfigurations: variable === "CONFIG_MAP_NAME" ? [] : configurations,
        configmaps: [{ kind: "ConfigMap", metadata: { name: "settings", namespace: "cpo" }, data }],
        deployments: [
          {
            metadata: { name: "web", namespace: "web" },
            spec: { template: { spec: { containers: [{ image: "web" }] } } },
          },
          { metadata: { name: "op", namespace: "cpo" }, spec: { template: { spec: { containers: [container] } } } },
        ],
      });
      expect(JSON.stringify((await clusterOf(server)).objects())).to.include(`"serviceAccountName":"from-${name}"`);
    });

  it("are left out by the selector of the functionConfig, and are there all the same", async () => {
    const functionConfig = {
      apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
      kind: "ExpandPgBackRest",
      metadata: { name: "x" },
      spec: { selector: { matchLabels: { team: "other" } } },
    };
    const [page] = await pagesOf(serverOf({ postgresqls: [stored(cluster)] }), functionConfig);
    expect(page).to.deep.include({ is: "clusters", clusters: [], names: ["pg/demo"] });
  });

  it("cannot be looked for with a bad functionConfig, nor where they are forbidden", async () => {
    const [refused] = await pagesOf(serverOf({ postgresqls: [stored(cluster)] }), { kind: "Nonsense" });
    expect(refused?.is).to.equal("refused");
    const [problems] = await pagesOf(serverOf({ postgresqls: "forbidden" }));
    expect(problems?.is === "problems" && problems.problems.map(({ id, level }) => ({ id, level }))).to.deep.equal([
      { id: "forbidden", level: "unknown" },
    ]);
  });
});

describe("clusters that an API server does not give", () => {
  const answering = (answer: Answer<never>): ApiServer => ({
    ...serverOf({}).api,
    async *list() {
      yield answer;
    },
    get: async () => answer,
  });
  const first = async (answer: Answer<never>, scope: object) => {
    const api = answering(answer);
    const settings = { functionConfig: undefined, operator: [] };
    for await (const page of livingClusters({ api, quiet: api }, scope, settings))
      return page.is === "problems" ? page.problems[0]?.problem : page.is;
    return undefined;
  };

  it("are named where one was asked for, and else their kind is not known", async () => {
    const missing = { is: "missing" } as const;
    expect(await first(missing, { name: "nope", namespace: "pg" })).to.equal("There is no postgresql `pg/nope`.");
    expect(await first(missing, {})).to.equal("The API server does not know the kind postgresql.");
  });

  it("are asked for with a selector that can be read", async () => {
    const refusal = { is: "refused", code: 400, reason: "BadRequest", message: "unable to parse requirement" } as const;
    expect(await first(refusal, { labelSelector: "x in (" }).catch((error: Error) => error.name)).to.equal(
      "UsageError",
    );
    expect(await first(refusal, {})).to.match(/unable to parse requirement/);
  });
});

describe("what an API server is asked for drift", () => {
  const byPlural = (objects: readonly JsonObject[]) => ({
    postgresqls: [stored(cluster)],
    secrets: [stored(secret)],
    configmaps: objects.filter(({ kind }) => kind === "ConfigMap"),
    statefulsets: objects.filter(({ kind }) => kind === "StatefulSet"),
    cronjobs: objects.filter(({ kind }) => kind === "CronJob"),
  });
  const unknown = { unknown: "not-asked", why: "" } as const;
  const observed: ObservedCluster = {
    ...{ name: "demo", namespace: "pg", resource: { createdAt: 0 }, cronJobs: [], jobs: [], repoHost: "missing" },
    ...{ certificate: unknown, sources: [], info: unknown, archiver: unknown, volumes: [] },
  };
  const objects = tutorial.filter(({ kind }) => kind !== "postgresql" && kind !== "Secret");
  const changedJobs = objects.map((each) =>
    each.kind === "CronJob" ? JSON.parse(JSON.stringify(each).replace("30 2 * *", "40 2 * *")) : each,
  );
  const look = async (server: ReturnType<typeof serverOf>, by: "auto" | "dry-run" | "compare") => {
    const wanted = await clusterOf(server);
    server.asked.length = 0;
    return await clusterDrift(server.api, wanted, observed, { by, quiet: server.api, mayNotDryRun: new Set() });
  };

  it("is no dry run where nothing differs", async () => {
    const server = serverOf(byPlural(objects));
    expect(await look(server, "auto")).to.deep.equal([]);
    expect(server.asked.filter((each) => each.startsWith("dry run"))).to.deep.equal([]);
  });

  it("is a dry run of what differs, as it is and as a new object", async () => {
    const server = serverOf(byPlural(changedJobs), async (_, value) => ({ is: "found", value }));
    const drift = await look(server, "auto");
    expect(Array.isArray(drift) && drift.map(({ name, is }) => `${name} ${is}`)).to.deep.equal([
      "pgbackrest-demo-repo1-full changed",
      "pgbackrest-demo-repo1-incr changed",
    ]);
    expect(server.asked.filter((each) => each.startsWith("dry run")).sort()).to.deep.equal([
      "dry run expand-pgbackrest-status-dry-run",
      "dry run expand-pgbackrest-status-dry-run",
      "dry run pgbackrest-demo-repo1-full",
      "dry run pgbackrest-demo-repo1-incr",
    ]);
  });

  it("is nothing with compare, and the same is seen where a dry run is forbidden", async () => {
    const compared = serverOf(byPlural(changedJobs));
    const drift = await look(compared, "compare");
    expect(compared.asked.filter((each) => each.startsWith("dry run"))).to.deep.equal([]);
    expect(await look(serverOf(byPlural(changedJobs)), "auto")).to.deep.equal(drift);
    expect(drift).to.have.length(2);
  });

  it("takes a webhook that knows no dry run for no answer", async () => {
    const message = "admission webhook x does not support dry run";
    const server = serverOf(byPlural(changedJobs), async () => ({
      is: "refused",
      code: 400,
      reason: "BadRequest",
      message,
    }));
    const drift = await look(server, "auto");
    expect(Array.isArray(drift) && drift.map(({ is }) => is)).to.deep.equal(["changed", "changed"]);
  });
});
