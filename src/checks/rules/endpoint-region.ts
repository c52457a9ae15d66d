import { amazonRegionOf, endpointOf, isAmazon } from "../../pgbackrest/endpoint.ts";
import { isLeftBlank, isValueFilledInLater } from "../../secret/placeholder.ts";
import { remembered } from "../../text/memo.ts";
import { quotableText } from "../../text/quotable.ts";
import type { CloneContext } from "../clone-context.ts";
import type { ClusterContext } from "../cluster-context.ts";
import type { ClusterRule } from "../rule.ts";

export const endpointRegion = {
  id: "endpoint-region",
  severity: "error",
  otherSeverities: ["warning"],
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
      const line = database.effective("repo-s3-region", number);
      const region = line?.value ?? repository.region;
      const found =
        problemOf(endpoint, region, name) ??
        nameProblem(endpoint, region, name, line?.from === "secret" ? undefined : cluster.annotations);
      if (found === undefined || database.effective("repo-storage-host", number) !== undefined) continue;
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

/** What an endpoint says of its store, remembered: a fleet has few stores. */
const storeAt = remembered((endpoint) => {
  const { host } = endpointOf(endpoint);
  return { isAmazon: isAmazon(host), region: amazonRegionOf(host) };
});

/** The name of a region of Amazon's, which is right in any store. */
const amazonRegion = /^[a-z]{2}(?:-[a-z]+)+-\d+$/;

function problemOf(endpoint: string, region: string, repository: string) {
  const there = storeAt(endpoint).region;
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
  if (amazonRegion.test(region)) return undefined;
  const fix = "Write the name of the region, for example `region: eu-central-1`.";
  if (annotations !== undefined && isLeftBlank(region, annotations))
    return { problem: `The region of ${repository} was not filled in: it is still a word in angle brackets.`, fix };
  const name = region.trim();
  if (name === "" || isValueFilledInLater(name)) return undefined;
  if (/\s/.test(name))
    return { problem: `The region of ${repository} contains white space, which no name of a region has.`, fix };
  if (!storeAt(endpoint).isAmazon || amazonRegion.test(name)) return undefined;
  const around = /^([a-z]{2}(?:-[a-z]+)+-\d+)[a-z]$/.exec(name)?.[1];
  const shown = annotations === undefined ? "what the Secret sets" : `\`${quotableText(name)}\``;
  return around === undefined
    ? { problem: `The region of ${repository} is ${shown}, which is not the name of a region of Amazon's.`, fix }
    : {
        problem: `The region of ${repository} is ${shown}, which is an availability zone; requests are signed for a region.`,
        fix: `Write \`region: ${around}\`.`,
      };
}
