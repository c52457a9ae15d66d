import { quotableFile } from "../../text/quotable.ts";
import type { ClusterRule } from "../rule.ts";

export const gcsKeyFile = {
  id: "gcs-key-file",
  severity: "error",
  title: "GCS key file that is missing or not a key",
  why: "With `keyType: service`, pgBackRest signs in with a service account's key file, which must be a key of the Secret; the operator always writes its path.",
  source: "pgbackrest-e2e rule 39 and section 7, items 2, 8",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: gcs
              resource: backups
              key: gcs.json
              keyType: service
              schedule:
                full: 30 2 * * *
    `,
    "other.json": "{}",
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: gcs
              resource: backups
              key: gcs.json
              keyType: service
              schedule:
                full: 30 2 * * *
    `,
    "gcs.json": `
      {
        "type": "service_account",
        "client_email": "a@example.iam",
        "private_key": "example",
        "token_uri": "https://oauth2.googleapis.com/token"
      }
    `,
  },
  appliesTo: "gcs",
  *checkCluster({ cluster, configuration: { complete, database, secret } }) {
    for (const repository of cluster.repositories) {
      if (repository.storage !== "gcs") continue;
      // A key in the stanza's own section of the Secret counts before the operator's path.
      const line = database.effective("repo-gcs-key", repository.number);
      if (line?.from !== "repository") continue;
      if (repository.keyType === "token" && complete) {
        yield {
          at: { in: "field", object: cluster.object, path: [...repository.path, "keyType"] },
          problem: `${repository.name} signs in with a token, but the operator writes a path where pgBackRest expects the token itself.`,
          fix: `Set \`${repository.name}-gcs-key\` to the token under \`[db]\` in the Secret's \`.conf\` file, or use \`keyType: service\`.`,
        };
      }
      if (repository.keyType !== "service" || repository.key === "") continue;
      const { key, name, path } = repository;
      const at = { in: "field" as const, object: cluster.object, path: [...path, "key"] };
      if (cluster.secretName === "") {
        yield {
          at,
          problem: `${name} needs the key file \`${quotableFile(key)}\`, but the cluster names no Secret that holds it.`,
          fix: `Set \`configuration.secret\` to the name of a Secret that has the key \`${quotableFile(key)}\`.`,
        };
        continue;
      }
      if (secret === undefined) continue;
      const file = secret.files.find((other) => other.name === key);
      if (file === undefined && secret.hasOtherFiles) continue;
      if (file === undefined) {
        yield {
          at,
          problem: `The Secret \`${cluster.secretName}\` has no key \`${quotableFile(key)}\`, so ${name} has no key file.`,
          fix: fixOf(
            key,
            secret.files.map((other) => other.name),
          ),
        };
      } else if (!file.isFilledInLater && !isServiceAccountKey(file.text?.reveal() ?? "")) {
        yield {
          at: { in: "field", object: secret.object, path: file.path },
          problem: `\`${quotableFile(key)}\` is not a service account's key file, which is JSON with \`client_email\`, \`private_key\` and \`token_uri\`.`,
          fix: "Replace it with the JSON key file that Google Cloud issued for the service account.",
        };
      }
    }
  },
} as const satisfies ClusterRule;

/** `key` is the name of a key of the Secret; many write the path of the file in its place, which no key can be called. */
function fixOf(key: string, keys: readonly string[]): string {
  const file = key.slice(key.lastIndexOf("/") + 1);
  const there = keys.length > 0 ? `; its keys are ${keys.map((other) => `\`${quotableFile(other)}\``).join(", ")}` : "";
  if (file === key) return `Add the service account's key file to the Secret as \`${quotableFile(key)}\`${there}.`;
  if (keys.includes(file)) return `Write \`key: ${quotableFile(file)}\`: the name in the Secret, without the folder.`;
  return `Write the name that the key file has in the Secret, without a folder${there}.`;
}

function isServiceAccountKey(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return (
      typeof value === "object" &&
      value !== null &&
      "client_email" in value &&
      "private_key" in value &&
      "token_uri" in value
    );
  } catch {
    return false;
  }
}
