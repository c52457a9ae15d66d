import { explain, kinds } from "../explain/explain.ts";
import type { Schema } from "../explain/explanation.ts";
import { explanationText } from "../explain/explanation-text.ts";
import { problemKinds } from "../status/problems.ts";
import { quotableName } from "../text/quotable.ts";
import { type Command, UsageError } from "./command.ts";
import { exits } from "./exit-codes.ts";
import { jsonText } from "./json-text.ts";
import { type OtherFinding, otherFindings } from "./other-findings.ts";
import { outputFlag, withOutput } from "./output-file.ts";
import { publishedTexts } from "./published-texts.ts";

/** Explains a rule, an option of pgBackRest, or a field. */
export const explainCommand: Command = {
  name: "explain",
  takes: "RULE|OPTION|FIELD",
  usage: "explain [rule|problem|option|field] NAME [--format FORMAT] [-o FILE]",
  title: "explain a rule, an option of pgBackRest, or a field of a resource",
  summary: `Explains what NAME is: a rule or a problem of status, with how to fix it; an option of pgBackRest, with its values, releases and where it
may stand; or a field of a postgresql, of the functionConfig or of the file with settings, with its values and the objects that it changes. A field
may be written from any of its parts on: repos.schedule. A kind lists its fields: postgresql. Where NAME is several things, the choices are
printed; \`explain option NAME\` names one of them.`,
  examples: [
    { does: "explain a finding", call: "explain no-retention" },
    { does: "explain an option", call: "explain repo1-retention-full" },
    { does: "explain a field, and list those below it", call: "explain repos.schedule" },
  ],
  exitCodes: { 0: exits.done, 2: "arguments that cannot be read, or NAME is nothing or several things" },
  flags: {
    format: { choices: ["text", "json"], help: "how to print it" },
    ...outputFlag,
    help: { short: "h", help: "show this help" },
  },
  async run({ flags, paths }, io) {
    const kind = paths.length > 1 ? kinds.find((each) => each === paths[0]) : undefined;
    const [name, ...more] = kind === undefined ? paths : paths.slice(1);
    if (name === undefined) throw new UsageError("explain needs the name of a rule, of an option or of a field.");
    if (more.length > 0)
      throw new UsageError(`explain takes one name. Leave out what follows \`${quotableName(name)}\`.`);
    const explained = explain(name, kind, sources());
    if (explained.is === "one") {
      const { explanation } = explained;
      withOutput(io, flags).stdout(flags.format === "json" ? jsonText(explanation) : explanationText(explanation));
      return 0;
    }
    if (explained.is === "several")
      throw new UsageError(
        `\`${quotableName(name)}\` is several things. Write one of these: ${explained.choices.map((choice) => `\`explain ${choice}\``).join(", ")}.`,
      );
    const { meant } = explained;
    throw new UsageError(
      `There is no ${kind ?? "rule, option or field"} \`${quotableName(name)}\`. ${meant === undefined ? "`rules` lists the rules; `explain postgresql`, `explain ExpandPgBackRest` and `explain field config` list fields." : `Did you mean \`${meant}\`?`}`,
    );
  },
};

function sources() {
  const { optionSummaries, rulePages, schemas } = publishedTexts();
  const { options }: { readonly options: Readonly<Record<string, string>> } = JSON.parse(optionSummaries);
  const schema = (text: string): Schema => JSON.parse(text);
  return {
    rulePages,
    otherFindings: new Map(
      Object.entries<OtherFinding>(otherFindings).map(([id, finding]) => [id, meaningOf(finding)]),
    ),
    problems: Object.fromEntries(
      Object.entries(problemKinds).map(([id, { cure, title }]) => [id, `${title}.\n\n${cure}`]),
    ),
    optionSummaries: options,
    schemas: {
      postgresql: schema(schemas.postgresql),
      ExpandPgBackRest: schema(schemas.ExpandPgBackRest),
      config: schema(schemas.config),
    },
  };
}

const meaningOf = ({ why, only }: OtherFinding) =>
  only === undefined ? why : `${why} (only from ${only.map((command) => `\`${command}\``).join(" and ")})`;
