import { expect } from "chai";
import { parse } from "yaml";
import { filter } from "../../src/function/filter.ts";
import type { JsonValue } from "../../src/json/json-value.ts";

const cluster = (name: string, labels: string) => `apiVersion: cpo.opensource.cybertec.at/v1
kind: postgresql
metadata: {name: ${name}, namespace: pg, labels: ${labels}}
spec:
  teamId: acid
  numberOfInstances: 1
  postgresql: {version: "17"}
  volume: {size: 5Gi}
  backup:
    pgbackrest:
      image: example/pgbackrest:18
      global: {repo1-retention-full: "4"}
      repos: [{name: repo1, storage: pvc, schedule: {full: 30 2 * * *}, volume: {size: 5Gi}}]
`;
const input = [cluster("a", "{tier: gold, zone: z1}"), cluster("b", "{tier: iron}"), cluster("c", "{}")].join("---\n");

async function run(functionConfig: string) {
  const config: JsonValue = parse(functionConfig);
  const { parts, exitCode, findings } = await filter(Buffer.from(input), config);
  const output = Buffer.concat(parts.map((part) => Buffer.from(part))).toString("utf8");
  return {
    exitCode,
    unchanged: output === input,
    expanded: [...output.matchAll(/name: ([abc])-pgbackrest-repo-host\n/g)].map(([, name]) => name).join(""),
    findings: findings
      .filter(({ severity }) => severity === "error")
      .map(({ at, problem, fix }) => `${at.in === "field" ? at.path.join(".") : ""}: ${problem} ${fix}`),
    output,
  };
}
const own = (spec: string) =>
  `apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nmetadata: {name: f}\nspec: ${spec}\n`;
