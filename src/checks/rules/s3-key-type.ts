import type { ClusterRule } from "../rule.ts";

/** What the commands that PostgreSQL starts would need of the environment. */
const variables: Readonly<Record<string, string>> = {
  "web-id": "`AWS_ROLE_ARN` and `AWS_WEB_IDENTITY_TOKEN_FILE`",
  "pod-id": "`AWS_CONTAINER_CREDENTIALS_FULL_URI` and `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`",
};

export const s3KeyType = {
  id: "s3-key-type",
  severity: "error",
  title: "S3 credentials that archiving does not get",
  why: "The image clears nearly all environment variables before it starts Patroni. Backups still see them, but `archive-push` and `archive-get`, which PostgreSQL runs, do not.",
  source:
    "cybertec-postgresql/CYBERTEC-pg-container@632a23fa:runit/patroni/run#L23-L29; pgbackrest-e2e section 7, item 4; run with pgBackRest 2.45: error 031",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-s3-key-type: web-id
    `,
    "s3.conf": `
      [global]
      process-max = 2
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-s3-key-type: auto
    `,
    "s3.conf": `
      [global]
      process-max = 2
    `,
  },
  appliesTo: "s3",
  appliesToOptions: ["repo-s3-key-type"],
  *checkCluster({ cluster, configuration: { database } }) {
    for (const { name, number, storage } of cluster.repositories) {
      if (storage !== "s3") continue;
      const line = ["archive-push", "archive-get"]
        .map((command) => database.effective("repo-s3-key-type", number, command))
        .find((each) => each !== undefined && each.value in variables);
      if (line === undefined) continue;
      yield {
        at: line.place,
        problem: `\`${line.key}\` lets pgBackRest take its credentials from ${variables[line.value]}, but the image clears these variables before PostgreSQL starts, so nothing can be archived.`,
        fix: `Set \`${name}-s3-key-type: auto\` if the nodes have an instance role for the bucket; otherwise, remove it and set \`${name}-s3-key\` and \`${name}-s3-key-secret\` in the Secret.`,
      };
    }
  },
} as const satisfies ClusterRule;
