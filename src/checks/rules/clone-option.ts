import { cloningReleases } from "../../configuration/running-releases.ts";
import { repositoryOptions } from "../../cpo/clone-configuration.ts";
import { type KeyMeaning, meaningOf, suggestedKey } from "../../pgbackrest/option-names.ts";
import { fixInYaml, valueProblem } from "../../pgbackrest/option-values.ts";
import { byRelease } from "../by-release.ts";
import type { CloneRule } from "../rule.ts";

export const cloneOption = {
  id: "clone-option",
  severity: "error",
  title: "Clone option that pgBackRest refuses or never sees",
  why: "The options of a clone become lines of a configuration file, below those that the operator writes itself; pgBackRest reads that file when the new cluster starts for the first time.",
  source: "contract 2.7",
  bad: {
    postgresql:
      "spec: {clone: {cluster: parent, pgbackrest: {configuration: {secret: parent-s3}, options: {repo1-pth: /parent}, repo: {storage: s3, resource: backups, endpoint: s3.example.com, region: eu}}}}",
  },
  good: {
    postgresql:
      "spec: {clone: {cluster: parent, pgbackrest: {configuration: {secret: parent-s3}, options: {repo1-path: /parent}, repo: {storage: s3, resource: backups, endpoint: s3.example.com, region: eu}}}}",
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
      problem: `The operator writes \`${key}\` itself, so this value is never seen.`,
      fix: "Remove it; what can be chosen has a field in the clone's `repo`.",
    };
  if (meaning.is !== "option") {
    const meant = suggestedKey(key);
    return {
      problem: `\`${key}\` is not a pgBackRest option, so it has no effect.`,
      fix: meant === undefined ? "Remove it." : `Write \`${meant}\`.`,
    };
  }
  const { index, name, option } = meaning;
  if (option.section !== undefined)
    return {
      problem: `\`${key}\` counts only ${option.section === "stanza" ? "in the stanza's section" : "on the command line"}, and pgBackRest ignores it in the clone's \`[global]\`.`,
      fix: "Remove it.",
    };
  if (value.trim() === "" || /[\r\n]/.test(value.trim()))
    return {
      problem: `\`${key}\` ${value.trim() === "" ? "has no value" : "contains a line break"}, and pgBackRest refuses it.`,
      fix: "Write the value on one line.",
    };
  if (index !== undefined && index !== 1)
    return {
      problem: `\`${key}\` is about another repository than 1, and a clone has only that.`,
      fix: `Write \`${key.replace(/\d+/, "1")}\`.`,
    };
  if (name === "repo-path" && own.has("repo1-host"))
    return {
      problem: `\`${key}\` leads off the volume of the source's repo host, which knows where its backups are.`,
      fix: `Remove \`${key}\`.`,
    };
  const wrong = byRelease(releases, (known) => valueProblem(option, value.trim(), known));
  if (wrong !== undefined)
    return {
      severity: wrong.severity,
      problem: `\`${key}\` has a value which ${wrong.problem.problem}${wrong.releases}.`,
      fix: fixInYaml(option, wrong.problem.fix),
    };
  if (!option.secure) return undefined;
  return {
    severity: "warning" as const,
    problem: `\`${key}\` is a secret, and the operator writes it in clear text into a ConfigMap.`,
    fix: "Move it below `[global]` into a `.conf` file of the Secret that the clone's `configuration.secret` names.",
  };
}
