import { quotableFile } from "../../text/quotable.ts";
import type { InputRule } from "../rule.ts";

export const confFileSyntax = {
  id: "conf-file-syntax",
  severity: "error",
  title: "File that pgBackRest cannot parse",
  why: "A single line that cannot be parsed makes every command fail, including archiving and backups.",
  source: "pgbackrest-e2e rules 3, 8, 13",
  bad: {
    "s3.conf": "repo1-s3-key = example",
  },
  good: {
    "s3.conf": `
      [global]
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
  },
  *checkInput({ namedSecrets }) {
    for (const { cluster, secret } of namedSecrets) {
      for (const { isFilledInLater, isRead, name: file, path, problems, text } of secret.files) {
        if (!isRead || isFilledInLater) continue;
        if (text === undefined) {
          yield {
            at: { in: "field", object: secret.object, path },
            cluster: cluster.object,
            problem: `The content of \`${quotableFile(file)}\` is not base64, which \`data\` requires.`,
            fix: "Encode the file with `base64`, or write its plain text under `stringData`.",
          };
          continue;
        }
        for (const { line, problem, fix } of problems) {
          yield {
            at: { in: "conf", object: secret.object, file, line, ...(path.length > 2 && { path }) },
            cluster: cluster.object,
            problem,
            fix,
          };
        }
      }
    }
  },
} as const satisfies InputRule;
