import { expect } from "chai";
import { flatSettings } from "../../src/cpo/operator-configuration.ts";
import { settingTypes } from "../../src/cpo/settings-from-text.ts";
import { filter } from "../../src/function/filter.ts";

const cluster = `apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata: {name: demo, namespace: pg}
spec:
  teamId: acid
  numberOfInstances: 1
  postgresql: {version: "17"}
  volume: {size: 5Gi}
  nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}
  backup:
    pgbackrest:
      image: example/pgbackrest:18
      global: {repo1-retention-full: "4"}
      repos: [{name: repo1, storage: pvc, schedule: {full: 30 2 * * *}, volume: {size: 5Gi}}]
`;
const resource = (domain: string, index = 0) => `apiVersion: cpo.opensource.cybertec.at/v1
kind: OperatorConfiguration
metadata: {name: cpo, annotations: {config.kubernetes.io/index: "${index}"}}
configuration: {kubernetes_use_configmaps: true, kubernetes: {cluster_domain: ${domain}, pod_service_account_name: pods}}
`;
const map = (data: string) => `apiVersion: v1
kind: ConfigMap
metadata: {name: postgres-operator}
data:
${data.replace(/^(?=.)/gm, "  ")}`;

async function run(...documents: readonly string[]) {
  const { parts, findings } = await filter(Buffer.from(documents.join("---\n")));
  const output = Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8");
  return {
    errors: findings.filter(({ severity }) => severity === "error").map(({ problem }) => problem),
    output: output.slice(documents.join("---\n").length),
  };
}

describe("the operator's own configuration among the items", () => {
  it("wherever it stands, and whatever other apiVersions there are", async () => {
    const foreign = resource("other").replace("cpo.opensource.cybertec.at", "acid.zalan.do");
    for (const documents of [
      [resource("a.b"), foreign, cluster],
      [cluster, foreign, resource("a.b")],
    ]) {
      const { errors, output } = await run(...documents);
      expect(errors).to.deep.equal([]);
      expect(output).to.include("demo-clusterpods.pg.svc.a.b").and.include("serviceAccountName: pods");
    }
  });

  it("the same one twice is one; two different ones are an error", async () => {
    expect((await run(resource("a.b"), resource("a.b", 1), cluster)).errors).to.deep.equal([]);
    expect((await run(resource("a.b"), resource("c.d"), cluster)).errors).to.deep.equal([
      "The input has two configurations of the operator, `cpo` and `cpo`, but the operator reads only one.",
    ]);
  });

  it("as a ConfigMap: text of all types, with the operator's own defaults", async () => {
    const { errors, output } = await run(
      map(`cluster_domain: x.y
cluster_labels: "app:pg,part:db"
cluster_name_label: name
pod_service_account_name: pods
pod_terminate_grace_period: 1m30s
spilo_fsgroup: "103"
spilo_privileged: "T"
inherited_labels: "a, b"
kubernetes_use_configmaps: "true"
node_readiness_label: "ready:yes"
persistent_volume_claim_retention_policy: "when_deleted:delete,when_scaled:retain"
super_username: postgres
`),
      cluster,
    );
    expect(errors).to.deep.equal([]);
    for (const line of [
      "demo-clusterpods.pg.svc.x.y",
      "app: pg",
      "name: demo",
      "serviceAccountName: pods",
      "terminationGracePeriodSeconds: 90",
      "fsGroup: 103",
      "privileged: true",
      "readOnlyRootFilesystem: false", // the operator's default, not the chart's
      "whenDeleted: Delete",
    ])
      expect(output).to.include(line);
    // OR is the default here: the readiness label is a separate term.
    expect(output.match(/- matchExpressions:/g)).to.have.lengthOf(2);
  });

  it("a ConfigMap with one setting counts by its name alone", async () => {
    const one = map('default_memory_limit: 2Gi\nkubernetes_use_configmaps: "true"\n').replace(/ {2}kube.*\n/, "");
    const { errors } = await run(one, cluster);
    // By the operator's own default, which is not that of its chart.
    expect(errors.join("\n")).to.match(/kubernetes_use_configmaps` is false/);
    expect((await run(one.replace("postgres-operator", "web"), cluster)).errors).to.deep.equal([]);
  });

  it("a ConfigMap counts for nothing beside the resource: it may be another operator's", async () => {
    const other = map(
      "cluster_domain: zalando\ncluster_name_label: cluster-name\npod_service_account_name: zalando-pod\n",
    );
    const { errors, output } = await run(other, resource("a.b"), cluster);
    expect(errors).to.deep.equal([]);
    expect(output).to.include("svc.a.b").and.not.include("zalando");
  });

  it("text that cannot be a value of its setting is an error that names it", async () => {
    const data =
      "pod_service_account_name: pods\ncluster_name_label: name\nspilo_privileged: yes please\npod_terminate_grace_period: 1d\nkubernetes_use_configmaps: 'true'\n";
    expect((await run(map(data), cluster)).errors).to.have.members([
      "`spilo_privileged` is `yes please`, which is not a boolean.",
      "`pod_terminate_grace_period` is `1d`, which is not a Go duration.",
    ]);
  });

  it("settings as text have the types of the schema", () => {
    const typeOf = (schema: unknown): string => {
      const type: unknown = Reflect.get(Object(schema), "type");
      if (type === "array") return "list";
      if (type === "object") return Reflect.has(Object(schema), "properties") ? "retention" : "map";
      if (type === "boolean" || type === "integer") return String(type);
      return /ns\|us/.test(String(Reflect.get(Object(schema), "pattern"))) ? "duration" : "text";
    };
    expect(
      Object.fromEntries(Object.entries(flatSettings).map(([name, schema]) => [name, typeOf(schema)])),
    ).to.deep.equal(settingTypes());
  });
});
