import type { ClusterConfiguration } from "../../configuration/cluster-configuration.ts";
import { numbered, unmet, valuesWith } from "../../configuration/conditions.ts";
import type { OperatorRelease } from "../../cpo/releases.ts";
import { optionValueRead } from "../../cpo/restore-option.ts";
import { labelParts } from "../../pgbackrest/backup-label.ts";
import { optionIn } from "../../pgbackrest/option.ts";
import { meaningOf, takes } from "../../pgbackrest/option-names.ts";
import { fixInYaml, valueProblem } from "../../pgbackrest/option-values.ts";
import { fullName, restoreOptions } from "../../pgbackrest/restore-options.ts";
import { timelineProblem } from "../../pgbackrest/target-timeline.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { nearest } from "../../text/nearest.ts";
import { quotableName, quotableText, whatIs } from "../../text/quotable.ts";
import { byRelease } from "../by-release.ts";
import type { ClusterRule } from "../rule.ts";

/** What the operator and the image's restore script give themselves (pgbackrest-e2e section 7, item 3). */
const given = new Set(["delta", "target-action", "repo", "stanza"]);

export const restoreOption = {
  id: "restore-option",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Restore option that pgBackRest refuses, or that harms",
  why: "The operator stops the cluster, then passes the options to `pgbackrest restore` on the command line, through a shell. There, pgBackRest refuses what it would ignore in a file, and the cluster stays down. Some options it takes, and what they do outlasts the restore: `archive-mode` ends archiving, `db-include` and `db-exclude` leave databases empty.",
  source:
    "contract 5.22; pgbackrest-e2e rules 35, 54 and section 7, items 3, 6; what `restore-patch` refuses without --force",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        numberOfInstances: 1
        backup:
          pgbackrest:
            restore:
              id: a
              repo: repo1
              options:
                type: immediate
                delta: "y"
    `,
  },
  good: {
    postgresql: `
      spec:
        numberOfInstances: 1
        backup:
          pgbackrest:
            restore:
              id: a
              repo: repo1
              options:
                type: immediate
    `,
  },
  appliesTo: "restore",
  *checkCluster({ cluster, configuration, restore: { options: written = {} }, settings: { release } }) {
    const options = Object.fromEntries(
      Object.entries(written).map(([option, value]) => [option, optionValueRead(value, release) ?? value]),
    );
    for (const [option, value] of Object.entries(written)) {
      const found = problemOf(option, value, options, configuration, release);
      if (found === undefined) continue;
      const path = ["spec", "backup", "pgbackrest", "restore", "options", option];
      yield { at: { in: "field", object: cluster.object, path }, ...found };
    }
  },
} as const satisfies ClusterRule;

/** A value that v0.9.0 and earlier give to a shell as it is. */
function unquoted(option: string, value: string, { name }: OperatorRelease): Found {
  const problem = `The operator's release v${name} gives the value of \`${quotableName(option)}\` to a shell without quotes, which takes it for something else.`;
  return {
    problem,
    fix: /["$`\\']/.test(value)
      ? "Use a value without double quotes, `$`, backticks and backslashes, and put double quotes into it."
      : `Put double quotes into the value: \`'"${quotableText(value)}"'\`.`,
  };
}

interface Found {
  readonly problem: string;
  readonly fix: string;
  readonly severity?: "error" | "warning" | "info";
}

function problemOf(
  written: string,
  writtenValue: string,
  options: Readonly<Record<string, string>>,
  { complete, database, releases }: ClusterConfiguration,
  operator: OperatorRelease,
): Found | undefined {
  const option = fullName(written);
  const meaning = meaningOf(option);
  if (given.has(option))
    return {
      problem: `The image passes \`--${option}\` itself, and pgBackRest refuses an option that is given twice.`,
      fix: `Remove \`${quotableName(written)}\`.`,
    };
  if (meaning.is !== "option") {
    const meant = nearest(option.replace(/^-+/, ""), restoreOptions());
    return {
      problem: `\`${quotableName(written)}\` is not an option of \`pgbackrest restore\`, which refuses it.`,
      fix: meant === undefined ? "Remove it." : `Did you mean \`${meant}\`?`,
    };
  }
  const known = meaning.option;
  if (!releases.some((release) => optionIn(known, release) !== undefined && takes("restore", known, release)))
    return {
      problem: `\`${quotableName(written)}\` is not an option of \`pgbackrest restore\`, which refuses it.`,
      fix: "Remove it.",
    };
  if (known.secure)
    return {
      problem: `\`${quotableName(written)}\` is a secret, which pgBackRest refuses on the command line, where restore options go.`,
      fix: "Remove it here, and set it in the Secret's `.conf` file, which restores read, too.",
    };
  if (isValueFilledInLater(writtenValue)) return undefined;
  const value = optionValueRead(writtenValue, operator);
  if (value === undefined)
    return operator.restoreOptions === "as they are"
      ? unquoted(written, writtenValue, operator)
      : {
          problem: `The value of \`${quotableName(written)}\` contains a double quote, \`$\`, a backtick or a backslash, which a shell interprets on the way.`,
          fix: "Use a value without these characters.",
        };
  if (option === "type" || option === "target") return undefined; // judged together, by another rule
  if (value.trim() === "")
    return {
      problem: `\`${quotableName(written)}\` has no value, so pgBackRest refuses it.`,
      fix: "Add a value, or remove the option.",
    };
  const found = byRelease(releases, (release) => valueProblem(known, value, release));
  if (found !== undefined)
    return {
      severity: found.severity,
      problem: `\`${quotableName(written)}\` is ${whatIs(value)}, which ${found.problem.problem}${found.releases}.`,
      fix: fixInYaml(known, found.problem.fix),
    };
  const harm = harmOf(meaning.name, value);
  if (harm !== undefined) return { severity: "warning", ...harm };
  const condition = unmet(known, meaning.index, valuesWith(options, database), releases.at(-1) ?? "");
  // The condition may be met by a Secret that is not here.
  if (condition === undefined || (!complete && condition.option !== "type")) return valueOfItsOwn(meaning.name, value);
  const wanted = (condition.in ?? [])
    .map((one) => `\`${one === true ? "y" : one === false ? "n" : one}\``)
    .join(" or ");
  return {
    problem: `pgBackRest refuses \`${quotableName(written)}\` on the command line unless \`${numbered(condition.option, meaning.index)}\` is ${wanted || "set"}.`,
    fix: `Remove it, or set \`${numbered(condition.option, meaning.index)}\`${wanted === "" ? "" : ` to ${wanted}`}.`,
  };
}

/** What pgBackRest or PostgreSQL finds out about a value only when the restore runs, and the cluster is down. */
function valueOfItsOwn(option: string, value: string): Found | undefined {
  const label = option === "set" ? labelParts(value) : undefined;
  if (typeof label === "string")
    return {
      problem: `\`set\` is ${whatIs(value)}, which is not the label of a backup${label === "no order" ? ": it would be older than the full backup that it builds on" : ""}.`,
      fix: "Write a label as `pgbackrest info` prints it, for example `20260131-023000F`, or remove `set` for the newest backup.",
    };
  const timeline = option === "target-timeline" ? timelineProblem(value) : undefined;
  return timeline && { ...timeline, fix: timeline.fix.replace("target-timeline=1", 'target-timeline: "1"') };
}

/** What an option does to the cluster beyond the restore. */
function harmOf(option: string, value: string): Pick<Found, "problem" | "fix"> | undefined {
  if (option === "archive-mode" && value !== "preserve")
    return {
      problem: `With \`archive-mode\` ${quotableText(value)}, pgBackRest turns archiving off in postgresql.auto.conf, which outlasts the restore: all later backups fail.`,
      fix: "Remove it. If the restore has run, also run `ALTER SYSTEM RESET archive_mode`, and restart PostgreSQL.",
    };
  if (option === "db-include" || option === "db-exclude")
    return {
      problem: `\`${option}\` leaves ${option === "db-include" ? "all other databases" : "that database"} of the cluster empty: pgBackRest fills the files with zeros.`,
      fix: "Remove it, and restore one database beside the cluster, as its runbook says.",
    };
  return undefined;
}
