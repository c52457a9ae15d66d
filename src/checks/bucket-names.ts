import type { ObjectStoreRepository, Storage } from "../cpo/repository.ts";
import { endpointOf, isAmazon } from "../pgbackrest/endpoint.ts";
import { isLeftBlank, isValueFilledInLater } from "../secret/placeholder.ts";
import { quotableText } from "../text/quotable.ts";
import type { RuleDiagnostic } from "./rule.ts";

type Found = Pick<RuleDiagnostic, "problem" | "fix" | "severity">;

/** The name of the bucket, or of the container. */
export const bucketOf = (repository: ObjectStoreRepository) =>
  repository.storage === "azure" ? repository.container : repository.bucket;

/** True for a name that is right in every store and in every style of URL, as most are. */
export const isPlainName = (name: string) => /^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name);

/** What is wrong with the name of a bucket or container. `isInHost` says whether URLs have a bucket of S3 in the name of their host. */
export const nameProblem = (
  repository: ObjectStoreRepository,
  annotations: Readonly<Record<string, string>>,
  { isInHost, complete }: { readonly isInHost: boolean; readonly complete: boolean },
): Found | undefined =>
  problemInEveryStyle(bucketOf(repository), repository.name, repository.storage, "", annotations) ??
  amazonLength(repository) ??
  (isInHost ? (capitals(repository, complete) ?? hostLabel(repository, complete)) : undefined);

/**
 * What is wrong with a name in every style of URL.
 * @param which Which bucket it is, for messages: nothing, or ` that the clone reads from`.
 */
export function problemInEveryStyle(
  given: string,
  repository: string,
  storage: Storage,
  which: string,
  annotations: Readonly<Record<string, string>>,
): Found | undefined {
  const name = given.trim();
  const what = storage === "azure" ? "container" : "bucket";
  if (isLeftBlank(name, annotations))
    return {
      problem: `The name of the ${what}${which} was not filled in: it is still \`${quotableText(name)}\`.`,
      fix: `Write the name of the ${what} as it is in the store.`,
    };
  if (isValueFilledInLater(name)) return undefined;
  const [, named] = /^arn:[^:]*:s3:::([^/]*)/i.exec(name) ?? [];
  if (/^arn:/i.test(name))
    return {
      problem: `\`${quotableText(given)}\` is an ARN, but the ${what}${which} must be given by its name alone.`,
      fix:
        storage === "s3" && named !== undefined && named !== ""
          ? `Write \`resource: ${named}\`.`
          : `Write the name of the ${what} as it is in the store.`,
    };
  const [, protocol, rest = ""] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s.exec(name) ?? [];
  const [bucket = "", ...path] = (protocol === undefined ? name : rest).split("/");
  const below = path.filter((part) => part !== "").join("/");
  const write = `Write \`resource: ${bucket}\``;
  if (protocol !== undefined)
    return {
      problem: `\`${quotableText(given)}\` is a URL, but the ${what}${which} must be given by its name alone.`,
      fix:
        /^https?$/i.test(protocol) || bucket === ""
          ? `Write the name of the ${what} as \`resource\`, and the host as \`endpoint\`.`
          : `${write}${below === "" ? "" : `, and the path as \`${repository}-path: /${below}\` in ${which === "" ? "`global`" : "the clone's `options`"}`}.`,
    };
  if (name.includes("/"))
    return {
      problem: `\`${quotableText(given)}\` has a path, but the ${what}${which} must be given by its name alone.`,
      fix:
        bucket === ""
          ? `Remove the \`/\` before the name of the ${what}.`
          : `${write}${below === "" ? "" : `, and the path as \`${repository}-path: /${below}\` in ${which === "" ? "`global`" : "the clone's `options`"}`}.`,
    };
  if (/\s/.test(name))
    return {
      problem: `\`${quotableText(given)}\` contains white space, which no name of a ${what} has.`,
      fix: `Write the name of the ${what} without white space.`,
    };
  if (storage !== "s3" && name !== name.toLowerCase())
    return {
      problem: `\`${quotableText(given)}\` has capital letters, which no name of a ${what} has.`,
      fix: `Write \`resource: ${name.toLowerCase()}\`.`,
    };
  const allowed = storage === "s3" || storage === "pvc" || name === "" ? undefined : allowedNames[storage];
  if (allowed !== undefined && !allowed.pattern.test(name))
    return {
      problem: `\`${quotableText(given)}\` cannot be the name of a ${what}, which has ${allowed.inWords}.`,
      fix: `Write the name of the ${what} as it is in the store.`,
    };
  return undefined;
}

/** The names that a store gives at all. S3 is many stores, each with rules of its own. */
const allowedNames = {
  azure: {
    pattern: /^[a-z0-9]+(-[a-z0-9]+)*$|^\$(root|web|logs)$/,
    inWords: "only lower-case letters, digits and single hyphens between them",
  },
  gcs: {
    pattern: /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/,
    inWords: "only lower-case letters, digits, hyphens, underscores and dots, with a letter or digit at both ends",
  },
} as const;

/** As part of a host name, a bucket loses its capitals; some stores other than Amazon's may find it all the same. */
function capitals(repository: ObjectStoreRepository, complete: boolean): Found | undefined {
  const bucket = bucketOf(repository);
  if (repository.storage !== "s3" || bucket === bucket.toLowerCase()) return undefined;
  if (isValueFilledInLater(bucket)) return undefined;
  return {
    severity: complete && isAmazon(endpointOf(repository.endpoint).host) ? "error" : "warning",
    problem: `The bucket \`${bucket}\` has capital letters, but becomes part of a host name, where capitals do not count.`,
    fix: `Use a bucket without capitals, or set \`${repository.name}-s3-uri-style: path\` in \`global\`.`,
  };
}

/** Amazon has no buckets with other names, however they are asked for. */
function amazonLength(repository: ObjectStoreRepository): Found | undefined {
  const bucket = bucketOf(repository).trim();
  if (repository.storage !== "s3" || bucket === "" || isValueFilledInLater(bucket)) return undefined;
  if (!isAmazon(endpointOf(repository.endpoint).host) || /^.{3,63}$/s.test(bucket)) return undefined;
  return {
    problem: `The name of the bucket of ${repository.name} has ${bucket.length} characters, but Amazon's have 3 to 63.`,
    fix: "Write the name of the bucket as it is in the store.",
  };
}

/** The parts of a host name have at most 63 characters, and no hyphen at their ends (RFC 1123). */
function hostLabel(repository: ObjectStoreRepository, complete: boolean): Found | undefined {
  const bucket = bucketOf(repository).trim();
  if (repository.storage !== "s3" || bucket === "" || isValueFilledInLater(bucket)) return undefined;
  const labels = bucket.split(".");
  const what = labels.some((label) => label.length > 63)
    ? "more than 63 characters"
    : labels.some((label) => /^-|-$/.test(label))
      ? "a hyphen at an end"
      : undefined;
  if (what === undefined) return undefined;
  const isWrongAnyway = isAmazon(endpointOf(repository.endpoint).host);
  return {
    // A Secret that is not in the input may set another style.
    severity: complete || isWrongAnyway ? "error" : "warning",
    problem: `The name of the bucket of ${repository.name} has ${what}, but becomes part of a host name, where that is not allowed.`,
    fix: isWrongAnyway
      ? "Write the name of the bucket as it is in the store."
      : `Use a bucket with another name, or set \`${repository.name}-s3-uri-style: path\` in \`global\`.`,
  };
}
