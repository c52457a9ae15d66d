import type { ClusterRule } from "../rule.ts";

export const cipherPassWithoutType = {
  id: "cipher-pass-without-type",
  severity: "error",
  otherSeverities: ["info"],
  title: "Cipher passphrase without a cipher type",
  why: "pgBackRest ignores the passphrase without a warning and stores the backups unencrypted.",
  source: "pgbackrest-e2e rule 37; pgbackrest@bd22b6809:src/config/parse.c#L2447-L2451",
  holdsWhateverIsFilledIn: true,
  bad: {
    "s3.conf": `
      [global]
      repo1-cipher-pass = example
    `,
  },
  good: {
    "s3.conf": `
      [global]
      repo1-cipher-type = aes-256-cbc
      repo1-cipher-pass = example
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
  },
  appliesToOptions: ["repo-cipher-pass"],
  *checkCluster({ cluster, configuration: { complete, database, repoHost } }) {
    for (const { number } of cluster.repositories) {
      const pod = repoHost ?? database;
      const pass = pod.effective("repo-cipher-pass", number);
      const type = pod.effective("repo-cipher-type", number);
      if (
        pass === undefined ||
        (type !== undefined && type.value !== "none") ||
        (!complete && pass.from !== "secret" && type === undefined)
      )
        continue;
      yield {
        at: pass.place,
        ...(type !== undefined && { also: [type.place] }),
        problem: `repo${number} has a cipher passphrase but no cipher type, so its backups are not encrypted.`,
        fix: `Before the first backup, add \`repo${number}-cipher-type = aes-256-cbc\` to the same section, or \`repo${number}-cipher-type: aes-256-cbc\` to \`global\` of the cluster, where one line serves all overlays.`,
      };
    }
  },
} as const satisfies ClusterRule;
