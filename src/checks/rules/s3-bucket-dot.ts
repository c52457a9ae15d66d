import { compareReleases } from "../../pgbackrest/option.ts";
import { byRelease } from "../by-release.ts";
import type { ClusterRule } from "../rule.ts";

export const s3BucketDot = {
  id: "s3-bucket-dot",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Dot in an S3 bucket's name",
  why: "When the bucket is part of the host name, the endpoint's certificate does not cover a name with a dot, so pgBackRest refuses it.",
  source: "pgbackrest-e2e rule 41; pgbackrest@bd22b6809:src/config/load.c#L278-L293",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: s3
              resource: my.bucket
              endpoint: s3.example.com
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
              resource: my-bucket
              endpoint: s3.example.com
              region: eu
              schedule:
                full: 30 2 * * *
    `,
  },
  appliesTo: "s3",
  *checkCluster({ cluster, configuration: { complete, database, releases } }) {
    for (const repository of cluster.repositories) {
      if (repository.storage !== "s3" || !repository.bucket.includes(".")) continue;
      // Another rule reports a URL or a path in place of a name.
      if (repository.bucket.includes("/")) continue;
      const verify = database.effective("repo-storage-verify-tls", repository.number)?.value ?? "y";
      const style = database.effective("repo-s3-uri-style", repository.number)?.value ?? "host";
      const found = byRelease(releases, (release) =>
        verify === "n" || (style === "path" && compareReleases(release, "2.58.0") >= 0) ? undefined : release,
      );
      if (found === undefined) continue;
      yield {
        at: { in: "field", object: cluster.object, path: [...repository.path, "resource"] },
        severity: complete ? found.severity : "warning",
        problem: `The bucket of ${repository.name} has a dot in its name, which pgBackRest refuses while it verifies certificates${found.releases}.`,
        fix: `Use a bucket without a dot${style === "path" ? "" : `; from pgBackRest 2.58.0 on, \`${repository.name}-s3-uri-style: path\` works, too`}.`,
      };
    }
  },
} as const satisfies ClusterRule;
