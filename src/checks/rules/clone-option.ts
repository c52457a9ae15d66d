import { cloningReleases } from "../../configuration/running-releases.ts";
import { repositoryOptions } from "../../cpo/clone-configuration.ts";
import { type KeyMeaning, meaningOf, suggestedKey, writtenKey } from "../../pgbackrest/option-names.ts";
import { fixInYaml, valueProblem } from "../../pgbackrest/option-values.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { quotableName } from "../../text/quotable.ts";
import { writtenInstead } from "../advised-key.ts";
import { byRelease } from "../by-release.ts";
import type { CloneRule } from "../rule.ts";

export const cloneOption = {
  id: "clone-option",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Clone option that pgBackRest refuses or never sees, or that harms",
  why: "The options of a clone become lines of a configuration file, among those that the operator writes itself; pgBackRest reads that file when the new cluster starts for the first time.",
  source: "contract 2.7",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        clone:
          cluster: parent
          pgbackrest:
            configuration:
              secret: parent-s3
            options:
              repo1-pth: /parent
            repo:
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
    `,
  },
  good: {
    postgresql: `
      spec:
        clone:
          cluster: parent
          pgbackrest:
            configuration:
              secret: parent-s3
            options:
              repo1-path: /parent
            repo:
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
    `,
  },
  *checkClone({ cluster, source: { options = {}, repo = {} }, ...sources }) {
    const own = new Set(Object.keys(repositoryOptions(repo, "")));
    const releases = cloningReleases(cluster, sources);
    for (const [option, value] of Object.entries(options)) {
      const found = problemOf(option, value, own, meaningOf(option.trim()), releases);
      if (found === undefined) continue;
      const path = ["spec", "clone", "pgbackrest", "options", option];
      yield { at: { in: "field", object: cluster.object, path }, ...found };
    }
  },
} as const satisfies CloneRule;

function problemOf(
  key: string,
  value: string,
  own: ReadonlySet<string>,
  meaning: KeyMeaning,
  releases: readonly string[],
) {
  if (own.has(key))
    return {
      problem: `The operator writes \`${quotableName(key)}\` itself, so this value has no effect.`,
      fix:
        key === "repo1-azure-key"
          ? "Move it under `[db]` in a `.conf` file of the Secret that the clone's `configuration.secret` names."
          : "Remove it, and use the fields of the clone's `repo` for what can be chosen.",
    };
  if (meaning.is !== "option") {
    const meant = meaning.is === "unknown" ? suggestedKey(key) : (writtenKey(key.trim()) ?? meaning.name);
    return {
      problem: `\`${quotableName(key)}\` is not a pgBackRest option, ${meaning.is === "unknown" ? "so it has no effect" : "and pgBackRest refuses every command"}.`,
      fix:
        meant === undefined
          ? "Remove it, or write the option's name as in pgBackRest's configuration reference."
          : fixOfMeant(key, meant, own),
    };
  }
  const { index, name, option } = meaning;
  if (option.section !== undefined)
    return {
      problem: `\`${quotableName(key)}\` takes effect only ${option.section === "stanza" ? "in the stanza's section" : "on the command line"}; pgBackRest ignores it in the clone's \`[global]\`.`,
      fix: "Remove it.",
    };
  if (value.trim() === "" || /[\r\n]/.test(value.trim()))
    return {
      problem: `\`${quotableName(key)}\` ${value.trim() === "" ? "has no value" : "contains a line break"}, and pgBackRest refuses it.`,
      fix: "Write a value on one line, or remove the option.",
    };
  if (index !== undefined && index !== 1)
    return {
      problem: `\`${quotableName(key)}\` is an option of another repository, but a clone reads only repository 1.`,
      fix: `Write \`${key.replace(/\d+/, "1")}\`.`,
    };
  if (name === "repo-path" && own.has("repo1-host"))
    return {
      problem: `\`${quotableName(key)}\` points away from the volume of the source's repo host, which knows where its backups are.`,
      fix: `Remove \`${quotableName(key)}\`.`,
    };
  const isOpen = isValueFilledInLater(value);
  const wrong = isOpen ? undefined : byRelease(releases, (known) => valueProblem(option, value.trim(), known));
  if (wrong !== undefined)
    return {
      severity: wrong.severity,
      problem: `\`${quotableName(key)}\` has a value that ${wrong.problem.problem}${wrong.releases}.`,
      fix: fixInYaml(option, wrong.problem.fix),
    };
  if (name === "archive-mode" && value.trim() !== "preserve" && !isOpen)
    return {
      severity: "warning" as const,
      problem: "`archive-mode` turns archiving off in the new cluster, for good: all of its backups fail.",
      fix: "Remove it.",
    };
  if (!option.secure) return undefined;
  return {
    severity: "warning" as const,
    problem: `\`${quotableName(key)}\` is a secret, but the operator writes it in clear text into a ConfigMap.`,
    fix: "Move it to `[global]` in a `.conf` file of the Secret that the clone's `configuration.secret` names.",
  };
}

/** What to do with a key that means another one. Options of clones are read in `[global]`. */
function fixOfMeant(key: string, meant: string, own: ReadonlySet<string>): string {
  const meaning = meaningOf(meant);
  const instead = writtenInstead(key, meant);
  return own.has(meant) || instead === undefined || meaning.is !== "option" || meaning.option.section !== undefined
    ? "Remove it."
    : `Write ${instead}.`;
}
