import { lazily } from "../text/memo.ts";

/**
 * What other tools call an option, by the option's name without `repo1-`. Written like words of a key, without the index. Sources:
 * [PGO] `global` of Crunchy's operator and the files of its Secrets; [WAL-G] its variables; [AWS] the variables and files of its tools.
 */
export const optionSynonyms = lazily(
  (): Readonly<Record<string, readonly string[]>> => ({
    "cipher-type": ["encryption", "encryption-type", "cipher"],
    "cipher-pass": ["passphrase", "encryption-key", "encryption-pass", "cipher-key", "cipher-password"],
    "s3-key": ["access-key", "access-key-id", "s3-access-key", "s3-access-key-id", "aws-access-key-id", "s3-key-id"], // [WAL-G] [AWS]
    "s3-key-secret": [
      "secret-key",
      "s3-secret",
      "s3-secret-key",
      "secret-access-key",
      "s3-secret-access-key",
      "aws-secret-access-key",
    ], // [WAL-G] [AWS]
    "s3-token": ["session-token", "s3-session-token", "aws-session-token"], // [AWS]
    "s3-uri-style": ["s3-path-style", "s3-force-path-style", "force-path-style"], // [WAL-G] AWS_S3_FORCE_PATH_STYLE
    "retention-full": ["retention", "keep", "keep-full", "retain-full"],
    "retention-diff": ["retention-differential", "keep-diff"],
    "gcs-key": ["gcs-service-account", "google-application-credentials"], // [WAL-G]
    "azure-account": ["azure-storage-account"], // [WAL-G]
    "azure-key": ["azure-storage-key", "azure-storage-access-key", "azure-access-key"], // [WAL-G]
  }),
);
