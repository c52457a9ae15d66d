import type { ClusterRule } from "../rule.ts";

export const tlsUnverified = {
  id: "tls-unverified",
  severity: "warning",
  title: "Object store whose certificate is not verified",
  why: "Without verification, anyone between the pods and the object store can pose as the store, and read or replace the backups.",
  source: "https://pgbackrest.org/configuration.html#section-repository/option-repo-storage-verify-tls",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-storage-verify-tls: "n"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-storage-ca-file: /etc/pgbackrest/conf.d/ca.crt
    `,
    "ca.crt": `
      example
    `,
  },
  appliesToOptions: ["repo-storage-verify-tls"],
  *checkCluster({ cluster, configuration: { database } }) {
    for (const { name, number, storage } of cluster.repositories) {
      if (storage === "pvc") continue;
      const line = database.effective("repo-storage-verify-tls", number);
      if (line?.value !== "n") continue;
      yield {
        at: line.place,
        problem: `\`${line.key}\` is \`n\`, so ${name} accepts any server as its object store.`,
        fix: `Remove it; if the store's certificate is from a CA of your own, add that as \`ca.crt\` to the Secret and set \`${name}-storage-ca-file: /etc/pgbackrest/conf.d/ca.crt\`.`,
      };
    }
  },
} as const satisfies ClusterRule;
