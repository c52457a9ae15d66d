import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { filter } from "../../src/function/filter.ts";
import { requireTool, root, run } from "../tools.ts";

/*
 * Rules that say "Kubernetes refuses" against Kubernetes itself: every place of a cluster and of the operator's settings that reaches pods or
 * claims, with every value of a list, one at a time. The rules and Kubernetes must refuse the same ones.
 */

const validator = join(root, ".cache", "kubernetes-validator");

const rules = [
  "scheduling-refused",
  "claim-refused",
  "environment-source",
  "environment-name",
  "operator-settings-refused",
  "pod-annotations-refused",
  "pod-labels-refused",
  "image-name",
];

const cluster: unknown = parse(`
apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata: {name: demo, namespace: pg, labels: {tier: gold}}
spec:
  teamId: acid
  numberOfInstances: 1
  postgresql: {version: "17"}
  volume: {size: 5Gi}
  env:
  - {name: A, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: metadata.name}}}
  - {name: B, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}
  - {name: C, valueFrom: {resourceFieldRef: {containerName: pgbackrest, resource: requests.memory, divisor: 1Mi}}}
  - {name: D, valueFrom: {configMapKeyRef: {name: m, key: k, optional: true}}}
  - {name: E, value: x}
  podPriorityClassName: high
  podAnnotations: {a: b}
  labels: {l: m}
  tolerations:
  - {key: a, operator: Equal, value: b, effect: NoExecute, tolerationSeconds: 5}
  - {key: c, operator: Exists}
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In, values: [b]}], matchFields: [{key: metadata.name, operator: In, values: [n]}]}]
    preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: a, operator: Gt, values: ["1"]}]}}]
  topologySpreadConstraints:
  - {maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, minDomains: 2, nodeAffinityPolicy: Honor, nodeTaintsPolicy: Ignore, matchLabelKeys: [k], labelSelector: {matchLabels: {a: b}, matchExpressions: [{key: c, operator: NotIn, values: [d]}]}}
  - {maxSkew: 1, topologyKey: b, whenUnsatisfiable: ScheduleAnyway}
  backup:
    pgbackrest:
      image: example/pgbackrest:18
      global: {repo1-retention-full: "4"}
      labels: {x: y}
      repos:
      - name: repo1
        storage: pvc
        schedule: {full: 30 2 * * 0}
        volume: {size: 5Gi, storageClass: fast, selector: {matchLabels: {a: b}, matchExpressions: [{key: k, operator: In, values: [v]}]}}
`);
const operator: unknown = parse(`
kubernetes:
  custom_pod_annotations: {a: b}
  cluster_labels: {application: x, team: acid, tier: gold}
  inherited_labels: [tier]
  enable_pod_antiaffinity: true
  pod_antiaffinity_topology_key: zone
  node_readiness_label: {ready: "yes"}
  node_readiness_label_merge: AND
  pod_priority_class_name: low
  pod_service_account_name: pod
  spilo_runasuser: 1
  spilo_runasgroup: 1
  spilo_fsgroup: 1
  toleration: {key: a, operator: Equal, value: b, effect: NoSchedule}
`);

const values: readonly unknown[] = [
  "",
  "x",
  "X_y",
  "a b",
  "a/b",
  "a/b/c",
  "-a",
  "a.b",
  "..",
  "*",
  "x".repeat(64),
  "x".repeat(254),
  "In",
  "NotIn",
  "Exists",
  "DoesNotExist",
  "Gt",
  "Lt",
  "Equal",
  "NoExecute",
  "NoSchedule",
  "DoNotSchedule",
  "ScheduleAnyway",
  "Honor",
  "metadata.name",
  "metadata.labels['a']",
  "spec.nodeName",
  "limits.cpu",
  "requests.memory",
  "1",
  "0",
  "1Ki",
  "1000m",
  "1k",
  "3",
  "1m",
  0,
  1,
  -1,
  101,
  2 ** 31,
  [],
  ["a"],
  ["a", "b"],
  ["a b"],
  {},
  { "a b": "c" },
  { a: "b c" },
  { c: "d" },
];

type Path = ReadonlyArray<string | number>;

