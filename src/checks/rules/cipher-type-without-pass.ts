import { isSetEverywhere } from "../../configuration/pod-configuration.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import type { ClusterRule } from "../rule.ts";

export const cipherTypeWithoutPass = {
  id: "cipher-type-without-pass",
  severity: "error",
  title: "Cipher type without a passphrase",
  why: "Encryption is on, but there is no passphrase to encrypt with, so pgBackRest refuses every command.",
  source: "pgbackrest-e2e rule 36",
  bad: {
    "s3.conf": `
      [global]
      repo1-cipher-type = aes-256-cbc
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
  appliesToOptions: ["repo-cipher-type"],
  *checkCluster({ cluster, configuration: { complete, database } }) {
    if (!complete) return;
    for (const { number } of cluster.repositories) {
      const type = database.linesOf("repo-cipher-type").find((line) => {
        if (
          line.value === "none" ||
          isValueFilledInLater(line.value) ||
          line.meaning.is !== "option" ||
          line.meaning.index !== number
        )
          return false;
        const command = line.read?.command;
        return command === undefined
          ? database.effective("repo-cipher-type", number) === line &&
              !isSetEverywhere(database, "repo-cipher-pass", number)
          : database.effective("repo-cipher-type", number, command) === line &&
              database.effective("repo-cipher-pass", number, command) === undefined;
      });
      if (type === undefined) continue;
      yield {
        at: type.place,
        problem: `repo${number} has a cipher type but no passphrase, so pgBackRest refuses every command.`,
        fix: `Add \`repo${number}-cipher-pass\` under \`[global]\` in a \`.conf\` file of the Secret that \`configuration.secret\` names.`,
      };
    }
  },
} as const satisfies ClusterRule;
