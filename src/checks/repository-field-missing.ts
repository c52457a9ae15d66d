import type { Cluster } from "../cpo/cluster.ts";
import type { Repository } from "../cpo/repository.ts";
import { compareReleases } from "../pgbackrest/option.ts";
import { type Configured, configured } from "./configured.ts";
import type { Rule } from "./rule.ts";

interface Missing {
  readonly field: string;
  readonly what: string;
  readonly example: string;
}

export const repositoryFieldMissing = {
  id: "repository-field-missing",
  severity: "error",
  title: "Field of a repository missing",
  why: "The operator writes the line of a missing field all the same, without a value, and pgBackRest refuses every command that takes it.",
  source: "contract 5.6; pgbackrest-e2e rule 12 and section 7, items 1, 2",
  bad: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, schedule: {full: 30 2 * * *}}]}}}",
  },
  good: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, region: eu, schedule: {full: 30 2 * * *}}]}}}",
  },
  *check(subject) {
    for (const cluster of subject.clusters) {
      const conf = configured(subject, cluster);
      for (const repository of cluster.repositories) {
        for (const { field, what, example } of missingFields(repository, conf)) {
          yield {
            at: { in: "field", object: cluster.object, path: [...repository.path, field] },
            problem: `${repository.name} is stored in ${storageNames[repository.storage]} but has no ${what}, and pgBackRest refuses an empty one.`,
            fix: `Add \`${field}\`, for example \`${field}: ${example}\`.`,
          };
        }
        yield* volumeMissing(cluster, repository);
      }
    }
  },
} as const satisfies Rule;

const storageNames = { s3: "S3", gcs: "Google Cloud Storage", azure: "Azure", pvc: "a volume" };

function missingFields(repository: Repository, { complete, database, releases }: Configured): readonly Missing[] {
  const absent = (value: string, missing: Missing) => (value.trim() === "" ? [missing] : []);
  switch (repository.storage) {
    case "s3":
      return [
        ...absent(repository.bucket, { field: "resource", what: "bucket", example: "my-backups" }),
        ...absent(repository.endpoint, {
          field: "endpoint",
          what: "endpoint",
          example: "s3.eu-central-1.amazonaws.com",
        }),
        ...absent(repository.region, { field: "region", what: "region", example: "eu-central-1" }),
      ];
    case "gcs":
      return [
        ...absent(repository.bucket, { field: "resource", what: "bucket", example: "my-backups" }),
        ...absent(repository.keyType, { field: "keyType", what: "key type", example: "service" }),
        ...(repository.keyType === "service"
          ? absent(repository.key, { field: "key", what: "key file", example: "gcs.json" })
          : []),
      ];
    case "azure": {
      const keyInStanza = database.lines.some(
        ({ section, meaning }) =>
          section === "db" &&
          meaning.is === "option" &&
          meaning.name === "repo-azure-key" &&
          meaning.index === repository.number,
      );
      const keyType = database.effective("repo-azure-key-type", repository.number)?.value ?? "shared";
      const identity = keyType === "auto" && releases.every((release) => compareReleases(release, "2.58.0") >= 0);
      return [
        ...absent(repository.container, { field: "resource", what: "container", example: "my-backups" }),
        ...absent(repository.endpoint, { field: "endpoint", what: "endpoint", example: "blob.core.windows.net" }),
        ...absent(repository.account, { field: "account", what: "account", example: "myaccount" }),
        // A key in the Secret's [db] section counts before the operator's empty line in [global].
        ...(keyInStanza || !complete || identity
          ? []
          : absent(repository.key, { field: "key", what: "key", example: "the account's key" })),
      ];
    }
    case "pvc":
      return [];
  }
}

function* volumeMissing(cluster: Cluster, repository: Repository) {
  if (repository.storage !== "pvc" || repository.volume !== undefined) return;
  yield {
    at: { in: "field" as const, object: cluster.object, path: [...repository.path, "volume"] },
    problem: `${repository.name} is on a volume, but no size is given, and the operator gives up on the whole cluster.`,
    fix: "Add `volume` with a `size`, for example `size: 100Gi`.",
  };
}
