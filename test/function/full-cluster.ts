import type { JsonValue } from "../../src/json/json-value.ts";

const location = (of: string) => ({ resource: `${of}-a`, endpoint: `${of}-b`, region: `${of}-c`, account: `${of}-d` });

/** A cluster with all that builders look at. */
export const fullCluster: JsonValue = {
  apiVersion: "cpo.opensource.cybertec.at/v1",
  kind: "postgresql",
  metadata: {
    name: "demo",
    namespace: "pg",
    labels: { app: "shop", env: "live", other: "unused" },
    annotations: { note: "text", "downscaler/uptime": "always" },
  },
  spec: {
    teamId: "acid",
    numberOfInstances: 3,
    postgresql: { version: "17" },
    volume: { size: "5Gi" },
    env: [
      { name: "A", value: "b" },
      { name: "B", valueFrom: { secretKeyRef: { name: "c", key: "d" } } },
    ],
    labels: { own: "label" },
    monitor: {},
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "disk", operator: "In", values: ["ssd"] }] }],
      },
    },
    podAnnotations: { "prometheus.io/port": "9187" },
    podPriorityClassName: "critical",
    schedulerName: "own",
    tde: { enable: true },
    tolerations: [{ key: "a", operator: "Exists" }],
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule" }],
    clone: { cluster: "parent", pgbackrest: { options: { "repo1-path": "/a" }, repo: { storage: "pvc" } } },
    backup: {
      pgbackrest: {
        image: "example/pgbackrest:18",
        configuration: { secret: "demo-conf" },
        global: { "repo1-path": "/repo/path", "process-max": "many" },
        env: [{ name: "C", value: "e" }],
        labels: { more: "labels" },
        resources: { requests: { cpu: "100m" }, limits: { memory: "1Gi" } },
        repos: [
          {
            name: "repo1",
            storage: "pvc",
            volume: { size: "5Gi", storageClass: "fast", selector: { matchLabels: { disk: "own" } } },
            schedule: { full: "0 1 * * *", incr: "0 2 * * *" },
          },
          { name: "repo2", storage: "s3", ...location("s3"), schedule: { full: "0 1 * * *", diff: "" } },
          { name: "repo3", storage: "gcs", key: "gcs.json", ...location("gcs") },
          { name: "repo4", storage: "azure", key: "secret", ...location("azure") },
        ],
      },
    },
  },
};
