import { repositoryOf } from "../../configuration/line.ts";
import { isLeftBlank, isValueFilledInLater } from "../../secret/placeholder.ts";
import type { CloneContext } from "../clone-context.ts";
import type { ClusterContext } from "../cluster-context.ts";
import { type LineSubject, linesAbout } from "../line-subjects.ts";
import type { ClusterRule, RuleDiagnostic } from "../rule.ts";

const endpoints = ["repo-s3-endpoint", "repo-azure-endpoint", "repo-gcs-endpoint", "repo-storage-host"];

/** Endpoints that are not plain. */
const suspect: LineSubject = {
  ofKey: ({ meaning }) => meaning.is === "option" && endpoints.includes(meaning.name),
  ofValue: (value) => !isPlainHost(value),
};

export const endpointProtocol = {
  id: "endpoint-protocol",
  severity: "error",
  title: "Endpoint that pgBackRest cannot reach",
  why: "pgBackRest talks to object stores only over HTTPS, and looks up what is written there as one host name.",
  source: "pgbackrest-e2e 2b: `expected protocol 'https' in URL`; run with pgBackRest 2.45: `unable to get address`",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: http://minio.example.com:9000
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
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: https://minio.example.com:9000
              region: eu
              schedule:
                full: 30 2 * * *
    `,
  },
  appliesToLine: suspect,
  *checkCluster({ cluster, configuration }: ClusterContext) {
    for (const line of linesAbout(configuration.database.lines, suspect)) {
      const found = problemOf(
        line.value,
        `repo${repositoryOf(line)}`,
        line.from === "secret" ? undefined : cluster.annotations,
      );
      if (found !== undefined) yield { at: line.place, ...found };
    }
  },
  *checkClone({ cluster, source: { repo } }: CloneContext) {
    if (repo?.storage !== "s3" && repo?.storage !== "azure") return;
    const found = problemOf(repo.endpoint ?? "", "the repository that the clone reads from", cluster.annotations);
    const path = ["spec", "clone", "pgbackrest", "repo", "endpoint"];
    if (found !== undefined) yield { at: { in: "field", object: cluster.object, path }, ...found };
  },
} as const satisfies ClusterRule;

/** A host name with nothing else but a port, as most endpoints are. */
export const isPlainHost = (endpoint: string) => /^[A-Za-z0-9._-]+(?::[1-9]\d{0,3})?$/.test(endpoint);

const onlyHost = "Write only the host name, for example `s3.eu-central-1.amazonaws.com`.";

/** What is wrong with an endpoint. That of a Secret, where `annotations` is undefined, is not quoted. */
export function problemOf(
  endpoint: string,
  whose: string,
  annotations: Readonly<Record<string, string>> | undefined,
): Pick<RuleDiagnostic, "problem" | "fix"> | undefined {
  if (annotations !== undefined && isLeftBlank(endpoint, annotations))
    return {
      problem: `The endpoint of ${whose} was not filled in: it is still a word in angle brackets.`,
      fix: onlyHost,
    };
  if (isValueFilledInLater(endpoint)) return undefined;
  const protocol = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(endpoint)?.[1];
  if (protocol !== undefined && protocol !== "https")
    return {
      problem: `The endpoint of ${whose} begins with \`${protocol}://\`, but pgBackRest supports only HTTPS.`,
      fix: "Give the store a certificate, and write `https://HOST:PORT` or only the host name.",
    };
  if (/\s/.test(endpoint))
    return { problem: `The endpoint of ${whose} contains white space, which no host name has.`, fix: onlyHost };
  const address = endpoint.replace(/^https:\/\//, "").replace(/\/.*$/s, "");
  const [, host = "", port] = /^(\[[^\]]*\]|[^:]*)(?::([^:]*))?$/.exec(address) ?? [];
  const strange = /^\[/.test(host) ? undefined : /[^A-Za-z0-9._-]/u.exec(host)?.[0];
  if (strange !== undefined)
    return {
      problem: `The endpoint of ${whose} contains ${annotations === undefined || strange === "`" ? "a character" : `\`${strange}\``}, which no host name has.`,
      fix: strange === "," ? "Write one host name: a repository has one endpoint." : onlyHost,
    };
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535))
    return {
      problem: `The endpoint of ${whose} has a port that does not exist.`,
      fix: "Write a port between 1 and 65535, or none for 443.",
    };
  return undefined;
}
