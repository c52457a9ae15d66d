import type { JsonObject } from "../json/json-value.ts";
import { metadataOf } from "../kubernetes/metadata.ts";
import { addTo } from "../text/groups.ts";
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
        const text = `There is no postgresql \`${visible(cluster)}\`, and its ${many} ${listed(names.map(visible))} ${names.length === 1 ? "goes" : "go"} on starting Jobs.`;
        return problemOf("cluster-gone", text);
      }),
  };
}
