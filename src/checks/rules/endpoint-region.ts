import { amazonRegionOf, endpointOf } from "../../pgbackrest/endpoint.ts";
import type { CloneContext } from "../clone-context.ts";
import type { ClusterContext } from "../cluster-context.ts";
import type { ClusterRule } from "../rule.ts";

export const endpointRegion = {
  id: "endpoint-region",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Endpoint of another region than the repository's",
  why: "pgBackRest signs every request for `region`. An endpoint of Amazon S3 that is in another region refuses the signature, so every command fails.",
  source:
    "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (AuthorizationHeaderMalformed); https://docs.aws.amazon.com/general/latest/gr/s3.html",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: s3.eu-west-1.amazonaws.com
              region: us-east-1
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
              endpoint: s3.eu-west-1.amazonaws.com
              region: eu-west-1
              schedule:
                full: 30 2 * * *
    `,
  },
  appliesTo: "s3",
  *checkCluster({ cluster, configuration: { complete, database } }: ClusterContext) {
    for (const repository of cluster.repositories) {
      if (repository.storage !== "s3") continue;
      const { endpoint, name, number, path } = repository;
      if (database.effective("repo-storage-host", number) !== undefined) continue;
      const region = database.effective("repo-s3-region", number)?.value ?? repository.region;
      const found = problemOf(endpoint, region, name);
      if (found === undefined) continue;
      // A Secret that is not in the input may set another region.
      const severity = complete ? "error" : "warning";
      yield { at: { in: "field", object: cluster.object, path: [...path, "region"] }, severity, ...found };
    }
  },
  *checkClone({ cluster, source: { repo } }: CloneContext) {
    if (repo?.storage !== "s3") return;
    const found = problemOf(repo.endpoint ?? "", repo.region ?? "", "the clone's source");
    if (found === undefined) return;
    const path = ["spec", "clone", "pgbackrest", "repo", "region"];
    yield { at: { in: "field", object: cluster.object, path }, ...found };
  },
} as const satisfies ClusterRule;

function problemOf(endpoint: string, region: string, repository: string) {
  const there = amazonRegionOf(endpointOf(endpoint).host);
  if (there === undefined || region === "" || there === region) return undefined;
  return {
    problem: `The region of ${repository} is \`${region}\`, but its endpoint is in \`${there}\`, which refuses requests that are signed for another region.`,
    fix: `Write \`region: ${there}\`, or the endpoint of \`${region}\`, whichever the bucket is in.`,
  };
}
