import type { ClusterRule } from "../rule.ts";

export const imageName = {
  id: "image-name",
  severity: "error",
  title: "Image that cannot be pulled",
  why: "With an image that is empty or contains white space, Kubernetes refuses every pod of the repo host and of the jobs.",
  source: "kubernetes-limits.md row 11",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            image: " example/pgbackrest:18"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            image: example/pgbackrest:18
    `,
  },
  *checkCluster({ cluster }) {
    if (/^[\w.\-/:@+[\]]+$/.test(cluster.image)) return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "backup", "pgbackrest", "image"] },
      problem: `\`image\` ${cluster.image === "" ? "is empty" : /\s/.test(cluster.image) ? "contains white space" : "contains a character that no image name has"}, so no pod can start.`,
      fix: "Write only the image's name and tag, for example `docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-18.3-1`.",
    };
  },
} as const satisfies ClusterRule;
