import { shownKey } from "../../configuration/line.ts";
import type { ClusterRule } from "../rule.ts";

export const credentialsInGlobal = {
  id: "credentials-in-global",
  severity: "warning",
  title: "Credentials in `global`",
  why: "The operator copies `global` into ConfigMaps, which are not meant for passphrases and keys.",
  source: "pgbackrest-options.json, `secure`; contract 2.1",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-s3-key-secret: example
    `,
  },
  good: {
    "s3.conf": `
      [global]
      repo1-s3-key = example
      repo1-s3-key-secret = example
    `,
  },
  *checkCluster({ configuration }) {
    for (const line of configuration.written) {
      if (line.from !== "global" || line.meaning.is !== "option" || !line.meaning.option.secure) continue;
      yield {
        at: line.place,
        problem: `${shownKey(line)} is a secret, but the operator writes it in clear text into a ConfigMap.`,
        fix: "Move it to `[global]` in a `.conf` file of the Secret that `configuration.secret` names.",
      };
    }
  },
} as const satisfies ClusterRule;
