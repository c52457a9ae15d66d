import type { ClusterRule } from "../rule.ts";

/** What Kubernetes takes for one object, and for the annotation in which `kubectl apply` keeps a copy of it. */
const [most, mostApplied] = [1024 * 1024, 256 * 1024];

export const configMapSize = {
  id: "config-map-size",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Configuration too large for a ConfigMap",
  why: "The operator writes `global` into ConfigMaps, which Kubernetes limits to 1 MiB, and client-side `kubectl apply` to 256 KiB.",
  source: "kubernetes-limits.md row 15",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-path: /<1 MiB>
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-path: /short
    `,
  },
  *checkCluster({ cluster: { global, object } }) {
    const length = global.reduce((sum, entry) => sum + entry[0].length + entry[1].length + 4, 0);
    if (length < mostApplied) return;
    yield {
      at: { in: "field", object, path: ["spec", "backup", "pgbackrest", "global"] },
      severity: length < most ? "warning" : "error",
      problem: `\`global\` has ${Math.round(length / 1024)} KiB, but ${length < most ? "client-side `kubectl apply` accepts no ConfigMap above 256 KiB" : "Kubernetes accepts no ConfigMap above 1 MiB"}.`,
      fix: `Shorten or remove the longest values in \`global\` until it has less than 256 KiB${length < most ? ", or apply with `kubectl apply --server-side`" : ""}.`,
    };
  },
} as const satisfies ClusterRule;
