import type { ClusterConfiguration } from "../../configuration/cluster-configuration.ts";
import { unmetCondition } from "../../configuration/conditions.ts";
import { type Line, shownKey } from "../../configuration/line.ts";
import { type LineSubject, linesAbout } from "../line-subjects.ts";
import type { ClusterRule } from "../rule.ts";
import { isStanzaSecret, stanzaAdvice } from "../stanza-secret.ts";

/** pgBackRest counts them among secrets, but the CR has fields for them, and everybody sees them in the name of the host. */
const noSecrets = new Set(["repo-azure-account", "repo-azure-endpoint"]);

/** Secrets in `global`. */
const credential: LineSubject = {
  ofKey: ({ from, meaning }) =>
    from === "global" && meaning.is === "option" && meaning.option.secure === true && !noSecrets.has(meaning.name),
};

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
  appliesToLine: credential,
  *checkCluster({ configuration }) {
    for (const line of linesAbout(configuration.written, credential)) {
      const fix = fixOf(line, configuration);
      if (fix === undefined) continue;
      yield {
        at: line.place,
        problem: `${shownKey(line)} is a secret, but the operator writes it in clear text into a ConfigMap.`,
        fix,
      };
    }
  },
} as const satisfies ClusterRule;

/** What to do about a secret in `global`, in agreement with the rules that look at the same line for another reason. */
function fixOf(line: Line, configuration: ClusterConfiguration): string | undefined {
  const { complete, database, written } = configuration;
  const { meaning } = line;
  if (meaning.is !== "option") return undefined;
  const { index, name } = meaning;
  const same = (other: Line) =>
    other.meaning.is === "option" && other.meaning.name === name && other.meaning.index === index;
  if (isStanzaSecret(name, index, database)) {
    const field = database.linesOf(name).find((other) => other.from === "repository" && same(other));
    return stanzaAdvice(
      "Move it",
      name,
      name !== "repo-azure-key" || (field?.value ?? "") === "" ? "" : `remove \`key\` of repo${index}`,
    );
  }
  // Another rule says that it is set twice, and it is no secret here: the name of a file, or a key that nothing reads.
  if (database.linesOf(name).some((other) => other.from === "repository" && same(other))) return undefined;
  if (written.some((other) => other.from === "secret" && other.read?.command === undefined && same(other)))
    return "Remove it; the Secret that `configuration.secret` names sets it, too.";
  const condition = name === "repo-cipher-pass" ? undefined : unmetCondition(line, configuration);
  if (condition !== undefined && (complete || condition.option === "repo-type"))
    return "Remove it, for it has no effect here; where it is to have one, it belongs under `[global]` in a `.conf` file of the Secret that `configuration.secret` names.";
  return "Move it to `[global]` in a `.conf` file of the Secret that `configuration.secret` names.";
}
