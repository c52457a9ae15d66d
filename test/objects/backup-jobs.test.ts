import { backupJobs } from "../../src/objects/backup-jobs.ts";
import { builderTable, objectsIn } from "./given.ts";

/* Contract 2.6. */

const head = `
apiVersion: batch/v1
kind: CronJob
metadata:
  namespace: pg
  labels:
    application: cpo
    cluster.cpo.opensource.cybertec.at/name: demo
    member.cpo.opensource.cybertec.at/type: backup-job
    team: acid
`;
const nearPostgres = `
            podAffinity:
              preferredDuringSchedulingIgnoredDuringExecution:
                - weight: 1
                  podAffinityTerm:
                    topologyKey: kubernetes.io/hostname
                    labelSelector:
                      matchLabels:
                        application: cpo
                        cluster.cpo.opensource.cybertec.at/name: demo
                        member.cpo.opensource.cybertec.at/type: postgresql`;
const ports =
  "[{ containerPort: 8008, protocol: TCP }, { containerPort: 5432, protocol: TCP }, { containerPort: 8080, protocol: TCP }]";
const selector = "application=cpo,cluster.cpo.opensource.cybertec.at/name=demo,member.cpo.opensource.cybertec.at";

/** The CronJob of a cluster without any wishes. */
const job = (of: {
  readonly name: string;
  readonly schedule: string;
  readonly options: string;
  readonly container: string;
  readonly selector: string;
}) => `${head}  name: ${of.name}
spec:
  schedule: "${of.schedule}"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        metadata:
          namespace: pg
          labels:
            application: cpo
            cluster.cpo.opensource.cybertec.at/name: demo
            member.cpo.opensource.cybertec.at/type: backup-job
            team: acid
        spec:
          restartPolicy: Never
          serviceAccountName: postgres-pod
          terminationGracePeriodSeconds: 300
          securityContext: {}
          affinity:${nearPostgres}
          containers:
            - name: pgbackrest-backup
              image: example/pgbackrest:18
              imagePullPolicy: IfNotPresent
              ports: ${ports}
              env:
                - { name: USE_PGBACKREST, value: "true" }
                - { name: MODE, value: backup }
                - { name: COMMAND_OPTS, value: ${of.options} }
                - { name: CONTAINER, value: ${of.container} }
                - { name: SELECTOR, value: "${of.selector}" }
              resources: {}
              securityContext: { allowPrivilegeEscalation: true, privileged: false, readOnlyRootFilesystem: true }
              volumeMounts:
                - { name: pgbackrest-tmp, mountPath: /tmp }
                - { name: pgbackrest-config, mountPath: /etc/pgbackrest/conf.d }
          volumes:
            - { name: pgbackrest-tmp, emptyDir: {} }
            - name: pgbackrest-config
              projected:
                defaultMode: 416
                sources: [{ configMap: { name: demo-pgbackrest-config, optional: true } }]
`;

