import type { ClusterRule } from "../rule.ts";

export const azureKeyInConfigMap = {
  id: "azure-key-in-config-map",
  severity: "warning",
  title: "Azure account key in clear text",
  why: "The operator copies `key` from the CR into a ConfigMap, where anyone who can read ConfigMaps can read the account key.",
  source: "contract 5.13; pgbackrest-e2e section 7, item 1",
  holdsWhateverIsFilledIn: true,
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
              key: ZXhhbXBsZQ==
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
              schedule:
                full: 30 2 * * *
    `,
    "azure.conf": `
      [db]
      repo1-azure-key = ZXhhbXBsZQ==
    `,
  },
  appliesTo: "azure",
  *checkCluster({ cluster, configuration: { database } }) {
    for (const repository of cluster.repositories) {
      if (repository.storage !== "azure" || repository.key === "") continue;
      // With a managed identity the key is a placeholder, for the operator's line must not be empty.
      if (database.effective("repo-azure-key-type", repository.number)?.value === "auto") continue;
      yield {
        at: { in: "field", object: cluster.object, path: [...repository.path, "key"] },
        problem: `The account key of ${repository.name} is in the CR, and the operator writes it in clear text into ConfigMap \`${cluster.name}-pgbackrest-config\`.`,
        fix: `Remove \`key\`, set \`${repository.name}-azure-key\` under \`[db]\` in the Secret's \`.conf\` file, and run \`pgbackrest --stanza=db stanza-create\` once by hand; until then, treat the ConfigMap as a secret.`,
      };
    }
  },
  *checkClone({ cluster, source: { repo = {} } }) {
    if (repo.storage === "azure" && (repo.key ?? "") !== "")
      yield {
        at: { in: "field", object: cluster.object, path: ["spec", "clone", "pgbackrest", "repo", "key"] },
        problem: `The account key of the clone's source is in the CR, and the operator writes it in clear text into ConfigMap \`${cluster.name}-pgbackrest-clone-config\`.`,
        fix: "Remove `key`, and set `repo1-azure-key` under `[db]` in a `.conf` file of the Secret that the clone's `configuration.secret` names; until then, treat the ConfigMap as a secret.",
      };
  },
} as const satisfies ClusterRule;
