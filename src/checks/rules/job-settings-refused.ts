import { refusedJobSetting } from "../../cpo/job-settings.ts";
import { jobsAnnotation, readJobsAnnotation } from "../../cpo/jobs-annotation.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { distinctSettings } from "../job-settings.ts";
import type { ClusterRule } from "../rule.ts";

export const jobSettingsRefused = {
  id: "job-settings-refused",
  severity: "error",
  title: "CronJob setting that Kubernetes refuses",
  why: "The API server refuses a CronJob with such a value, so its backups are never taken. A setting that is misspelt has no effect.",
  source: "kubernetes@v1.34.4:pkg/apis/batch/validation/validation.go; contract 4.5",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      metadata:
        annotations:
          expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs: timeZone=Europe/Wien; backoffLimit=two
    `,
  },
  good: {
    postgresql: `
      metadata:
        annotations:
          expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs: timeZone=Europe/Vienna; backoffLimit=2
    `,
  },
  appliesTo: "job settings",
  *checkCluster({ cluster, jobs, timeZones }) {
    const text = cluster.annotations[jobsAnnotation];
    const at = { in: "field" as const, object: cluster.object, path: ["metadata", "annotations", jobsAnnotation] };
    for (const refused of text === undefined ? [] : readJobsAnnotation(text).refused) yield { at, ...refused };
    for (const { name, given } of distinctSettings(jobs)) {
      // Those of the functionConfig were judged when it was read.
      if (given.from === "functionConfig") continue;
      if (typeof given.value === "string" && isValueFilledInLater(given.value)) continue;
      const refused = refusedJobSetting(name, given.value, timeZones);
      if (refused !== undefined) yield { at: given.place, ...refused };
    }
  },
} as const satisfies ClusterRule;