const vienna = "Did you mean `Europe/Vienna`?";
const anyZone = "Write the name of a zone in the IANA database, for example `Europe/Vienna` or `Etc/UTC`.";
const map = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: f}\ndata: ${data}\n`;

describe("the functionConfig", () => {
  for (const [what, config, expanded] of [
    ["no spec", own("null"), "abc"],
    ["a ConfigMap without data", map("null"), "abc"],
    ["matchLabels", own("{selector: {matchLabels: {tier: gold}}}"), "a"],
    ["In", own("{selector: {matchExpressions: [{key: tier, operator: In, values: [iron, gold]}]}}"), "ab"],
    [
      "NotIn, also without the label",
      own("{selector: {matchExpressions: [{key: tier, operator: NotIn, values: [iron]}]}}"),
      "ac",
    ],
    ["Exists", own("{selector: {matchExpressions: [{key: zone, operator: Exists}]}}"), "a"],
    ["DoesNotExist", own("{selector: {matchExpressions: [{key: tier, operator: DoesNotExist}]}}"), "c"],
    ["an empty selector", own("{selector: {}}"), "abc"],
    ["in a ConfigMap: a=b", map('{selector: "tier=gold"}'), "a"],
    ["in a ConfigMap: a==b,c", map('{selector: "tier == gold, zone"}'), "a"],
    ["in a ConfigMap: a!=b", map('{selector: "tier!=gold"}'), "bc"],
    ["in a ConfigMap: !a", map('{selector: "!tier"}'), "c"],
    ["in a ConfigMap: an empty value", map('{selector: "tier="}'), ""],
  ] as const) {
    it(`selects clusters: ${what}`, async () => {
      const { exitCode, expanded: names } = await run(config);
      expect({ exitCode, names }).to.deep.equal({ exitCode: 0, names: expanded });
    });
  }

  it("takes the operator's scalar settings as text, in a ConfigMap", async () => {
    const data =
      '{cluster_domain: x.y, spilo_fsgroup: "103", container_readonly_root_filesystem: "false", cluster_labels: "app:pg, part : db", inherited_labels: "tier, zone", pod_terminate_grace_period: 1m30s, toleration: "key:db,operator:Exists"}';
    const { exitCode, output } = await run(map(data));
    expect(exitCode).to.equal(0);
    for (const line of [
      "repo1-host = a-pgbackrest-repo-host-0.a-clusterpods.pg.svc.x.y",
      "fsGroup: 103",
      "readOnlyRootFilesystem: false",
      "app: pg",
      "part: db",
      "tier: gold",
      "zone: z1",
      "terminationGracePeriodSeconds: 90",
      "key: db",
    ])
      expect(output).to.include(line);
    expect(output).to.not.include("application: cpo");
  });

  for (const [config, finding] of [
    [own("{opreator: {}}"), "spec.opreator: `opreator` is not a field here. Did you mean `operator`?"],
    [
      own("{operator: {kubernetess: {}}}"),
      "spec.operator.kubernetess: `kubernetess` is not a field here. Did you mean `kubernetes`?",
    ],
    [
      own("{operator: {aws_or_gcp: {kube_iam_rol: x}}}"),
      "spec.operator.aws_or_gcp.kube_iam_rol: `kube_iam_rol` is not a field here. Did you mean `kube_iam_role`?",
    ],
    [
      own("{operator: {spilo_fsgroup: '103'}}"),
      "spec.operator.spilo_fsgroup: `spilo_fsgroup` is a string, but must be a whole number. Remove the quotes: `103`.",
    ],
    [
      own("{operator: {pod_terminate_grace_period: 1d}}"),
      "spec.operator.pod_terminate_grace_period: `pod_terminate_grace_period` is `1d`, which is not a Go duration, so the operator does not start. Write a Go duration, for example `5m` or `1h30m`; the longest unit is hours.",
    ],
    // A field that there is, elsewhere.
    [
      own("{release: 0.9.1}"),
      "spec.release: `release` is not a field here. Move it: it belongs at `spec.operator.release`.",
    ],
    [
      own("{operator: {kubernetes: {release: 0.9.1}}}"),
      "spec.operator.kubernetes.release: `release` is not a field here. Move it: it belongs at `spec.operator.release`.",
    ],
    [
      own("{operator: {repoHost: operator}}"),
      "spec.operator.repoHost: `repoHost` is not a field here. Move it: it belongs at `spec.repoHost`.",
    ],
    [
      own("{operator: {repoHost: operator}, repoHost: apply}"),
      "spec.operator.repoHost: `repoHost` is not a field here. Remove it: `spec.repoHost` is there already.",
    ],
    [
      own("{cluster_domain: x.y}"),
      "spec.cluster_domain: `cluster_domain` is not a field here. Move it: it belongs at `spec.operator.cluster_domain`.",
    ],
    [
      own("{timeZone: UTC}"),
      "spec.timeZone: `timeZone` is not a field here. Move it: it belongs at `spec.jobs.timeZone`.",
    ],
    [
      own("{repoHost: ''}"),
      "spec.repoHost: `repoHost` is empty, which is not one of `operator`, `apply`. Write one of these.",
    ],
    [
      own("{selector: {matchExpressions: [null]}}"),
      "spec.selector.matchExpressions.0: Entry 1 of `matchExpressions` is null, but must be a mapping. Remove the entry, or write a mapping.",
    ],
    [
      map("{selector: ''}"),
      "data.selector: `selector` is empty, which is not a label selector that a ConfigMap can hold. Write `key=value`, `key!=value`, `key` or `!key`, joined by commas.",
    ],
    [map("{release: ''}"), "data.release: `release` is empty. Write `0.8.3`, `0.9.0`, `0.9.1` or `0.9.2`."],
    [
      own("{selector: {matchLabel: {}}}"),
      "spec.selector.matchLabel: `matchLabel` is not a field here. Did you mean `matchLabels`?",
    ],
    [
      own("{selector: {matchExpressions: [{key: a, operator: In, vals: [b]}]}}"),
      "spec.selector.matchExpressions.0.vals: `vals` is not a field here. Remove it; the fields here are `key`, `operator`, `values`.",
    ],
    [map("{clusterDomain: x}"), "data.clusterDomain: `clusterDomain` is not a setting. Did you mean `cluster_domain`?"],
    [
      map("{toString: x}"),
      "data.toString: `toString` is not a setting. Remove it; `fn-config/schema.json` lists the settings.",
    ],
    [
      map("{spilo_fsgroup: 103}"),
      "data.spilo_fsgroup: `spilo_fsgroup` is not a string, but a ConfigMap holds only strings. Put the value of `spilo_fsgroup` in quotes.",
    ],
    [
      map("{pod_terminate_grace_period: 1d}"),
      "data.pod_terminate_grace_period: `pod_terminate_grace_period` is `1d`, which is not a Go duration. Write a duration such as `5m` or `1h30m`; the longest unit is hours.",
    ],
    [
      map('{cloneConfigMap: "yes"}'),
      "data.cloneConfigMap: `cloneConfigMap` is a string, but must be `true` or `false`. Write `true` or `false`.",
    ],
    [
      map('{node_readiness_label_merge: "or"}'),
      "data.node_readiness_label_merge: `node_readiness_label_merge` is `or`, which is not one of `AND`, `OR`. Did you mean `OR`?",
    ],
    [
      map('{selector: "tier in (gold)"}'),
      "data.selector: `selector` is `tier in (gold)`, which is not a label selector that a ConfigMap can hold. Write `key=value`, `key!=value`, `key` or `!key`, joined by commas.",
    ],
    ...(
      [
        ["timeZone: Europe/Wien", "is `Europe/Wien`, which is not a time zone that Kubernetes knows.", anyZone],
        ["timeZone: europe/vienna", "is `europe/vienna`, which is not a time zone that Kubernetes knows.", vienna],
        [
          "timeZone: TZ=Europe/Vienna",
          "is `TZ=Europe/Vienna`, which is not a time zone that Kubernetes knows.",
          vienna,
        ],
        ["timeZone: Vienna", "is `Vienna`, which is not a time zone that Kubernetes knows.", vienna],
        ["timeZone: Europe/Viena", "is `Europe/Viena`, which is not a time zone that Kubernetes knows.", vienna],
        ["timeZone: IST", "is `IST`, which is not a time zone that Kubernetes knows.", anyZone],
        ["timeZone: Local", "is `Local`, which is not a time zone that Kubernetes knows.", anyZone],
        ["timeZone: ''", "is empty, which is not a time zone that Kubernetes knows.", anyZone],
        ["timeZone: 1", "is the number `1`, but must be a string.", 'Put it in quotes: `"1"`.'],
        ["suspend: 'false'", "is a string, but must be `true` or `false`.", "Remove the quotes: `false`."],
        ["suspend: 0", "is the number `0`, but must be `true` or `false`.", "Write `true` or `false`."],
        ["backoffLimit: -1", "is the number `-1`, which is less than 0.", "Write 0 or more."],
        ["backoffLimit: 1.5", "is the number `1.5`, but must be a whole number.", "Write a whole number."],
        [
          "backoffLimit: 2147483648",
          "is the number `2147483648`, which is more than 2147483647.",
          "Write 2147483647 or less.",
        ],
        [
          "activeDeadlineSeconds: 9223372037",
          "is the number `9223372037`, which is more than 9223372036.",
          "Write 9223372036 or less.",
        ],
        ["failedJobsHistoryLimit: '3'", "is a string, but must be a whole number.", "Remove the quotes: `3`."],
      ] as const
    ).map(([setting, problem, fix]) => {
      const [name = ""] = setting.split(":");
      return [own(`{jobs: {${setting}}}`), `spec.jobs.${name}: \`${name}\` ${problem} ${fix}`] as const;
    }),
    [own("{jobs: {timezone: UTC}}"), "spec.jobs.timezone: `timezone` is not a field here. Did you mean `timeZone`?"],
    [
      own("{jobs: {schedule: x}}"),
      "spec.jobs.schedule: `schedule` is not a field here. Remove it; the fields here are `timeZone`, `suspend`, `startingDeadlineSeconds`, `successfulJobsHistoryLimit`, `failedJobsHistoryLimit`, `activeDeadlineSeconds`, `backoffLimit`, `ttlSecondsAfterFinished`.",
    ],
    [
      map("{timeZone: europe/vienna}"),
      "data.timeZone: `timeZone` is `europe/vienna`, which is not a time zone that Kubernetes knows. Did you mean `Europe/Vienna`?",
    ],
    [
      map('{suspend: "yes"}'),
      "data.suspend: `suspend` is `yes`, which is neither `true` nor `false`. Write `true` or `false`.",
    ],
    [
      map('{backoffLimit: "2147483648"}'),
      "data.backoffLimit: `backoffLimit` is `2147483648`, which is not a whole number from 0 to 2147483647. Write digits only, for example `6`.",
    ],
    [map('{backofLimit: "2"}'), "data.backofLimit: `backofLimit` is not a setting. Did you mean `backoffLimit`?"],
  ] as const) {
    it(`refuses ${finding.split(" ")[0]} and leaves everything as it is`, async () => {
      const { exitCode, unchanged, findings } = await run(config);
      expect({ exitCode, unchanged, findings }).to.deep.equal({
        exitCode: 3,
        unchanged: true,
        findings: [finding],
      });
    });
  }

  it("reports a zone that is refused together with other mistakes", async () => {
    for (const config of [
      own("{jobs: {timeZone: Local, backoffLimit: -1}}"),
      map('{timeZone: Local, backoffLimit: "-1"}'),
    ]) {
      const { findings } = await run(config);
      expect(findings.map((text) => text.replace(/^.*?(\w+): .*$/s, "$1"))).to.deep.equal(["backoffLimit", "timeZone"]);
    }
  });
});
