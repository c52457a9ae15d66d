import type { ClusterConfiguration } from "../../configuration/cluster-configuration.ts";
import { numbered, unmet, valuesOf } from "../../configuration/conditions.ts";
import type { EnvironmentOption } from "../../configuration/environment.ts";
import type { Cluster } from "../../cpo/cluster.ts";
import { optionIn } from "../../pgbackrest/option.ts";
import { meaningOf, takes, writtenKey } from "../../pgbackrest/option-names.ts";
import { fixInYaml, valueProblem } from "../../pgbackrest/option-values.ts";
import { quotableName, quotableText } from "../../text/quotable.ts";
import { inGlobal, inSecret, isAcceptedIn } from "../advised-key.ts";
import { byRelease } from "../by-release.ts";
import { connectionValue, hasUnknownValue } from "../database-connection.ts";
import { refusedOptions } from "../refused-options.ts";
import type { ClusterRule } from "../rule.ts";
import { isStanzaSecret, stanzaAdvice } from "../stanza-secret.ts";

export const environmentOption = {
  id: "environment-option",
  severity: "warning",
  otherSeverities: ["error"],
  title: "pgBackRest option in the environment",
  why: "The Postgres image clears nearly all variables before it starts the database, so archiving does not see an option that backups see. Backups to object storage run in Postgres pods, which do not get the variables of the backup section.",
  source: "pgbackrest-e2e rule 18 and section 7, item 4; contract 2.6",
  bad: {
    postgresql: `
      spec:
        env:
        - name: PGBACKREST_PROCESS_MAX
          value: "4"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              process-max: "4"
    `,
  },
  appliesTo: "variables",
  *checkCluster({ cluster, environment, configuration }) {
    for (const option of environment) {
      const found = problemOf(option, configuration, cluster);
      if (found !== undefined) yield { at: option.place, ...found };
    }
  },
} as const satisfies ClusterRule;

/** What runs by `kubectl exec` or on the repo host, with the environment of its container. */
const commands = ["backup", "expire", "restore", "check", "info", "stanza-create"];

function problemOf(
  { variable, key, meaning, reachesBackups, reachesDatabase }: EnvironmentOption,
  configuration: ClusterConfiguration,
  { resource: { spec } }: Cluster,
) {
  const { database, releases } = configuration;
  const { name, value, valueFrom } = variable;
  if (meaning.is === "unknown")
    return {
      problem: `\`${quotableName(name)}\` does not name a pgBackRest option, so it has no effect.`,
      fix: "Remove it, or set the option in `global` by its name in pgBackRest's configuration reference.",
    };
  if (meaning.is !== "option")
    return {
      severity: "error" as const,
      problem: `\`${quotableName(name)}\` has ${meaning.is === "index-missing" ? "no number" : meaning.is === "index-range" ? "a number outside 1 to 256" : "a number, but its option takes none"}, so pgBackRest refuses it.`,
      fix: placeFor(writtenKey(key) ?? key, configuration),
    };
  if (!releases.some((release) => optionIn(meaning.option, release) !== undefined))
    return {
      problem: `\`${quotableName(name)}\` names an option that the running pgBackRest does not have, so it has no effect.`,
      fix: "Remove it.",
    };
  const { option } = meaning;
  if (valueFrom === undefined && (value ?? "") === "")
    return {
      severity: "error" as const,
      problem: `\`${quotableName(name)}\` is empty, which pgBackRest refuses.`,
      fix: "Remove the variable, or give it a value.",
    };
  const newest = releases.at(-1) ?? "";
  const condition = unmet(option, meaning.index, valuesOf(database), newest);
  if (condition !== undefined)
    return {
      problem: `\`${quotableName(name)}\` has no effect: it requires a matching \`${numbered(condition.option, meaning.index)}\`.`,
      fix: "Remove it.",
    };
  const seen = commands.some((command) => takes(command, option, newest));
  const wrong =
    !seen || value === undefined || hasUnknownValue(value) || option.section === "command-line"
      ? undefined
      : byRelease(releases, (release) => valueProblem(option, value, release));
  if (wrong !== undefined)
    return {
      severity: wrong.severity,
      problem: `\`${quotableName(name)}\` has a value that ${wrong.problem.problem}${wrong.releases}.`,
      fix: fixInYaml(option, wrong.problem.fix),
    };
  const known = value === undefined || hasUnknownValue(value) || meaning.index !== 1 ? undefined : value;
  const connection = known === undefined ? undefined : connectionValue(meaning.name, known, spec.postgresql.parameters);
  if (connection === "same") return undefined;
  // The repo host tries the pods of all instances.
  if (connection !== undefined && (reachesDatabase || (reachesBackups && spec.numberOfInstances === 1)))
    return connection === "role"
      ? {
          problem: `With \`${quotableName(name)}\`, pgBackRest connects as \`${quotableText(known ?? "")}\`, so backups fail (056) unless that role is a superuser.`,
          fix: "Remove it, unless the role is a superuser.",
        }
      : {
          severity: "error" as const,
          problem: `\`${quotableName(name)}\` ${connection.problem}, so backups do not find the database (056).`,
          fix: "Remove it; the operator writes down where the database is.",
        };
  // What only affects logs does no harm.
  if (key.startsWith("log-level-") || key === "log-timestamp") return undefined;
  const isRefused = refusedOptions.some(({ option, when }) => option === meaning.name && when?.(value ?? "") === true);
  const fix = isRefused ? "Remove it." : placeFor(key, configuration);
  if (!reachesBackups)
    return {
      problem: `\`${quotableName(name)}\` reaches only restores: backups to object storage run in Postgres pods, which do not get it.`,
      fix,
    };
  if (!takes("archive-push", option, newest) && !takes("archive-get", option, newest)) return undefined;
  return {
    problem: `\`${quotableName(name)}\` reaches backups but not archiving: the image clears the environment of the database.`,
    fix,
  };
}

/** Where an option belongs that is set as a variable. */
function placeFor(key: string, configuration: ClusterConfiguration): string {
  const { database } = configuration;
  const meaning = meaningOf(key);
  if (meaning.is !== "option") return "Remove it.";
  const { name, index, option } = meaning;
  const bySecret = database.effective(name, index)?.from === "secret";
  if (isStanzaSecret(name, index, database))
    return bySecret
      ? "Remove it; the Secret sets it."
      : stanzaAdvice(`Instead of it, set \`${quotableName(key)}\``, name);
  const own = database.lines.find(
    (line) =>
      (line.from === "operator" || line.from === "repository") &&
      line.meaning.is === "option" &&
      line.meaning.name === name &&
      line.meaning.index === index,
  );
  if (own !== undefined) {
    const field = own.from === "repository" && own.place.in === "field" ? own.place.path.at(-1) : undefined;
    return `Remove it; the operator ${field === undefined ? "always writes its own value" : `sets \`${quotableName(key)}\` from \`${field}\` of the repository`}.`;
  }
  if (isAcceptedIn(option.secure ? inSecret : inGlobal, key, configuration))
    return `Set \`${quotableName(key)}\` in ${option.secure ? "the Secret's `.conf` file" : "`global`"} instead.`;
  return bySecret ? "Remove it; the Secret sets it." : "Remove it.";
}
