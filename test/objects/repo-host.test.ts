import { repoHost } from "../../src/objects/repo-host.ts";
import { builderTable, objectsIn } from "./given.ts";

/* Contract 2.4. */

const ports =
  "[{ containerPort: 8008, protocol: TCP }, { containerPort: 5432, protocol: TCP }, { containerPort: 8080, protocol: TCP }]";

const volume = `
      backup: { pgbackrest: { image: example/pgbackrest:18, repos: [{ name: repo1, storage: pvc, volume: { size: 10Gi } }] } }
`;

/** The repo host of a cluster without any wishes, with these lines at the end of its pod's spec. */
const host = (ofPod = "") =>
  objectsIn(`
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: demo-pgbackrest-repo-host
  namespace: pg
  labels:
    application: cpo
    cluster.cpo.opensource.cybertec.at/name: demo
    member.cpo.opensource.cybertec.at/type: repo-host
    team: acid
spec:
  replicas: 1
  serviceName: demo-clusterpods
  podManagementPolicy: OrderedReady
  updateStrategy: { type: RollingUpdate }
  persistentVolumeClaimRetentionPolicy: { whenDeleted: Retain, whenScaled: Retain }
  selector:
    matchLabels:
      application: cpo
      cluster.cpo.opensource.cybertec.at/name: demo
      member.cpo.opensource.cybertec.at/type: repo-host
  template:
    metadata:
      namespace: pg
      labels:
        application: cpo
        cluster.cpo.opensource.cybertec.at/name: demo
        member.cpo.opensource.cybertec.at/type: repo-host
        team: acid
    spec:
      serviceAccountName: postgres-pod
      terminationGracePeriodSeconds: 300
      securityContext: {}
      containers:
        - name: pgbackrest
          image: example/pgbackrest:18
          imagePullPolicy: IfNotPresent
          ports: ${ports}
          env: [{ name: USE_PGBACKREST, value: "true" }, { name: MODE, value: repo }]
          resources: { requests: { cpu: 100m, memory: 100Mi }, limits: { cpu: "1", memory: 500Mi } }
          securityContext: { allowPrivilegeEscalation: true, privileged: false, readOnlyRootFilesystem: true }
          volumeMounts:
            - { name: repo1, mountPath: /data/pgbackrest/repo1 }
            - { name: pgbackrest-tmp, mountPath: /tmp }
            - { name: pgbackrest-config, mountPath: /etc/pgbackrest/conf.d }
            - { name: cert-secret, mountPath: /etc/pgbackrest/certs }
      volumes:
        - { name: pgbackrest-tmp, emptyDir: {} }
        - name: pgbackrest-config
          projected:
            defaultMode: 416
            sources: [{ configMap: { name: demo-pgbackrest-repohost-config, optional: true } }]
        - name: cert-secret
          projected: { defaultMode: 416, sources: [{ secret: { name: demo-pgbackrest-cert, optional: true } }] }
${ofPod}
  volumeClaimTemplates:
    - metadata:
        name: repo1
        labels:
          application: cpo
          cluster.cpo.opensource.cybertec.at/name: demo
          team: acid
      spec:
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: 10Gi } }
        volumeMode: Filesystem
`);

