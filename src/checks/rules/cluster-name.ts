import { pvcRepositories } from "../../cpo/cluster.ts";
import { cronJobName } from "../../cpo/names.ts";
import type { ClusterRule } from "../rule.ts";

export const clusterName = {
  id: "cluster-name",
  severity: "error",
  title: "Cluster name that its backup objects cannot carry",
  why: "Names of the backup objects are made from the cluster's: too long they are cut off and coincide, or no pod can be made; with dots or a leading digit Kubernetes refuses them.",
  source: "kubernetes-limits.md rows 1, 2, 16; contract 5.5",
  bad: { postgresql: "metadata: {name: a-cluster-with-a-name-that-is-too-long}" },
  good: { postgresql: "metadata: {name: a-cluster-with-a-short-name}" },
  *checkCluster({ cluster, schedules }) {
    const { name } = cluster;
    const at = { in: "field" as const, object: cluster.object, path: ["metadata", "name"] };
    if (name.includes(".")) {
      yield {
        at,
        problem: `\`${name}\` contains a dot, and Kubernetes refuses it in the names of Services and StatefulSets.`,
        fix: "Use letters, digits and hyphens.",
      };
      return;
    }
    if (/^\d/.test(name)) {
      yield {
        at,
        problem: `\`${name}\` begins with a digit, and Kubernetes refuses the operator's Service \`${name}-clusterpods\`.`,
        fix: "Begin the name with a letter.",
      };
      return;
    }
    if (pvcRepositories(cluster).length > 0 && name.length > 31) {
      yield {
        at,
        problem: `\`${name}\` has ${name.length} characters; with a repository on a volume more than 31 make a label of the repo host's pod too long, and no pod is created.`,
        fix: "Use a name of at most 31 characters.",
      };
      return;
    }
    if (name.length > 51) {
      yield {
        at,
        problem: `\`${name}\` has ${name.length} characters, and Kubernetes refuses the operator's Service \`<cluster>-clusterpods\` above 63.`,
        fix: "Use a name of at most 30 characters.",
      };
      return;
    }
    // From 34 characters on the names of a repository's jobs coincide, and the operator deletes by name what is not scheduled.
    if (name.length < 34 || schedules.length === 0) return;
    const [first] = schedules;
    yield {
      at,
      problem: `\`${name}\` has ${name.length} characters: the CronJobs of all backup types are then called \`${first === undefined ? "" : cronJobName(name, first.repository.name, first.schedule.type)}\`, and the operator deletes what it has just written.`,
      fix: "Use a name of at most 33 characters; 30 keep all names whole.",
    };
  },
} as const satisfies ClusterRule;
