import { rules } from "../checks/rules/index.ts";
import { type Command, UsageError } from "./command.ts";
import { exits } from "./exit-codes.ts";
import { jsonText } from "./json-text.ts";
import { outputFlag, withOutput } from "./output-file.ts";

/** What a rule is asked about. */
type Scope = "cluster" | "clone" | "input" | "comparison";

/** A rule in the list. */
interface ListedRule {
  readonly id: string;
  readonly severity: string;
  readonly otherSeverities: readonly string[];
  readonly scope: Scope;
  readonly title: string;
  readonly url: string;
}

/** Lists the rules. */
export const rulesCommand: Command = {
  name: "rules",
  takes: "",
  usage: "rules [--format FORMAT] [-o FILE]",
  title: "list the rules of the checks",
  summary: `Lists the rules: id, severity, what it looks at, and what it finds. The severity is that of the rule's example; in other cases, some rules
give another, which follows it. A rule looks at one cluster, at a clone, at the whole input, or compares clusters (comparison).`,
  examples: [
    { does: "list the rules", call: "rules" },
    { does: "list them for a program", call: "rules --format json" },
  ],
  exitCodes: { 0: exits.done, 2: exits.badArguments },
  flags: {
    format: { choices: ["text", "json", "markdown"], help: "how to print them" },
    ...outputFlag,
    help: { short: "h", help: "show this help" },
  },
  async run({ flags, paths }, io) {
    if (paths.length > 0) throw new UsageError("rules takes no arguments; `explain RULE` explains one.");
    const listed = rules.map(listedRule);
    withOutput(io, flags).stdout(
      flags.format === "json" ? jsonText(listed) : flags.format === "markdown" ? markdown(listed) : text(listed),
    );
    return 0;
  },
};

const listedRule = (rule: (typeof rules)[number]): ListedRule => ({
  id: rule.id,
  severity: rule.severity,
  otherSeverities: rule.otherSeverities ?? [],
  scope: scopeOf(rule),
  title: rule.title,
  url: `https://github.com/cybertec-postgresql/expand-pgbackrest/blob/main/docs/checks/${rule.id}.md`,
});

function scopeOf(rule: (typeof rules)[number]): Scope {
  if ("comparesClusters" in rule && rule.comparesClusters) return "comparison";
  if ("checkInput" in rule && rule.checkInput !== undefined) return "input";
  return "checkCluster" in rule && rule.checkCluster !== undefined ? "cluster" : "clone";
}

const severitiesOf = ({ otherSeverities, severity }: ListedRule) => [severity, ...otherSeverities].join(", ");

function text(listed: readonly ListedRule[]): string {
  const rows = listed.map((rule) => [rule.id, severitiesOf(rule), rule.scope, rule.title]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ")}\n`).join("");
}

const markdown = (listed: readonly ListedRule[]) =>
  `| rule | severity | looks at | finds |\n| --- | --- | --- | --- |\n${listed
    .map((rule) => `| [${rule.id}](${rule.url}) | ${severitiesOf(rule)} | ${rule.scope} | ${rule.title} |\n`)
    .join("")}`;
