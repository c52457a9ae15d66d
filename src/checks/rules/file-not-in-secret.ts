import { shownKey } from "../../configuration/line.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { quotableFile } from "../../text/quotable.ts";
import { type LineSubject, linesAbout } from "../line-subjects.ts";
import type { ClusterRule } from "../rule.ts";

/** Where the Secret's keys are files. */
const folder = "/etc/pgbackrest/conf.d/";

/** Names of such files. */
const named: LineSubject = {
  ofKey: ({ meaning }) => meaning.is === "option" && meaning.name.endsWith("-file"),
  ofValue: (value) => value.startsWith(folder),
};

export const fileNotInSecret = {
  id: "file-not-in-secret",
  severity: "error",
  title: "File that is not in the Secret",
  why: "The Secret's keys are mounted as files, and pgBackRest notices that one is missing only when it talks to the store.",
  source: "pgbackrest-e2e section 7, item 8; https://github.com/CrunchyData/postgres-operator/issues/3146",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-storage-ca-file: /etc/pgbackrest/conf.d/ca.crt
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-storage-ca-file: /etc/pgbackrest/conf.d/ca.crt
    `,
    "s3.conf": `
      [global]
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
    "ca.crt": "-----BEGIN CERTIFICATE-----",
  },
  appliesToLine: named,
  *checkCluster({ cluster, configuration: { secret, written } }) {
    for (const line of linesAbout(written, named)) {
      const { value } = line;
      if (isValueFilledInLater(value)) continue;
      const file = value.slice(folder.length);
      if (
        file.includes("/") ||
        (secret === undefined
          ? cluster.secretName !== ""
          : secret.hasOtherFiles || secret.files.some(({ name }) => name === file))
      )
        continue;
      yield {
        at: line.place,
        problem: `${shownKey(line)} names ${line.from === "secret" ? "a file" : `the file \`${quotableFile(file)}\``} of the Secret, ${secret === undefined ? "but the cluster names no Secret" : "which has no such key"}.`,
        fix: "Add the file as a key to the Secret that `configuration.secret` names.",
      };
    }
  },
} as const satisfies ClusterRule;
