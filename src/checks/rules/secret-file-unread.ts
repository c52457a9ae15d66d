import { quotableFile } from "../../text/quotable.ts";
import type { InputRule } from "../rule.ts";

export const secretFileUnread = {
  id: "secret-file-unread",
  severity: "error",
  title: "Secret file that pgBackRest does not read",
  why: "pgBackRest reads only files whose names end in `.conf` and silently ignores all others: credentials are missing, or backups are not encrypted.",
  source: "pgbackrest-e2e rules 1, 38; pgbackrest@bd22b6809:src/config/parse.c#L1614-L1631",
  bad: {
    "pvc.configuration": `
      [global]
      repo1-cipher-pass = example
    `,
  },
  good: {
    "pvc.conf": `
      [global]
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
  },
  *checkInput({ namedSecrets }) {
    for (const { cluster, secret } of namedSecrets) {
      for (const { isMisnamed, name: file } of secret.files) {
        const at = { in: "field" as const, object: secret.object, path: ["data", file] };
        if (file === "pgbackrest_instance.conf") {
          yield {
            at,
            cluster: cluster.object,
            problem: "The Secret's key `pgbackrest_instance.conf` replaces the operator's own file in the volume.",
            fix: "Give the key another name that ends in `.conf`, for example `s3.conf`.",
          };
        } else if (isMisnamed) {
          yield {
            at,
            cluster: cluster.object,
            problem: `pgBackRest does not read \`${quotableFile(file)}\`, because its name does not end in \`.conf\`.`,
            fix: `Rename the key to \`${file.replace(/\.[^.]*$/, "") || "pgbackrest"}.conf\`.`,
          };
        }
      }
    }
  },
} as const satisfies InputRule;
