import type { Rule } from "./rule.ts";

export const endpointProtocol = {
  id: "endpoint-protocol",
  severity: "error",
  title: "Endpoint that pgBackRest cannot reach",
  why: "pgBackRest speaks only HTTPS to object stores.",
  source: "pgbackrest-e2e 2b: `expected protocol 'https' in URL`",
  bad: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: s3, resource: backups, endpoint: 'http://minio:9000', region: eu, schedule: {full: 30 2 * * *}}]}}}",
  },
  good: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: s3, resource: backups, endpoint: 'https://minio:9000', region: eu, schedule: {full: 30 2 * * *}}]}}}",
  },
  *check({ clusters }) {
    for (const cluster of clusters) {
      for (const repository of cluster.repositories) {
        if (repository.storage !== "s3" && repository.storage !== "azure") continue;
        const protocol = /^([a-z][a-z0-9+.-]*):\/\//i.exec(repository.endpoint)?.[1];
        const at = { in: "field" as const, object: cluster.object, path: [...repository.path, "endpoint"] };
        if (protocol !== undefined && protocol !== "https") {
          yield {
            at,
            problem: `The endpoint of ${repository.name} is given with \`${protocol}://\`, and pgBackRest speaks only HTTPS.`,
            fix: "Give the store a certificate and write `https://host:port`, or only the host.",
          };
        } else if (/\s/.test(repository.endpoint)) {
          yield {
            at,
            problem: `The endpoint of ${repository.name} contains a blank.`,
            fix: "Write the host name only.",
          };
        }
      }
    }
  },
} as const satisfies Rule;
