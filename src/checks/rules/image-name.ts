import type { ClusterRule } from "../rule.ts";

export const imageName = {
  id: "image-name",
  severity: "error",
  title: "Image that cannot be pulled",
  why: "An empty image, or one with blanks, is refused for every pod of repo host and jobs.",
  source: "kubernetes-limits.md row 11",
  bad: { postgresql: "spec: {backup: {pgbackrest: {image: ' example/pgbackrest:18'}}}" },
  good: { postgresql: "spec: {backup: {pgbackrest: {image: 'example/pgbackrest:18'}}}" },
  *checkCluster({ cluster }) {
    if (/^[\w.\-/:@+[\]]+$/.test(cluster.image)) return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "backup", "pgbackrest", "image"] },
      problem: `\`image\` ${cluster.image === "" ? "is empty" : /\s/.test(cluster.image) ? "contains a blank" : "contains a character that no image's name has"}, and Kubernetes refuses the pods.`,
      fix: "Write the image's name and tag.",
    };
  },
} as const satisfies ClusterRule;
