import { endpointOf, isAzure } from "../../pgbackrest/endpoint.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { quotableText } from "../../text/quotable.ts";
import type { CloneContext } from "../clone-context.ts";
import type { ClusterContext } from "../cluster-context.ts";
import type { ClusterRule } from "../rule.ts";

export const azureAccount = {
  id: "azure-account",
  severity: "error",
  title: "Azure storage account that is not a name",
  why: "Azure's storage accounts have names of 3 to 24 lower-case letters and digits. pgBackRest makes the host of it that it asks, and signs its requests with it, so with any other text there is no host, or no access.",
  source:
    "https://learn.microsoft.com/en-us/azure/storage/common/storage-account-overview#storage-account-name; contract 2.1",
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
              account: sales-backups
              schedule:
                full: 30 2 * * *
    `,
    "azure.conf": `
      [db]
      repo1-azure-key = ZXhhbXBsZQ==
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
              account: salesbackups
              schedule:
                full: 30 2 * * *
    `,
    "azure.conf": `
      [db]
      repo1-azure-key = ZXhhbXBsZQ==
    `,
  },
  appliesTo: "azure",
  *checkCluster({ cluster, configuration: { database } }: ClusterContext) {
    for (const { name, number, storage } of cluster.repositories) {
      if (storage !== "azure") continue;
      // Whoever has a host of his own, such as Azurite, has accounts with other names.
      if (database.effective("repo-storage-host", number) !== undefined) continue;
      const account = database.effective("repo-azure-account", number);
      const endpoint = database.effective("repo-azure-endpoint", number);
      if (account === undefined || endpoint === undefined) continue;
      const found = problemOf(account.value, endpoint.value, name, account.from !== "secret");
      if (found !== undefined) yield { at: account.place, ...found };
    }
  },
  *checkClone({ cluster, source: { options = {}, repo } }: CloneContext) {
    if (repo?.storage !== "azure" || options["repo1-storage-host"] !== undefined) return;
    const found = problemOf(repo.account ?? "", repo.endpoint ?? "", "the repository that the clone reads from", true);
    if (found === undefined) return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "clone", "pgbackrest", "repo", "account"] },
      ...found,
    };
  },
} as const satisfies ClusterRule;

const accountName = /^[a-z0-9]{3,24}$/;

/** What is wrong with an account of Azure; `shown` where the text may be quoted. Accounts of other stores have names as they like. */
function problemOf(given: string, endpoint: string, whose: string, shown: boolean) {
  const account = given.trim();
  if (account === "" || [account, endpoint].some(isValueFilledInLater)) return undefined;
  if (!isAzure(endpointOf(endpoint).host) || accountName.test(account)) return undefined;
  const meant = meantBy(account);
  return {
    problem: `${shown ? `\`${quotableText(given)}\`` : "What the Secret sets"} cannot be the storage account of ${whose}: Azure's have names of 3 to 24 lower-case letters and digits.`,
    fix:
      shown && meant !== undefined
        ? `Write \`account: ${meant}\`.`
        : "Write the name of the storage account as Azure shows it.",
  };
}

/** The account in a URL or a host, or the text without capitals, which Azure takes away, too. */
function meantBy(text: string): string | undefined {
  const { host } = endpointOf(text);
  const account = /[./]/.test(text) ? /^([^.]*)\.blob\./.exec(host)?.[1] : host;
  return account !== undefined && accountName.test(account) ? account : undefined;
}
