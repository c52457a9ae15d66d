import { amazonRegionOf, endpointOf, isAmazon } from "../../pgbackrest/endpoint.ts";
import { isLeftBlank, isValueFilledInLater } from "../../secret/placeholder.ts";
import { quotableText } from "../../text/quotable.ts";
import type { CloneContext } from "../clone-context.ts";
import type { ClusterContext } from "../cluster-context.ts";
import type { ClusterRule } from "../rule.ts";

export const endpointRegion = {
  id: "endpoint-region",
  severity: "error",
  title: "Region that the endpoint refuses",
  why: "pgBackRest signs every request for `region`. An endpoint of Amazon S3 that is in another region refuses the signature, and so does every store that is given a region that does not exist, so every command fails.",
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
      const line = database.effective("repo-s3-region", number);
      const region = line?.value ?? repository.region;
      const found =
        problemOf(endpoint, region, name) ??
        nameProblem(endpoint, region, name, line?.from === "secret" ? undefined : cluster.annotations);
      if (found === undefined) continue;
      // A Secret that is not in the input may set another region.
      const severity = complete ? "error" : "warning";
      yield { at: { in: "field", object: cluster.object, path: [...path, "region"] }, severity, ...found };
    }
  },
  *checkClone({ cluster, source: { repo } }: CloneContext) {
    if (repo?.storage !== "s3") return;
    const { endpoint = "", region = "" } = repo;
    const found =
      problemOf(endpoint, region, "the clone's source") ??
      nameProblem(endpoint, region, "the clone's source", cluster.annotations);
    if (found === undefined) return;
    const path = ["spec", "clone", "pgbackrest", "repo", "region"];
    yield { at: { in: "field", object: cluster.object, path }, ...found };
  },
} as const satisfies ClusterRule;

function problemOf(endpoint: string, region: string, repository: string) {
  const there = amazonRegionOf(endpointOf(endpoint).host);
  if (there === undefined || region === "" || there === region || isValueFilledInLater(region)) return undefined;
  return {
    problem: `The region of ${repository} is \`${region}\`, but its endpoint is in \`${there}\`, which refuses requests that are signed for another region.`,
    fix: `Write \`region: ${there}\`, or the endpoint of \`${region}\`, whichever the bucket is in.`,
  };
}

/** What is wrong with a region's name. Stores other than Amazon's call theirs as they like, but none with a blank. That of a Secret, where `annotations` is undefined, is not quoted. */
function nameProblem(
  endpoint: string,
  region: string,
  repository: string,
  annotations: Readonly<Record<string, string>> | undefined,
) {
  const fix = "Write the name of the region, for example `region: eu-central-1`.";
  if (annotations !== undefined && isLeftBlank(region, annotations))
    return { problem: `The region of ${repository} was not filled in: it is still a word in angle brackets.`, fix };
  const name = region.trim();
  if (name === "" || isValueFilledInLater(name)) return undefined;
  if (/\s/.test(name))
    return { problem: `The region of ${repository} contains white space, which no name of a region has.`, fix };
  if (!isAmazon(endpointOf(endpoint).host) || /^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(name)) return undefined;
  const around = /^([a-z]{2}(?:-[a-z]+)+-\d+)[a-z]$/.exec(name)?.[1];
  const shown = annotations === undefined ? "what the Secret sets" : `\`${quotableText(name)}\``;
  return around === undefined
    ? { problem: `The region of ${repository} is ${shown}, which is not the name of a region of Amazon's.`, fix }
    : {
        problem: `The region of ${repository} is ${shown}, which is an availability zone; requests are signed for a region.`,
        fix: `Write \`region: ${around}\`.`,
      };
}
