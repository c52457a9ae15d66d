import { hasRepoHost } from "../../cpo/cluster.ts";
import { cronJobName } from "../../cpo/names.ts";
import type { ClusterRule } from "../rule.ts";

export const clusterName = {
  id: "cluster-name",
  severity: "error",
  title: "Cluster name that does not fit its backup objects",
  why: "The backup objects are named after the cluster: with a name that is too long, their names are cut off and collide, or no pod can be created; with a dot or a leading digit, Kubernetes refuses them.",
  source: "kubernetes-limits.md rows 1, 2, 16; contract 5.5",
  bad: {
    postgresql: `
      metadata:
        name: a-cluster-with-a-name-that-is-too-long
    `,
  },
  good: {
    postgresql: `
      metadata:
        name: a-cluster-with-a-short-name
    `,
  },
  *checkCluster({ cluster, schedules }) {
    const { name } = cluster;
    if (isPlain(name)) return;
    const at = { in: "field" as const, object: cluster.object, path: ["metadata", "name"] };
    if (name.includes(".")) {
      yield {
        at,
        problem: `\`${name}\` contains a dot, which Kubernetes refuses in the names of Services and StatefulSets.`,
        fix: "Use only lower-case letters, digits and hyphens, and begin with a letter.",
      };
      return;
    }
    if (/^\d/.test(name)) {
      yield {
        at,
        problem: `\`${name}\` begins with a digit, so Kubernetes refuses the operator's Service \`${name}-clusterpods\`.`,
        fix: "Begin the name with a letter.",
      };
      return;
    }
    if (hasRepoHost(cluster) && name.length > 31) {
      yield {
        at,
        problem: `\`${name}\` has ${name.length} characters; with a repository on a volume, more than 31 can make a label of the repo host's pod too long, and then no pod is created.`,
        fix: "Use a name of at most 31 characters.",
      };
      return;
    }
    if (name.length > 51) {
      yield {
        at,
        problem: `\`${name}\` has ${name.length} characters, so the name of the operator's Service \`<cluster>-clusterpods\` has more than 63, and Kubernetes refuses it.`,
        fix: "Use a name of at most 30 characters.",
      };
      return;
    }
    // From 34 characters on the names of a repository's jobs coincide, and the operator deletes by name what is not scheduled.
    if (name.length < 34 || schedules.length === 0) return;
    const [first] = schedules;
    yield {
      at,
      problem: `\`${name}\` has ${name.length} characters, so the CronJobs of all backup types get the same name, \`${first === undefined ? "" : cronJobName(name, first.repository.name, first.schedule.type)}\`, and the operator deletes jobs that it has just written.`,
      fix: "Use a name of at most 33 characters; with at most 30, no name is cut off.",
    };
  },
} as const satisfies ClusterRule;

/** True for a name that fits every object, as nearly all do. */
const isPlain = (name: string) => name.length <= 31 && /^[^.\d][^.]*$/.test(name);