function pathsOf(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [at];
  const below = Object.entries(value).flatMap(([key, field]) =>
    pathsOf(field, [...at, Array.isArray(value) ? Number(key) : key]),
  );
  return at.length === 0 ? below : [at, ...below];
}

function changed(value: unknown, path: Path, to: unknown): unknown {
  const copy: unknown = structuredClone(value);
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => Reflect.get(Object(at), key), copy);
  const last = path.at(-1) ?? "";
  if (to !== undefined) Reflect.set(Object(parent), last, to);
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else Reflect.deleteProperty(Object(parent), last);
  return copy;
}

const own = /^(env|podPriorityClassName|podAnnotations|labels|tolerations|nodeAffinity|topologySpreadConstraints)$/;

/** Clusters and settings with one place changed. */
const cases = [
  ...pathsOf(cluster)
    .filter(
      ([spec, field, section, part]) =>
        spec === "spec" &&
        (own.test(String(field)) || (section === "pgbackrest" && ["labels", "repos"].includes(String(part)))),
    )
    .filter(
      (path) =>
        !path.includes("repos") || (path.includes("volume") && path.at(-1) !== "size" && path.at(-1) !== "volume"),
    )
    .flatMap((path) =>
      [undefined, ...values].map((to) => ({
        what: `${path.join(".")} = ${JSON.stringify(to)}`,
        resource: changed(cluster, path, to),
        settings: {} as unknown,
      })),
    ),
  ...pathsOf(operator).flatMap((path) =>
    [undefined, ...values].map((to) => ({
      what: `operator ${path.join(".")} = ${JSON.stringify(to)}`,
      resource: changed(changed(cluster, ["spec", "tolerations"], []), ["spec", "podPriorityClassName"], undefined),
      settings: changed(operator, path, to),
    })),
  ),
];

describe("what Kubernetes refuses of pods and claims", () => {
  it("the rules refuse, and nothing else", async function () {
    this.timeout(480_000);
    const command = requireTool(this, "the Kubernetes validator", existsSync(validator) ? validator : undefined);
    const off = Object.fromEntries(rules.map((rule) => [rule, { severity: "off" }]));
    const outcome = async (resource: unknown, settings: unknown, checks: object) => {
      const list = { apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items: [resource] };
      const config = {
        apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1",
        kind: "ExpandPgBackRest",
        spec: { operator: settings, checks },
      };
      const { parts, findings } = await filter(Buffer.from(JSON.stringify(list)), JSON.parse(JSON.stringify(config)));
      const errors = findings.filter(({ severity }) => severity === "error");
      const output: { items: readonly unknown[] } = JSON.parse(
        Buffer.concat(parts.map((part) => Buffer.from(part))).toString(),
      );
      return { errors, objects: output.items.slice(1) };
    };
    const ours = new Map<string, boolean>();
    let documents = "";
    const ofCase: string[] = [];
    for (const { what, resource, settings } of cases) {
      const { errors } = await outcome(resource, settings, {});
      // Another test covers what the API server refuses first.
      if (errors.some(({ rule }) => !rules.includes(rule))) continue;
      ours.set(what, errors.length > 0);
      const { objects } = await outcome(resource, settings, off);
      for (const object of objects) {
        documents += `---\n${JSON.stringify(object)}\n`;
        ofCase.push(what);
      }
    }
    const { stdout } = run(command, [], { input: documents });
    const theirs = new Map<string, string>();
    for (const [index, line] of stdout.trim().split("\n").entries()) {
      const { problems }: { problems: readonly string[] } = JSON.parse(line);
      if (problems[0] !== undefined) theirs.set(ofCase[index] ?? "", problems[0].slice(0, 200));
    }
    expect(ours.size).to.be.greaterThan(1500);
    const missed = [...ours]
      .filter(([what, refused]) => !refused && theirs.has(what))
      .map(([what]) => `${what}: ${theirs.get(what)}`);
    const wrong = [...ours].filter(([what, refused]) => refused && !theirs.has(what)).map(([what]) => what);
    expect({ missed, wrong }).to.deep.equal({ missed: [], wrong: [] });
  });
});
