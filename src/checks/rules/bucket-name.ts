import { bucketOf, isPlainName, nameProblem, problemInEveryStyle } from "../bucket-names.ts";
import type { CloneContext } from "../clone-context.ts";
import type { ClusterContext } from "../cluster-context.ts";
import type { ClusterRule } from "../rule.ts";

export const bucketName = {
  id: "bucket-name",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Bucket or container that is not a name",
  why: "The operator writes `resource` into pgBackRest's configuration as it is. With a URL or a path in place of a name, pgBackRest asks for a bucket that does not exist, or for a host that does not.",
  source:
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; https://cloud.google.com/storage/docs/buckets#naming; https://learn.microsoft.com/en-us/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata; run with pgBackRest 2.45",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: s3
              resource: s3://backups
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
              resource: backups
              endpoint: s3.example.com
              region: eu
              schedule:
                full: 30 2 * * *
    `,
  },
  *checkCluster({ cluster, configuration: { complete, database } }: ClusterContext) {
    for (const repository of cluster.repositories) {
      if (repository.storage === "pvc" || isPlainName(bucketOf(repository))) continue;
      const isInHost = (database.effective("repo-s3-uri-style", repository.number)?.value ?? "host") === "host";
      const found = nameProblem(repository, cluster.annotations, { isInHost, complete });
      if (found !== undefined)
        yield { at: { in: "field", object: cluster.object, path: [...repository.path, "resource"] }, ...found };
    }
  },
  *checkClone({ cluster, source: { repo } }: CloneContext) {
    if (repo?.storage === undefined || repo.storage === "pvc") return;
    const found = problemInEveryStyle(
      repo.resource ?? "",
      "repo1",
      repo.storage,
      " that the clone reads from",
      cluster.annotations,
    );
    if (found === undefined) return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "clone", "pgbackrest", "repo", "resource"] },
      ...found,
    };
  },
} as const satisfies ClusterRule;
