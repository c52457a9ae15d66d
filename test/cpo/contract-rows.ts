import { expect } from "chai";
import { parse } from "yaml";
import { filter } from "../../src/function/filter.ts";

/*
 * What the contract says of corners that the parity cases do not reach. Expected values are worked out from its text by hand; each row
 * names the section.
 */

export interface Made {
  readonly [path: string]: unknown;
}

const head = { apiVersion: "cpo.opensource.cybertec.at/v1", kind: "postgresql" };
const onVolume = {
  image: "example/pgbackrest:18",
  global: { "repo1-retention-full": "4" },
  repos: [{ name: "repo1", storage: "pvc", schedule: { full: "30 2 * * *" }, volume: { size: "10Gi" } }],
};
const required = {
  teamId: "acid",
  numberOfInstances: 1,
  postgresql: { version: "17" },
  volume: { size: "5Gi" },
};

export interface Input {
  /** Text of `configuration` of an OperatorConfiguration; none: none. */
  readonly operator?: string;
  readonly functionConfig?: string;
  readonly metadata?: string;
  readonly spec?: string;
  /** Text of `spec.backup.pgbackrest`, laid over one repository on a volume. */
  readonly section?: string;
}

/** The documents that the function adds; an error fails the test. */
export async function addedFor({ operator, functionConfig, metadata = "{}", spec = "{}", section = "{}" }: Input) {
  const cluster = {
    ...head,
    metadata: { name: "demo", namespace: "pg", ...parse(metadata) },
    spec: { ...required, ...parse(spec), backup: { pgbackrest: { ...onVolume, ...parse(section) } } },
  };
  const configuration = operator === undefined ? undefined : { kubernetes_use_configmaps: true, ...parse(operator) };
  const items = [
    cluster,
    ...(configuration ? [{ ...head, kind: "OperatorConfiguration", metadata: { name: "c" }, configuration }] : []),
  ];
  const input = `${items.map((item) => JSON.stringify(item)).join("\n---\n")}\n`;
  const config = {
    ...parse(`apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest`),
    spec: {
      ...parse(functionConfig ?? "{}"),
      // Where the `kubernetes` section is left out, the operator makes nothing; the rows are about its generators.
      checks: { "operator-sync-fails": { severity: "off" } },
    },
  };
  const { parts, findings } = await filter(Buffer.from(input), config);
  expect(findings.filter(({ severity }) => severity === "error").map(({ problem }) => problem)).to.deep.equal([]);
  return Buffer.concat(parts.map((part) => Buffer.from(part)))
    .toString("utf8")
    .slice(input.length);
}

const [sts, pod, job, jobPod] = [
  "StatefulSet",
  "StatefulSet spec template spec",
  "CronJob",
  "CronJob spec jobTemplate spec template spec",
] as const;
const labels = {
  application: "cpo",
  "cluster.cpo.opensource.cybertec.at/name": "demo",
  "member.cpo.opensource.cybertec.at/type": "repo-host",
};
const repoEnv = [
  { name: "USE_PGBACKREST", value: "true" },
  { name: "MODE", value: "repo" },
];
const readiness = (...keys: readonly string[]) => keys.map((key) => ({ key, operator: "In", values: ["ready"] }));
const nodeAffinity = `nodeAffinity:
  requiredDuringSchedulingIgnoredDuringExecution:
    nodeSelectorTerms:
    - matchExpressions: [{key: disk, operator: Exists}]
      matchFields: [{key: metadata.name, operator: In, values: [n1]}]
    - matchFields: [{key: metadata.name, operator: In, values: [n2]}]
  preferredDuringSchedulingIgnoredDuringExecution:
  - {weight: 5, preference: {matchExpressions: [{key: zone, operator: NotIn, values: [a]}]}}`;
const preferred = [
  { weight: 5, preference: { matchExpressions: [{ key: "zone", operator: "NotIn", values: ["a"] }] } },
];
const given = [
  {
    matchExpressions: [{ key: "disk", operator: "Exists" }],
    matchFields: [{ key: "metadata.name", operator: "In", values: ["n1"] }],
  },
  { matchFields: [{ key: "metadata.name", operator: "In", values: ["n2"] }] },
];

