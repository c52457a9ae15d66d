import { parseQuantity } from "../../kubernetes/quantity.ts";
import type { ClusterRule } from "../rule.ts";

export const volumeSize = {
  id: "volume-size",
  severity: "error",
  title: "Size that Kubernetes cannot use",
  why: "The CRD accepts zero, and sizes that do not parse; the operator then gives up on the whole cluster at every sync.",
  source: "kubernetes-limits.md row 5; contract 8.4",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 10K
              schedule:
                full: 30 2 * * *
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 10Ki
              schedule:
                full: 30 2 * * *
    `,
  },
  *checkCluster({ cluster }) {
    const { size: data } = cluster.resource.spec.volume;
    if ((parseQuantity(data) ?? 0n) <= 0n)
      yield {
        at: { in: "field", object: cluster.object, path: ["spec", "volume", "size"] },
        problem: `\`${data}\` is not a size that Kubernetes can use, so the operator gives up on the whole cluster, including its backups.`,
        fix: "Write a number with one of the units `Ki`, `Mi`, `Gi`, `Ti`, `M`, `G` and `T`, for example `100Gi`.",
      };
    for (const repository of cluster.repositories) {
      if (repository.storage !== "pvc" || repository.volume === undefined) continue;
      const { size } = repository.volume;
      const bytes = parseQuantity(size);
      if (bytes !== undefined && bytes > 0n) continue;
      yield {
        at: { in: "field", object: cluster.object, path: [...repository.path, "volume", "size"] },
        problem: `\`${size}\` is not ${bytes === undefined ? "a size that Kubernetes can parse" : "greater than zero"}, so the operator gives up on the whole cluster.`,
        fix: "Write a number with one of the units `Ki`, `Mi`, `Gi`, `Ti`, `M`, `G` and `T`, for example `100Gi`.",
      };
    }
  },
} as const satisfies ClusterRule;
