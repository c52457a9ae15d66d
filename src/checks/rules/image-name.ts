import { imageProblem } from "../../kubernetes/image-reference.ts";
import type { ClusterRule } from "../rule.ts";

export const imageName = {
  id: "image-name",
  severity: "error",
  title: "Image that cannot be pulled",
  why: "Kubernetes refuses every pod of the repo host and of the jobs if the image is empty or contains white space. With a name that cannot be read, for example with a digest that is cut off, the pods are created and never start.",
  source: "kubernetes-limits.md row 11; https://pkg.go.dev/github.com/distribution/reference",
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
    const found = imageProblem(cluster.image);
    if (found === undefined) return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "backup", "pgbackrest", "image"] },
      problem: `\`image\` ${found}, so no pod can start.`,
      fix: "Write only the image's name and tag, for example `docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-18.3-1`.",
    };
  },
} as const satisfies ClusterRule;
