import type { ClusterRule } from "../rule.ts";

export const standbyClusterSchedule = {
  id: "standby-cluster-schedule",
  severity: "warning",
  title: "Scheduled backups of a standby cluster",
  why: "No instance of a standby cluster is a primary, and pgBackRest needs one for a backup.",
  source: "run with pgBackRest 2.45: error 056 until the cluster is promoted",
  bad: {
    postgresql: `
      spec:
        standby:
          standby_host: demo.example.com
          standby_port: "5432"
    `,
  },
  good: {
    postgresql: `
      spec:
        standby:
          standby_host: demo.example.com
          standby_port: "5432"
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
    `,
  },
  appliesToFields: ["standby"],
  *checkCluster({ cluster, schedules }) {
    const [first, ...others] = schedules;
    if (cluster.resource.spec.standby === undefined || first === undefined) return;
    const place = (path: typeof first.schedule.path) => ({ in: "field" as const, object: cluster.object, path });
    yield {
      at: place(["spec", "standby"]),
      also: [first, ...others].map(({ schedule }) => place(schedule.path)),
      problem:
        "This is a standby cluster, which has no primary, so every scheduled backup fails (056) until the cluster is promoted.",
      fix: "Remove `schedule` until you promote the cluster, and rely on the backups of the cluster that it follows.",
    };
  },
} as const satisfies ClusterRule;
