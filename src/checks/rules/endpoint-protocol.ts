import { repositoryOf } from "../../configuration/line.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import type { ClusterRule } from "../rule.ts";

export const endpointProtocol = {
  id: "endpoint-protocol",
  severity: "error",
  title: "Endpoint that pgBackRest cannot reach",
  why: "pgBackRest talks to object stores only over HTTPS.",
  source: "pgbackrest-e2e 2b: `expected protocol 'https' in URL`",
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
  *checkCluster({ configuration }) {
    for (const line of configuration.database.lines) {
      if (line.meaning.is !== "option" || !endpoints.includes(line.meaning.name)) continue;
      if (isValueFilledInLater(line.value)) continue;
      const protocol = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(line.value)?.[1];
      const whose = `repo${repositoryOf(line)}`;
      if (protocol !== undefined && protocol !== "https") {
        yield {
          at: line.place,
          problem: `The endpoint of ${whose} begins with \`${protocol}://\`, but pgBackRest supports only HTTPS.`,
          fix: "Give the store a certificate, and write `https://HOST:PORT` or only the host name.",
        };
      } else if (/\s/.test(line.value)) {
        yield {
          at: line.place,
          problem: `The endpoint of ${whose} contains white space, which no host name has.`,
          fix: "Write only the host name, for example `s3.eu-central-1.amazonaws.com`.",
        };
      }
    }
  },
} as const satisfies ClusterRule;

const endpoints = ["repo-s3-endpoint", "repo-azure-endpoint", "repo-gcs-endpoint", "repo-storage-host"];