builderTable(repoHost, [
  {
    when: "object storage alone: no repo host",
    spec: `
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          repos: [{ name: repo1, storage: s3, resource: bucket, endpoint: s3.example.com, region: eu }]
    `,
    makes: [],
  },
  { when: "a repository on a volume, and nothing else said", spec: volume, makes: host() },
  {
    when: "claims that go when the repo host is scaled down",
    settings: { persistent_volume_claim_retention_policy: { when_deleted: "retain", when_scaled: "delete" } },
    spec: volume,
    makes: JSON.parse(JSON.stringify(host()).replace('"whenScaled":"Retain"', '"whenScaled":"Delete"')),
  },
  {
    when: "tolerations of the cluster, with the fields that Kubernetes knows; the operator's does not count",
    settings: { toleration: { key: "operator" } },
    spec: `${volume}
      tolerations:
        - { key: a, operator: Equal, value: b, effect: NoExecute, tolerationSeconds: 5, unknown: x }
        - { operator: Exists }
    `,
    makes: host(`
      tolerations:
        - { key: a, operator: Equal, value: b, effect: NoExecute, tolerationSeconds: 5 }
        - { operator: Exists }
    `),
  },
  {
    when: "an empty list of tolerations: the operator's, without its empty fields",
    settings: { toleration: { key: "operator", operator: "", value: "x", effect: "NoSchedule" } },
    spec: `${volume}
      tolerations: []
    `,
    makes: host(`
      tolerations: [{ key: operator, value: x, effect: NoSchedule }]
    `),
  },
  {
    when: "a toleration of the operator with empty fields only: none",
    settings: { toleration: { key: "", effect: "" } },
    spec: volume,
    makes: host(),
  },
  {
    when: "rules for spreading, with the fields that Kubernetes knows and those that its type always writes",
    spec: `${volume}
      topologySpreadConstraints:
        - maxSkew: 2
          topologyKey: zone
          whenUnsatisfiable: ScheduleAnyway
          minDomains: 3
          nodeAffinityPolicy: Honor
          nodeTaintsPolicy: Ignore
          matchLabelKeys: [pod-template-hash]
          labelSelector:
            matchLabels: { a: b }
            matchExpressions: [{ key: c, operator: In, values: [d] }, { key: e, operator: Exists }]
          unknown: x
        - {}
    `,
    makes: host(`
      topologySpreadConstraints:
        - maxSkew: 2
          topologyKey: zone
          whenUnsatisfiable: ScheduleAnyway
          minDomains: 3
          nodeAffinityPolicy: Honor
          nodeTaintsPolicy: Ignore
          matchLabelKeys: [pod-template-hash]
          labelSelector:
            matchLabels: { a: b }
            matchExpressions: [{ key: c, operator: In, values: [d] }, { key: e, operator: Exists }]
        - { maxSkew: 0, topologyKey: "", whenUnsatisfiable: "" }
    `),
  },
  {
    when: "an expression for annotations that is not read: no annotations at all, as when the operator cannot read it",
    metadata: { annotations: { note: "inherited", "example.com/downscaler": "5" } },
    settings: { inherited_annotations: [], downscaler_annotations: ["downscaler", "("] },
    spec: volume,
    makes: host(),
  },
  {
    when: "a priority of the cluster before the operator's, and a scheduler",
    settings: { pod_priority_class_name: "operator" },
    spec: `${volume}
      podPriorityClassName: high
      schedulerName: mine
    `,
    makes: host(`
      priorityClassName: high
      schedulerName: mine
    `),
  },
  {
    when: "an empty priority: the operator's",
    settings: { pod_priority_class_name: "operator" },
    spec: `${volume}
      podPriorityClassName: ""
      schedulerName: ""
    `,
    makes: host(`
      priorityClassName: operator
    `),
  },
  {
    when: "a node affinity",
    spec: `${volume}
      nodeAffinity:
        requiredDuringSchedulingIgnoredDuringExecution:
          nodeSelectorTerms: [{ matchExpressions: [{ key: disk, operator: Exists }] }]
    `,
    makes: host(`
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms: [{ matchExpressions: [{ key: disk, operator: Exists }] }]
    `),
  },
  {
    when: "all that operator and cluster add to a repo host with two volumes",
    metadata: {
      labels: { app: "shop", unused: "x" },
      annotations: {
        note: "inherited",
        "iam.amazonaws.com/role": "lost in the pod",
        "example.com/downscaler": "5",
        other: "unused",
      },
    },
    settings: {
      inherited_labels: ["app"],
      inherited_annotations: ["note", "iam.amazonaws.com/role"],
      downscaler_annotations: ["downscal.r"],
      custom_pod_annotations: { from: "operator", note: "operator", "iam.amazonaws.com/role": "operator" },
      kube_iam_role: "backup",
      pod_service_account_name: "account",
      pod_terminate_grace_period: "90s",
      spilo_runasuser: 101,
      spilo_runasgroup: 102,
      spilo_fsgroup: 103,
      spilo_privileged: true,
      spilo_allow_privilege_escalation: false,
      additional_pod_capabilities: ["sys_nice", "NET_ADMIN"],
      container_readonly_root_filesystem: false,
      additional_secret_mount: "extra",
      additional_secret_mount_path: "/extra",
      share_pgsocket_with_sidecars: true,
      persistent_volume_claim_retention_policy: { when_deleted: "delete", when_scaled: "retain" },
      default_cpu_limit: "2",
      set_memory_request_to_limit: true,
    },
    spec: `
      labels: { app: own }
      podAnnotations: { pods: cluster }
      monitor: {}
      env: [{ name: B, value: two }]
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          configuration: { secret: demo-conf }
          resources: { requests: { cpu: 250m }, limits: { memory: 1Gi } }
          labels: { purpose: backup }
          repos:
            - { name: repo3, storage: pvc, volume: { size: 10Gi, storageClass: fast, selector: { matchLabels: { disk: a } } } }
            - { name: repo1, storage: s3, resource: bucket, endpoint: s3.example.com, region: eu }
            - { name: repo2, storage: pvc, volume: { size: 20Gi, storageClass: "", iops: 3 } }
    `,
    makes: objectsIn(`
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: demo-pgbackrest-repo-host
  namespace: pg
  labels:
    application: cpo
    cluster.cpo.opensource.cybertec.at/name: demo
    member.cpo.opensource.cybertec.at/type: repo-host
    team: acid
    app: shop
  annotations:
    note: inherited
    iam.amazonaws.com/role: lost in the pod
    example.com/downscaler: "5"
spec:
  replicas: 1
  serviceName: demo-clusterpods
  podManagementPolicy: OrderedReady
  updateStrategy: { type: RollingUpdate }
  persistentVolumeClaimRetentionPolicy: { whenDeleted: Delete, whenScaled: Retain }
  selector:
    matchLabels:
      application: cpo
      cluster.cpo.opensource.cybertec.at/name: demo
      member.cpo.opensource.cybertec.at/type: repo-host
  template:
    metadata:
      namespace: pg
      labels:
        application: cpo
        cluster.cpo.opensource.cybertec.at/name: demo
        member.cpo.opensource.cybertec.at/type: repo-host
        team: acid
        app: own
        purpose: backup
        cpo_monitoring_stack: "true"
      annotations:
        from: operator
        pods: cluster
        note: inherited
        iam.amazonaws.com/role: backup
    spec:
      serviceAccountName: account
      terminationGracePeriodSeconds: 90
      securityContext: { runAsUser: 101, runAsGroup: 102, fsGroup: 103 }
      containers:
        - name: pgbackrest
          image: example/pgbackrest:18
          imagePullPolicy: IfNotPresent
          ports: ${ports}
          env:
            - { name: USE_PGBACKREST, value: "true" }
            - { name: MODE, value: repo }
            - { name: B, value: two }
          resources: { requests: { cpu: 250m, memory: 1Gi }, limits: { cpu: "2", memory: 1Gi } }
          securityContext:
            allowPrivilegeEscalation: false
            privileged: true
            readOnlyRootFilesystem: false
            capabilities: { add: [SYS_NICE, NET_ADMIN] }
          volumeMounts:
            - { name: repo1, mountPath: /data/pgbackrest/repo1 }
            - { name: repo3, mountPath: /data/pgbackrest/repo3 }
            - { name: postgresql-run, mountPath: /var/run/postgresql }
            - { name: extra, mountPath: /extra }
            - { name: pgbackrest-config, mountPath: /etc/pgbackrest/conf.d }
            - { name: cert-secret, mountPath: /etc/pgbackrest/certs }
      volumes:
        - { name: postgresql-run, emptyDir: { medium: Memory } }
        - { name: extra, secret: { secretName: extra } }
        - name: pgbackrest-config
          projected:
            defaultMode: 416
            sources:
              - configMap: { name: demo-pgbackrest-repohost-config, optional: true }
              - secret: { name: demo-conf, optional: true }
        - name: cert-secret
          projected: { defaultMode: 416, sources: [{ secret: { name: demo-pgbackrest-cert, optional: true } }] }
  volumeClaimTemplates:
    - metadata:
        name: repo3
        annotations: { note: inherited, iam.amazonaws.com/role: lost in the pod }
        labels:
          application: cpo
          cluster.cpo.opensource.cybertec.at/name: demo
          team: acid
          app: shop
      spec:
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: 10Gi } }
        storageClassName: fast
        selector: { matchLabels: { disk: a } }
        volumeMode: Filesystem
    - metadata:
        name: repo2
        annotations: { note: inherited, iam.amazonaws.com/role: lost in the pod }
        labels:
          application: cpo
          cluster.cpo.opensource.cybertec.at/name: demo
          team: acid
          app: shop
      spec:
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: 20Gi } }
        volumeMode: Filesystem
`),
  },
]);
