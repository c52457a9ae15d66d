import type { ClusterConfiguration } from "../../configuration/cluster-configuration.ts";
import type { Repository } from "../../cpo/repository.ts";
import type { Settings } from "../../cpo/settings.ts";
import { endpointOf, isAddress, isAmazon } from "../../pgbackrest/endpoint.ts";
import type { ClusterRule } from "../rule.ts";

export const endpointHost = {
  id: "endpoint-host",
  severity: "error",
  title: "Endpoint that cannot have a name before it",
  why: "By default, pgBackRest puts the bucket (with Azure, the account) before the endpoint and asks for that host. No such host exists for an address, a host name without a domain, or a Kubernetes Service.",
  source: "pgbackrest-e2e 2b; run with pgBackRest 2.45: no such host",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: minio.pg.svc.cluster.local:9000
              region: eu
              schedule:
                full: 30 2 * * *
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-s3-uri-style: path
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: minio.pg.svc.cluster.local:9000
              region: eu
              schedule:
                full: 30 2 * * *
    `,
  },
  *checkCluster({ cluster, configuration, settings }) {
    for (const repository of cluster.repositories) {
      if (repository.storage !== "s3" && repository.storage !== "azure") continue;
      const found = problemOf(repository, configuration, settings);
      if (found === undefined) continue;
      yield {
        at: { in: "field", object: cluster.object, path: [...repository.path, "endpoint"] },
        // A Secret that is not in the input may set another style.
        severity: configuration.complete ? "error" : "warning",
        ...found,
      };
    }
  },
} as const satisfies ClusterRule;

function problemOf(
  repository: Extract<Repository, { storage: "s3" | "azure" }>,
  { database }: ClusterConfiguration,
  { clusterDomain }: Settings,
): { readonly problem: string; readonly fix: string } | undefined {
  const { endpoint, name, number, storage } = repository;
  const style = `${name}-${storage}-uri-style`;
  if ((database.effective(`repo-${storage}-uri-style`, number)?.value ?? "host") !== "host") return undefined;
  // For S3, that is the host as it is, whatever the endpoint; for Azure, the account comes before it, too.
  if (database.effective("repo-storage-host", number) !== undefined) return undefined;
  const { host } = endpointOf(endpoint);
  const before = storage === "s3" ? repository.bucket : repository.account;
  const what = storage === "s3" ? "bucket" : "account";
  if (host === "" || before === "" || /\s/.test(host)) return undefined;
  const rest = host.startsWith(`${before.toLowerCase()}.`) ? host.slice(before.length + 1) : undefined;
  if (rest !== undefined && (isAmazon(rest) || /^(s3|blob)[.-]/.test(rest)))
    return {
      problem: `The endpoint of ${name} begins with the ${what}, but pgBackRest puts it there again: \`${before}.${host}\`.`,
      fix: `Write \`endpoint: ${rest}\`.`,
    };
  const kind = isAddress(host)
    ? "is an address"
    : !host.includes(".")
      ? "is a host name without a domain"
      : host.endsWith(".svc") || host.endsWith(`.svc.${clusterDomain}`)
        ? "is a Service"
        : undefined;
  if (kind === undefined) return undefined;
  return {
    problem: `The endpoint of ${name} ${kind}, and pgBackRest puts the ${what} before it: no host is called \`${before}.${host}\`.`,
    fix: `Set \`${style}: path\` in \`global\`.`,
  };
}
