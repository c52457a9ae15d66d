import { isSetEverywhere } from "../../configuration/pod-configuration.ts";
import type { ClusterRule } from "../rule.ts";

export const cipherTypeWithoutPass = {
  id: "cipher-type-without-pass",
  severity: "error",
  title: "Cipher type without a passphrase",
  why: "pgBackRest refuses every command: encryption is on, and there is nothing to encrypt with.",
  source: "pgbackrest-e2e rule 36",
  bad: { "s3.conf": "[global]\nrepo1-cipher-type = aes-256-cbc" },
  good: {
    "s3.conf":
      "[global]\nrepo1-cipher-type = aes-256-cbc\nrepo1-cipher-pass = example\nrepo1-s3-key = example\nrepo1-s3-key-secret = example",
  },
  *checkCluster({ cluster, configuration: { complete, database } }) {
    if (!complete) return;
    for (const { number } of cluster.repositories) {
      const type = database.linesOf("repo-cipher-type").find((line) => {
        if (line.value === "none" || line.meaning.is !== "option" || line.meaning.index !== number) return false;
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
        problem: `repo${number} has a cipher type but no passphrase, and pgBackRest refuses every command.`,
        fix: `Add \`repo${number}-cipher-pass\` below \`[global]\` to a \`.conf\` file of the Secret that \`configuration.secret\` names.`,
      };
    }
  },
} as const satisfies ClusterRule;
