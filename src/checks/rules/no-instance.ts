import type { ClusterRule } from "../rule.ts";

export const noInstance = {
  id: "no-instance",
  severity: "warning",
  title: "Scheduled backups of a cluster without an instance",
  why: "With no instance, no pod of the cluster runs, and a backup has no pod to run in: every scheduled job fails as long as that lasts.",
  source: "contract 2.4 (the job looks for the pod of the primary by `SELECTOR`)",
  bad: {
    postgresql: `
      spec:
        numberOfInstances: 0
    `,
  },
  good: {
    postgresql: `
      spec:
        numberOfInstances: 1
    `,
  },
  *checkCluster({ cluster, schedules }) {
    const [first] = schedules;
    if (first === undefined || cluster.resource.spec.numberOfInstances !== 0) return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "numberOfInstances"] },
      also: schedules.map(({ schedule }) => ({ in: "field" as const, object: cluster.object, path: schedule.path })),
      problem: "The cluster has no instance, so every scheduled backup fails.",
      fix: "Set `numberOfInstances` to at least 1; while the cluster is stopped on purpose, remove `schedule`, or suspend the jobs.",
    };
  },
} as const satisfies ClusterRule;
