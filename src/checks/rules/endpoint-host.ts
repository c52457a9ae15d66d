import type { Settings } from "../../cpo/settings.ts";
import { endpointOf, isAddress, isAmazon } from "../../pgbackrest/endpoint.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import type { CloneContext } from "../clone-context.ts";
import type { ClusterRule } from "../rule.ts";

export const endpointHost = {
  id: "endpoint-host",
  severity: "error",
  otherSeverities: ["warning"],
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
      const { endpoint, name, number, storage } = repository;
      const given = (option: string) => configuration.database.effective(`repo-${option}`, number)?.value;
      const found = problemOf(
        { storage, endpoint, before: storage === "s3" ? repository.bucket : repository.account },
        () => ({ whose: name, option: `${name}-${storage}-uri-style`, place: "`global`" }),
        given,
        settings,
      );
      if (found === undefined) continue;
      yield {
        at: { in: "field", object: cluster.object, path: [...repository.path, "endpoint"] },
        // A Secret that is not in the input may set another style.
        severity: configuration.complete ? "error" : "warning",
        ...found,
      };
    }
  },
  *checkClone({ cluster, settings, source: { configuration, options = {}, repo } }: CloneContext) {
    const { endpoint = "", storage } = repo ?? {};
    if (storage !== "s3" && storage !== "azure") return;
    const found = problemOf(
      { storage, endpoint, before: (storage === "s3" ? repo?.resource : repo?.account) ?? "" },
      () => ({
        whose: "the repository that the clone reads from",
        option: `repo1-${storage}-uri-style`,
        place: "the clone's `options`",
      }),
      (option) => options[`repo1-${option}`],
      settings,
    );
    if (found === undefined) return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "clone", "pgbackrest", "repo", "endpoint"] },
      // A Secret may set another style.
      severity: (configuration?.secret ?? "") === "" ? "error" : "warning",
      ...found,
    };
  },
} as const satisfies ClusterRule;

/** Where a repository is. */
interface RepositoryHost {
  readonly storage: "s3" | "azure";
  readonly endpoint: string;
  /** What pgBackRest puts before the endpoint: the bucket, with Azure the account. */
  readonly before: string;
}

/** How a finding speaks of a repository, and where its style of URL can be set. */
interface Wording {
  readonly whose: string;
  readonly option: string;
  readonly place: string;
}

function problemOf(
  { storage, endpoint, before }: RepositoryHost,
  wording: () => Wording,
  given: (option: string) => string | undefined,
  { clusterDomain }: Settings,
): { readonly problem: string; readonly fix: string } | undefined {
  const { host } = endpointOf(endpoint);
  const rest = host.startsWith(`${before.toLowerCase()}.`) ? host.slice(before.length + 1) : undefined;
  const isTwice = rest !== undefined && (isAmazon(rest) || /^(s3|blob)[.-]/.test(rest));
  const kind = isTwice ? undefined : kindOf(host, clusterDomain);
  // Nothing can be wrong with most hosts; to look for options takes longer.
  if (!isTwice && kind === undefined) return undefined;
  if ((given(`${storage}-uri-style`) ?? "host") !== "host") return undefined;
  // For S3, that is the host as it is, whatever the endpoint; for Azure, the account comes before it, too.
  if (given("storage-host") !== undefined) return undefined;
  if (host === "" || before === "" || /\s/.test(host) || [endpoint, before].some(isValueFilledInLater))
    return undefined;
  const what = storage === "s3" ? "bucket" : "account";
  const { whose, option, place } = wording();
  if (isTwice)
    return {
      problem: `The endpoint of ${whose} begins with the ${what}, but pgBackRest puts it there again: \`${before}.${host}\`.`,
      fix: `Write \`endpoint: ${rest}\`.`,
    };
  return {
    problem: `The endpoint of ${whose} ${kind}, and pgBackRest puts the ${what} before it: no host is called \`${before}.${host}\`.`,
    fix: `Set \`${option}: path\` in ${place}.`,
  };
}

/** Why a host has no others below it; undefined for one that may have. */
function kindOf(host: string, clusterDomain: string): string | undefined {
  if (isAddress(host)) return "is an address";
  if (!host.includes(".")) return "is a host name without a domain";
  return host.endsWith(".svc") || host.endsWith(`.svc.${clusterDomain}`) ? "is a Service" : undefined;
}