export const rows: ReadonlyArray<readonly [what: string, input: Input, made: Made]> = [
  [
    "2.5: AND adds the readiness label to every term, and matchFields are lost",
    {
      operator: "kubernetes: {node_readiness_label: {lifecycle: ready}, node_readiness_label_merge: AND}",
      spec: nodeAffinity,
    },
    {
      [`${pod} affinity`]: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: "disk", operator: "Exists" }, ...readiness("lifecycle")] },
              { matchExpressions: readiness("lifecycle") },
            ],
          },
          preferredDuringSchedulingIgnoredDuringExecution: preferred,
        },
      },
    },
  ],
  [
    "2.5: OR adds a term with all readiness labels and leaves the others as they are",
    {
      operator: "kubernetes: {node_readiness_label: {b: ready, a: ready}, node_readiness_label_merge: OR}",
      spec: nodeAffinity,
    },
    {
      [`${pod} affinity nodeAffinity requiredDuringSchedulingIgnoredDuringExecution`]: {
        nodeSelectorTerms: [...given, { matchExpressions: readiness("b", "a") }],
      },
    },
  ],
  [
    "2.5: without a merge the CR's own terms stay alone",
    { operator: "kubernetes: {node_readiness_label: {lifecycle: ready}}", spec: nodeAffinity },
    {
      [`${pod} affinity nodeAffinity requiredDuringSchedulingIgnoredDuringExecution`]: { nodeSelectorTerms: given },
      [`${jobPod} affinity nodeAffinity`]: undefined,
    },
  ],
  [
    "2.5: a node affinity that only prefers gets the readiness label as its only requirement",
    {
      operator: "kubernetes: {node_readiness_label: {lifecycle: ready}}",
      spec: "nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 5, preference: {matchExpressions: [{key: zone, operator: NotIn, values: [a]}]}}]}",
    },
    {
      [`${pod} affinity nodeAffinity`]: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: readiness("lifecycle") }],
        },
        preferredDuringSchedulingIgnoredDuringExecution: preferred,
      },
    },
  ],
  [
    "2.5: anti-affinity goes by all pod labels, and joins the node affinity",
    {
      operator: "kubernetes: {enable_pod_antiaffinity: true, pod_antiaffinity_topology_key: zone}",
      spec: "{labels: {tier: db}, monitor: {image: example/exporter:1}, nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}}",
      section: "labels: {tier: backup}",
    },
    {
      [`${pod} affinity`]: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: "a", operator: "Exists" }] }],
          },
        },
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              labelSelector: {
                matchLabels: { ...labels, team: "acid", tier: "backup", cpo_monitoring_stack: "true" },
              },
              topologyKey: "zone",
            },
          ],
        },
      },
    },
  ],
  ...(
    [
      ["key alone", "{key: dedicated}", "[]", [{ key: "dedicated" }]],
      ["operator alone", "{operator: Exists}", "[]", [{ operator: "Exists" }]],
      ["other keys count for nothing", "{tolerationSeconds: '5'}", "[]", undefined],
      ["empty values count for nothing", "{key: '', value: ''}", "[]", undefined],
      [
        "the CR's own win, whatever they say",
        "{key: dedicated}",
        "[{operator: Exists, effect: NoExecute, tolerationSeconds: 0}]",
        [{ operator: "Exists", effect: "NoExecute", tolerationSeconds: 0 }],
      ],
    ] as const
  ).map(([what, operator, own, tolerations]): readonly [string, Input, Made] => [
    `2.4: tolerations: ${what}`,
    { operator: `kubernetes: {toleration: ${operator}}`, spec: `tolerations: ${own}` },
    { [`${pod} tolerations`]: tolerations, [`${jobPod} tolerations`]: undefined },
  ]),
  [
    "2.0: variables: the operator's, then the section's, then the cluster's, the first of a name in any case",
    {
      spec: "env: [{name: b, value: cluster}, {name: C, value: cluster}, {name: c, value: again}, {name: Mode, value: x}]",
      section:
        "env: [{name: use_pgbackrest, value: 'false'}, {name: B}, {name: A, valueFrom: {configMapKeyRef: {name: m, key: k, optional: false}}}, {name: selector, value: x}, {name: a, value: again}]",
    },
    {
      [`${pod} containers 0 env`]: [
        ...repoEnv,
        { name: "B" },
        { name: "A", valueFrom: { configMapKeyRef: { name: "m", key: "k", optional: false } } },
        { name: "selector", value: "x" },
        { name: "C", value: "cluster" },
      ],
      [`${jobPod} containers 0 env`]: [
        { name: "USE_PGBACKREST", value: "true" },
        { name: "MODE", value: "backup" },
        { name: "COMMAND_OPTS", value: "--stanza=db --repo=1 --type=full" },
        { name: "CONTAINER", value: "pgbackrest" },
        {
          name: "SELECTOR",
          value:
            "application=cpo,cluster.cpo.opensource.cybertec.at/name=demo,member.cpo.opensource.cybertec.at/type=repo-host",
        },
        { name: "B" },
        { name: "A", valueFrom: { configMapKeyRef: { name: "m", key: "k", optional: false } } },
        { name: "C", value: "cluster" },
      ],
    },
  ],
  [
    "2.0: labels: inherited ones over the team's, the section's over the cluster's, the monitoring mark over all, only on pods",
    {
      operator: "kubernetes: {inherited_labels: [team, missing, zone]}",
      metadata: "{labels: {team: blue, zone: z1, other: x}}",
      spec: "{labels: {zone: z2, tier: db}, monitor: {image: example/exporter:1}}",
      section: "labels: {tier: backup, cpo_monitoring_stack: 'no'}",
    },
    {
      [`${sts} spec selector matchLabels`]: labels,
      [`${sts} metadata labels team`]: "blue",
      [`${sts} metadata labels zone`]: "z1",
      [`${sts} metadata labels tier`]: undefined,
      [`${sts} spec template metadata labels`]: {
        ...labels,
        team: "blue",
        zone: "z2",
        tier: "backup",
        cpo_monitoring_stack: "true",
      },
      [`${sts} spec volumeClaimTemplates 0 metadata labels`]: {
        application: "cpo",
        "cluster.cpo.opensource.cybertec.at/name": "demo",
        team: "blue",
        zone: "z1",
      },
      [`${job} metadata labels cpo_monitoring_stack`]: undefined,
      [`${job} spec jobTemplate spec template metadata labels cpo_monitoring_stack`]: "true",
    },
  ],
  [
    "2.0: monitor null is none",
    { spec: "monitor:" },
    { [`${sts} spec template metadata labels cpo_monitoring_stack`]: undefined },
  ],
  [
    "2.0: the cluster's name wins over a cluster label of its key; selectors follow",
    {
      operator:
        "kubernetes: {cluster_labels: {name: x, zone: z, Zone: Y}, cluster_name_label: name, pod_role_label: role}",
      section:
        "{configuration: {secret: s}, global: {repo1-path: /a, repo1-retention-full: '4'}, repos: [{name: repo1, storage: s3, resource: b, endpoint: e, region: r, schedule: {diff: 0 1 * * *}}]}",
    },
    {
      [`${jobPod} containers 0 env 4 value`]: "Zone=Y,name=demo,role=master,zone=z",
      [`${jobPod} affinity podAffinity preferredDuringSchedulingIgnoredDuringExecution 0 podAffinityTerm labelSelector matchLabels`]:
        { name: "demo", zone: "z", Zone: "Y", "member.cpo.opensource.cybertec.at/type": "postgresql" },
    },
  ],
  [
    "2.0: annotations: inherited by exact key, downscaler's by expression and only on the StatefulSet, the pods' own",
    {
      operator: `{kubernetes: {inherited_annotations: [a, b], downscaler_annotations: ['^down[a-z]+/', 'x$'], custom_pod_annotations: {a: custom, c: custom}}, aws_or_gcp: {kube_iam_role: r}}`,
      metadata: "{annotations: {a: cr, ax: cr, downscaler/uptime: cr, ab: cr}}",
      spec: "podAnnotations: {c: spec, iam.amazonaws.com/role: spec}",
    },
    {
      [`${sts} metadata annotations`]: { a: "cr", ax: "cr", "downscaler/uptime": "cr" },
      [`${sts} spec template metadata annotations`]: { a: "cr", c: "spec", "iam.amazonaws.com/role": "r" },
      [`${sts} spec volumeClaimTemplates 0 metadata annotations`]: { a: "cr" },
      [`${job} metadata annotations`]: { a: "cr" },
      [`${job} spec jobTemplate spec template metadata annotations`]: {
        a: "custom",
        c: "spec",
        "iam.amazonaws.com/role": "r",
      },
    },
  ],
  [
    "2.4: the claim's selector as given, an empty class left out",
    {
      section:
        "repos: [{name: repo1, storage: pvc, volume: {size: 1.5Gi, storageClass: '', selector: {matchLabels: {a: '', b:}, matchExpressions: [{key: k, operator: DoesNotExist}, {key: l, operator: NotIn, values: [x]}]}, iops: 3000, subPath: p}}]",
    },
    {
      [`${sts} spec volumeClaimTemplates 0 spec`]: {
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1.5Gi" } },
        selector: {
          matchLabels: { a: "", b: "" },
          matchExpressions: [
            { key: "k", operator: "DoesNotExist" },
            { key: "l", operator: "NotIn", values: ["x"] },
          ],
        },
        volumeMode: "Filesystem",
      },
      CronJob: undefined,
    },
  ],
  [
    "2.4: each resource falls back by itself, an empty text too; the operator's smallest and largest do not apply",
    {
      operator:
        "{postgres_pod_resources: {default_cpu_request: 50m, default_memory_limit: 2Gi, min_cpu_limit: '4', max_cpu_request: 10m}}",
      section: "resources: {requests: {memory: 1Gi}, limits: {cpu: '2'}}",
    },
    {
      [`${pod} containers 0 resources`]: {
        requests: { cpu: "50m", memory: "1Gi" },
        limits: { cpu: "2", memory: "2Gi" },
      },
      [`${jobPod} containers 0 resources`]: {},
    },
  ],
  [
    "2.4: the memory request is raised to the limit, never lowered; compared as quantities",
    {
      operator: "set_memory_request_to_limit: true",
      section: "resources: {requests: {memory: 1000M}, limits: {memory: 1Gi}}",
    },
    { [`${pod} containers 0 resources requests memory`]: "1Gi" },
  ],
  ...(
    [
      ["1h30m", 5400],
      ["90s", 90],
      ["0", 300],
      ["0s", 300],
      ["4.35h", 15660],
      ["1500ms", 1],
      ["300ms", 0],
      ["+1m", 60],
    ] as const
  ).map(([duration, seconds]): readonly [string, Input, Made] => [
    `2.4: a grace period of ${duration}`,
    { operator: `kubernetes: {pod_terminate_grace_period: ${duration === "0" ? "'0'" : duration}}` },
    { [`${pod} terminationGracePeriodSeconds`]: seconds, [`${jobPod} terminationGracePeriodSeconds`]: seconds },
  ]),
  [
    "2.4: capabilities in capitals, in their order; ids of 0 count; a job has none of it",
    {
      operator:
        "kubernetes: {additional_pod_capabilities: [sys_nice, Net_Admin], spilo_runasuser: 0, spilo_fsgroup: 103}",
      spec: "{spiloRunAsUser: 7, spiloFSGroup: 7}",
    },
    {
      [`${pod} securityContext`]: { runAsUser: 0, fsGroup: 103 },
      [`${pod} containers 0 securityContext`]: {
        allowPrivilegeEscalation: true,
        privileged: false,
        readOnlyRootFilesystem: false,
        capabilities: { add: ["SYS_NICE", "NET_ADMIN"] },
      },
      [`${jobPod} securityContext`]: {},
      [`${jobPod} containers 0 securityContext`]: {
        allowPrivilegeEscalation: true,
        privileged: false,
        readOnlyRootFilesystem: true,
      },
    },
  ],
  [
    "2.0: volumes in their order: /tmp, the socket, the additional secret, then the object's own",
    {
      operator:
        "{kubernetes: {container_readonly_root_filesystem: true, share_pgsocket_with_sidecars: true}, aws_or_gcp: {additional_secret_mount: cloud, additional_secret_mount_path: /cloud}}",
    },
    {
      [`${pod} containers 0 volumeMounts`]: [
        { name: "repo1", mountPath: "/data/pgbackrest/repo1" },
        { name: "pgbackrest-tmp", mountPath: "/tmp" },
        { name: "postgresql-run", mountPath: "/var/run/postgresql" },
        { name: "cloud", mountPath: "/cloud" },
        { name: "pgbackrest-config", mountPath: "/etc/pgbackrest/conf.d" },
        { name: "cert-secret", mountPath: "/etc/pgbackrest/certs" },
      ],
      [`${pod} volumes 2`]: { name: "cloud", secret: { secretName: "cloud" } },
      [`${jobPod} containers 0 volumeMounts`]: [
        { name: "pgbackrest-tmp", mountPath: "/tmp" },
        { name: "cloud", mountPath: "/cloud" },
        { name: "pgbackrest-config", mountPath: "/etc/pgbackrest/conf.d" },
      ],
    },
  ],
  [
    "2.4: retention: one of the two given, the other keeps",
    { operator: "kubernetes: {persistent_volume_claim_retention_policy: {when_scaled: delete}}" },
    { [`${sts} spec persistentVolumeClaimRetentionPolicy`]: { whenDeleted: "Retain", whenScaled: "Delete" } },
  ],
  [
    "1.1: the deprecated alias of the priority class comes too late for the repo host; empty texts give way",
    {
      operator: "kubernetes: {pod_priority_class_name: operator}",
      spec: "{podPriorityClassName: '', pod_priority_class_name: alias, schedulerName: ''}",
    },
    {
      [`${pod} priorityClassName`]: "operator",
      [`${pod} schedulerName`]: undefined,
      [`${jobPod} priorityClassName`]: undefined,
    },
  ],
  [
    "8.1: an OperatorConfiguration without sections: the operator's own defaults",
    { operator: "{}" },
    {
      [`${pod} serviceAccountName`]: "postgres-pod",
      [`${pod} volumes 0 name`]: "pgbackrest-config",
      [`${pod} containers 0 securityContext readOnlyRootFilesystem`]: false,
      [`${jobPod} containers 0 securityContext readOnlyRootFilesystem`]: true,
    },
  ],
  [
    "8.1: a kubernetes section that is there brings its schema's defaults",
    { operator: "kubernetes: {}" },
    { [`${pod} serviceAccountName`]: "cpo-pod" },
  ],
  [
    "8.1: a kubernetes section that is null is none; a null setting takes its default",
    { operator: "kubernetes:" },
    { [`${pod} serviceAccountName`]: "postgres-pod" },
  ],
  [
    "8.1: an empty name passes the schema, so the operator's own default comes in",
    { operator: "kubernetes: {pod_service_account_name: '', cluster_labels: {application: null}}" },
    { [`${pod} serviceAccountName`]: "postgres-pod", [`${sts} spec selector matchLabels`]: labels },
  ],
  [
    "1.3: the functionConfig wins over an OperatorConfiguration, setting by setting; what stands outside of sections wins",
    {
      operator: "kubernetes: {pod_service_account_name: from-crd, cluster_domain: from.crd, pod_role_label: crd}",
      functionConfig:
        "operator: {kubernetes: {pod_service_account_name: section, cluster_domain: section.fn}, cluster_domain: flat.fn}",
    },
    {
      [`${pod} serviceAccountName`]: "section",
      "ConfigMap data pgbackrest_instance.conf": `[db]
pg1-path = /home/postgres/pgdata/pgroot/data
pg1-port = 5432
pg1-socket-path = /var/run/postgresql/

[global]
log-path = /home/postgres/pgdata/pgbackrest/log
spool-path = /home/postgres/pgdata/pgbackrest/spool-path
repo1-retention-full = 4
tls-server-address=*
tls-server-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
tls-server-cert-file = /etc/pgbackrest/certs/pgbackrest-client.crt
tls-server-key-file = /etc/pgbackrest/certs/pgbackrest-client.key
tls-server-auth = demo=*
repo1-host = demo-pgbackrest-repo-host-0.demo-clusterpods.pg.svc.flat.fn
repo1-host-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
repo1-host-cert-file = /etc/pgbackrest/certs/pgbackrest-client.crt
repo1-host-key-file = /etc/pgbackrest/certs/pgbackrest-client.key
repo1-host-type = tls
repo1-host-user = postgres`,
    },
  ],
  [
    "design: a cluster without a namespace: none in its objects, that of the functionConfig in host names",
    { metadata: "{namespace: null}", functionConfig: "namespace: prod" },
    {
      [`${sts} metadata namespace`]: undefined,
      [`${sts} spec template metadata namespace`]: undefined,
      [`${job} spec jobTemplate spec template metadata namespace`]: undefined,
    },
  ],
  [
    "2.6: a long name is cut to 52 characters, and hyphens at its end go too",
    {
      metadata: `{name: ${"a".repeat(27)}-bcde}`,
      section:
        "{configuration: {secret: s}, global: {repo1-path: /a, repo1-retention-full: '4'}, repos: [{name: repo1, storage: s3, resource: b, endpoint: e, region: r, schedule: {full: 0 1 * * *}}]}",
    },
    { [`${job} metadata name`]: `pgbackrest-${"a".repeat(27)}-bcde-repo1-fu` },
  ],
  [
    "2.6: a schedule without types makes no job",
    { section: "repos: [{name: repo1, storage: pvc, schedule: {full:, incr:}, volume: {size: 1Gi}}]" },
    { CronJob: undefined },
  ],
  [
    "2.2: no instances, no global options: the stanza's section is there, and empty",
    { spec: "numberOfInstances: 0", section: "global: {}" },
    {
      "repohost data pgbackrest_instance.conf": `[global]
log-path = /data/pgbackrest/repo1/log
tls-server-address=*
tls-server-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
tls-server-cert-file = /etc/pgbackrest/certs/pgbackrest-repo-host.crt
tls-server-key-file = /etc/pgbackrest/certs/pgbackrest-repo-host.key
tls-server-auth = demo=*
repo1-path = /data/pgbackrest/repo1
[db]`,
    },
  ],
];
