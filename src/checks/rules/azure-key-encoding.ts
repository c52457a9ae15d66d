import { isValueFilledInLater } from "../../secret/placeholder.ts";
import type { ClusterRule } from "../rule.ts";

export const azureKeyEncoding = {
  id: "azure-key-encoding",
  severity: "error",
  title: "Azure key that is not base64",
  why: "Azure issues account keys in base64, and pgBackRest decodes them; it refuses anything else.",
  source: "pgbackrest-e2e rule 39: `HINT: value must be valid base64`",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: azure
              resource: backups
              endpoint: blob.core.windows.net
              account: demo
              key: no base64!
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
              storage: azure
              resource: backups
              endpoint: blob.core.windows.net
              account: demo
              key: ZXhhbXBsZQ==
              schedule:
                full: 30 2 * * *
    `,
  },
  appliesTo: "azure",
  *checkCluster({ cluster, configuration: { database } }) {
    for (const { storage, name, number } of cluster.repositories) {
      const key = storage === "azure" ? database.effective("repo-azure-key", number) : undefined;
      const shared = (database.effective("repo-azure-key-type", number)?.value ?? "shared") === "shared";
      if (
        key === undefined ||
        key.value === "" ||
        isValueFilledInLater(key.value) ||
        !shared ||
        /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(key.value)
      )
        continue;
      yield {
        at: key.place,
        problem: `The account key of ${name} is not base64, so pgBackRest cannot decode it.`,
        fix: `Copy the key exactly as Azure shows it, or set \`${name}-azure-key-type: sas\` if it is a shared access signature.`,
      };
    }
  },
} as const satisfies ClusterRule;
