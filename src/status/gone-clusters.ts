import type { JsonObject } from "../json/json-value.ts";
import { metadataOf } from "../kubernetes/metadata.ts";
import { addTo } from "../text/groups.ts";
import { shellWord } from "../text/shell-word.ts";
import { problemOf } from "./problem.ts";
import type { StatusProblem } from "./status-schema.ts";
import { visible } from "./visible.ts";
import { listed } from "./words.ts";

/**
 * Collects the CronJobs of clusters whose resource is gone. Where the operator did not run when it was deleted, they stay for good, and go on
 * starting Jobs (docs/operator.md, removal).
 */
export function goneClusters(isThere: (namespace: string, cluster: string) => boolean, clusterNameLabel: string) {
  const left = new Map<string, string[]>();
  return {
    add(cronJobs: readonly JsonObject[]): void {
      for (const { labels, name, namespace } of cronJobs.map(metadataOf)) {
        const cluster = labels[clusterNameLabel];
        if (cluster !== undefined && !isThere(namespace, cluster)) addTo(left, `${namespace}/${cluster}`, name);
      }
    },
    problems: (): readonly StatusProblem[] =>
      [...left].map(([cluster, names]) => {
        const many = names.length === 1 ? "CronJob" : "CronJobs";
        const namespace = cluster.slice(0, cluster.indexOf("/"));
        const remove = `kubectl delete cronjob -n ${[namespace, ...names].map(shellWord).join(" ")}`;
        const text = `There is no postgresql \`${visible(cluster)}\`, and its ${many} ${listed(names.map(visible))} ${names.length === 1 ? "goes" : "go"} on starting Jobs.`;
        const it = names.length === 1 ? "it" : "them";
        return problemOf("cluster-gone", text, {
          fix: `If the cluster should be there, apply its postgresql again. If not, delete ${it} with \`${remove}\`: the operator did not run when the resource was deleted, and never looks at ${it} again.`,
        });
      }),
  };
}
