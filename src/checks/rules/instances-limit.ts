import { pvcRepositories } from "../../cpo/cluster.ts";
import { mostInstances } from "../../cpo/names.ts";
import type { Rule } from "../rule.ts";

export const instancesLimit = {
  id: "instances-limit",
  severity: "error",
  title: "More instances than pgBackRest can number",
  why: "The repo host's configuration has a numbered section for every instance, and pgBackRest refuses numbers above 256.",
  source: "contract 2.2; pgbackrest-e2e rule 21",
  bad: {
    postgresql:
      "spec: {numberOfInstances: 300, backup: {pgbackrest: {repos: [{name: repo1, storage: pvc, volume: {size: 10Gi}, schedule: {full: 30 2 * * *}}]}}}",
  },
  good: {
    postgresql:
      "spec: {numberOfInstances: 3, backup: {pgbackrest: {repos: [{name: repo1, storage: pvc, volume: {size: 10Gi}, schedule: {full: 30 2 * * *}}]}}}",
  },
  about: "pvc",
  *check({ clusters }) {
    for (const cluster of clusters) {
      const { numberOfInstances } = cluster.resource.spec;
      if (numberOfInstances <= mostInstances || pvcRepositories(cluster).length === 0) continue;
      yield {
        at: { in: "field", object: cluster.object, path: ["spec", "numberOfInstances"] },
        problem: `${numberOfInstances} instances are more than the ${mostInstances} that pgBackRest can number, and it refuses the repo host's configuration.`,
        fix: `Write at most ${mostInstances}.`,
      };
    }
  },
} as const satisfies Rule;
