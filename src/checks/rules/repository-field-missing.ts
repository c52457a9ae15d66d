import type { Line } from "../../configuration/line.ts";
import type { Cluster } from "../../cpo/cluster.ts";
import type { PvcRepository, Storage } from "../../cpo/repository.ts";
import type { ClusterRule } from "../rule.ts";
import { isStanzaSecret, stanzaAdvice } from "../stanza-secret.ts";

export const repositoryFieldMissing = {
  id: "repository-field-missing",
  severity: "error",
  title: "Repository with a missing field",
  why: "For a missing field, the operator still writes its option, without a value, and pgBackRest refuses every command that takes it.",
  source: "contract 5.6; pgbackrest-e2e rule 12 and section 7, items 1, 2",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: s3.example.com
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
  *checkCluster({ cluster, configuration: { complete, database, written } }) {
    const someAreBlank = database.lines.some(isBlank);
    for (const repository of cluster.repositories) {
      const { name, number, path, storage } = repository;
      if (storage === "pvc") yield* volumeMissing(cluster, repository);
      if (!someAreBlank) continue;
      for (const { option, field, what, example } of fieldsOf[storage]) {
        // What the stanza's own section sets takes precedence over the operator's empty line in [global].
        const line = database.effective(option, number);
        if (line === undefined || line.value !== (option === "repo-gcs-key" ? keyFolder : "")) continue;
        // Only a signing account has a key file, and the key of Azure may be in a Secret that is not here.
        if (option === "repo-gcs-key" && database.effective("repo-gcs-key-type", number)?.value !== "service") continue;
        if (option === "repo-azure-key" && !complete) continue;
        // A managed identity needs no key, but the operator's line needs a value.
        const placeholder =
          option === "repo-azure-key" && database.effective("repo-azure-key-type", number)?.value === "auto";
        yield {
          at: { in: "field", object: cluster.object, path: [...path, field] },
          problem: `${name} is stored in ${storageNames[storage]} but has no ${what}, and pgBackRest refuses an empty one.`,
          fix: isStanzaSecret(option, number, database)
            ? stanzaAdvice(
                written.some(
                  ({ meaning }) => meaning.is === "option" && meaning.name === option && meaning.index === number,
                )
                  ? `Move \`${name}-azure-key\``
                  : `Set \`${name}-azure-key\``,
                option,
              )
            : `Add \`${field}\`, for example \`${field}: ${example}\`${placeholder ? ", which is not used" : ""}.`,
        };
      }
    }
  },
} as const satisfies ClusterRule;

const storageNames = { s3: "S3", gcs: "Google Cloud Storage", azure: "Azure", pvc: "a volume" };

/** What the operator puts before the name of the key file. */
const keyFolder = "/etc/pgbackrest/conf.d/";

/** True for a line of a missing field, as few clusters have one. */
const isBlank = ({ value }: Line) => value === "" || value === keyFolder;

/** The fields of a repository, with the option that the operator makes of each, which it writes also where they are missing. */
const fieldsOf: Readonly<Record<Storage, readonly RepositoryField[]>> = {
  s3: [
    { option: "repo-s3-bucket", field: "resource", what: "bucket", example: "my-backups" },
    { option: "repo-s3-endpoint", field: "endpoint", what: "endpoint", example: "s3.eu-central-1.amazonaws.com" },
    { option: "repo-s3-region", field: "region", what: "region", example: "eu-central-1" },
  ],
  gcs: [
    { option: "repo-gcs-bucket", field: "resource", what: "bucket", example: "my-backups" },
    { option: "repo-gcs-key-type", field: "keyType", what: "key type", example: "service" },
    { option: "repo-gcs-key", field: "key", what: "key file", example: "gcs.json" },
  ],
  azure: [
    { option: "repo-azure-container", field: "resource", what: "container", example: "my-backups" },
    { option: "repo-azure-endpoint", field: "endpoint", what: "endpoint", example: "blob.core.windows.net" },
    { option: "repo-azure-account", field: "account", what: "account", example: "myaccount" },
    { option: "repo-azure-key", field: "key", what: "key", example: "none" },
  ],
  pvc: [],
};

interface RepositoryField {
  readonly option: string;
  readonly field: string;
  readonly what: string;
  readonly example: string;
}

function* volumeMissing(cluster: Cluster, repository: PvcRepository) {
  if (repository.volume !== undefined) return;
  yield {
    at: { in: "field" as const, object: cluster.object, path: [...repository.path, "volume"] },
    problem: `${repository.name} is on a volume but has no \`volume\` with a size, so the operator gives up on the whole cluster.`,
    fix: "Add `volume` with a size, for example `volume: {size: 100Gi}`.",
  };
}