builderTable(backupJobs, [
  {
    when: "no schedule: no job",
    spec: `
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          repos: [{ name: repo1, storage: pvc, volume: { size: 10Gi } }, { name: repo2, storage: s3, schedule: {} }]
    `,
    makes: [],
  },
  {
    when: "repositories of both kinds: full before incr before diff; volumes are backed up to from the repo host, stores from the primary",
    spec: `
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          repos:
            - { name: repo2, storage: pvc, volume: { size: 10Gi }, schedule: { diff: 0 3 * * *, incr: 0 2 * * *, full: 0 1 * * 0 } }
            - { name: repo1, storage: s3, resource: bucket, endpoint: s3.example.com, region: eu, schedule: { full: "" } }
    `,
    makes: [
      {
        name: "pgbackrest-demo-repo2-full",
        schedule: "0 1 * * 0",
        options: "--stanza=db --repo=2 --type=full",
        container: "pgbackrest",
        selector: `${selector}/type=repo-host`,
      },
      {
        name: "pgbackrest-demo-repo2-incr",
        schedule: "0 2 * * *",
        options: "--stanza=db --repo=2 --type=incr",
        container: "pgbackrest",
        selector: `${selector}/type=repo-host`,
      },
      {
        name: "pgbackrest-demo-repo2-diff",
        schedule: "0 3 * * *",
        options: "--stanza=db --repo=2 --type=diff",
        container: "pgbackrest",
        selector: `${selector}/type=repo-host`,
      },
      {
        name: "pgbackrest-demo-repo1-full",
        schedule: "30 00 * * *", // an empty one is the operator's for logical backups
        options: "--stanza=db --repo=1 --type=full",
        container: "postgres",
        selector: `${selector}/role=master`,
      },
    ].flatMap((of) => objectsIn(job(of))),
  },
  {
    when: "settings of CronJobs: the annotation of the cluster before those for all",
    metadata: {
      annotations: {
        "expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs":
          "timeZone=Europe/Vienna; suspend=false; failedJobsHistoryLimit=5; backoffLimit=2",
      },
    },
    jobs: {
      timeZone: "Etc/UTC",
      suspend: true,
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 1,
      activeDeadlineSeconds: 86400,
      ttlSecondsAfterFinished: 604800,
    },
    spec: `
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          repos: [{ name: repo1, storage: pvc, volume: { size: 10Gi }, schedule: { full: 0 1 * * 0 } }]
    `,
    makes: objectsIn(
      job({
        name: "pgbackrest-demo-repo1-full",
        schedule: "0 1 * * 0",
        options: "--stanza=db --repo=1 --type=full",
        container: "pgbackrest",
        selector: `${selector}/type=repo-host`,
      })
        .replace(
          "  concurrencyPolicy: Forbid\n",
          "  timeZone: Europe/Vienna\n  startingDeadlineSeconds: 3600\n  concurrencyPolicy: Forbid\n  suspend: false\n  successfulJobsHistoryLimit: 1\n  failedJobsHistoryLimit: 5\n",
        )
        .replace(
          "    spec:\n      template:",
          "    spec:\n      activeDeadlineSeconds: 86400\n      backoffLimit: 2\n      ttlSecondsAfterFinished: 604800\n      template:",
        ),
    ),
  },
  {
    when: "all that operator and cluster add to a job",
    metadata: {
      labels: { app: "shop", unused: "x" },
      annotations: { note: "inherited", "downscaler/uptime": "not for jobs" },
    },
    settings: {
      cluster_labels: { zone: "one", "app.example/a": "2" },
      cluster_name_label: "name-of-cluster",
      pod_role_label: "role",
      inherited_labels: ["app"],
      inherited_annotations: ["note"],
      downscaler_annotations: ["downscaler"],
      custom_pod_annotations: { from: "operator", pods: "operator" },
      kube_iam_role: "backup",
      pod_service_account_name: "account",
      pod_terminate_grace_period: "1m",
      pod_priority_class_name: "not-for-jobs",
      spilo_runasuser: 101,
      spilo_privileged: true,
      spilo_allow_privilege_escalation: false,
      additional_pod_capabilities: ["not_for_jobs"],
      container_readonly_root_filesystem: false,
      additional_secret_mount: "extra",
      additional_secret_mount_path: "/extra",
      share_pgsocket_with_sidecars: true,
      logical_backup_schedule: "5 5 * * *",
    },
    spec: `
      labels: { app: own, team: own }
      podAnnotations: { pods: cluster }
      monitor: {}
      env: [{ name: mode, value: never }, { name: B, value: two }]
      tolerations: [{ key: not-for-jobs, operator: Exists }]
      schedulerName: not-for-jobs
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          configuration: { secret: demo-conf }
          resources: { requests: { cpu: 100m } }
          env: [{ name: A, value: one }, { name: b, value: first }]
          labels: { purpose: backup, app: section }
          repos: [{ name: repo3, storage: azure, resource: container, schedule: { incr: "" } }]
    `,
    makes: objectsIn(`
apiVersion: batch/v1
kind: CronJob
metadata:
  name: pgbackrest-demo-repo3-incr
  namespace: pg
  labels:
    zone: one
    app.example/a: "2"
    name-of-cluster: demo
    member.cpo.opensource.cybertec.at/type: backup-job
    team: acid
    app: shop
  annotations:
    note: inherited
spec:
  schedule: 5 5 * * *
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        metadata:
          namespace: pg
          labels:
            zone: one
            app.example/a: "2"
            name-of-cluster: demo
            member.cpo.opensource.cybertec.at/type: backup-job
            team: own
            app: section
            purpose: backup
            cpo_monitoring_stack: "true"
          annotations:
            from: operator
            pods: cluster
            iam.amazonaws.com/role: backup
        spec:
          restartPolicy: Never
          serviceAccountName: account
          terminationGracePeriodSeconds: 60
          securityContext: {}
          affinity:
            podAffinity:
              preferredDuringSchedulingIgnoredDuringExecution:
                - weight: 1
                  podAffinityTerm:
                    topologyKey: kubernetes.io/hostname
                    labelSelector:
                      matchLabels:
                        zone: one
                        app.example/a: "2"
                        name-of-cluster: demo
                        member.cpo.opensource.cybertec.at/type: postgresql
          containers:
            - name: pgbackrest-backup
              image: example/pgbackrest:18
              imagePullPolicy: IfNotPresent
              ports: ${ports}
              env:
                - { name: USE_PGBACKREST, value: "true" }
                - { name: MODE, value: backup }
                - { name: COMMAND_OPTS, value: --stanza=db --repo=3 --type=incr }
                - { name: CONTAINER, value: postgres }
                - { name: SELECTOR, value: "app.example/a=2,name-of-cluster=demo,role=master,zone=one" }
                - { name: A, value: one }
                - { name: b, value: first }
              resources: {}
              securityContext: { allowPrivilegeEscalation: false, privileged: true, readOnlyRootFilesystem: true }
              volumeMounts:
                - { name: extra, mountPath: /extra }
                - { name: pgbackrest-config, mountPath: /etc/pgbackrest/conf.d }
          volumes:
            - { name: extra, secret: { secretName: extra } }
            - name: pgbackrest-config
              projected:
                defaultMode: 416
                sources:
                  - configMap: { name: demo-pgbackrest-config, optional: true }
                  - secret: { name: demo-conf, optional: true }
`),
  },
]);
