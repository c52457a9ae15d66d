import type { Explanation, FieldExplanation, OptionExplanation } from "./explanation.ts";

/** An explanation as text for a terminal. */
export function explanationText(explanation: Explanation): string {
  switch (explanation.kind) {
    case "rule":
      return `${explanation.page}\n\n${explanation.url}\n`;
    case "finding":
      return `# ${explanation.name}\n\n${explanation.meaning}\n\n${explanation.url}\n`;
    case "option":
      return optionText(explanation);
    case "field":
      return fieldText(explanation);
  }
}

function optionText(option: OptionExplanation): string {
  const {
    changes,
    commands,
    dependsOn,
    isSecret,
    meaning,
    name,
    olderNames,
    operator,
    places,
    releases,
    url,
    values,
    written,
  } = option;
  return block(`OPTION ${name} of pgBackRest`, meaning, [
    [
      "Written",
      written.length > 1 ? `${written.join(", ")}: the number is that of the repository` : written.join(", "),
    ],
    ["Older names", olderNames.join(", ")],
    ["Values", values],
    ["Default", option.default ?? "none"],
    ["Counts if", dependsOn],
    ["Releases", [releases, ...changes]],
    ["Commands", commands.join(", ")],
    ["Where", places],
    ["Secret", isSecret ? "yes: it stands in no resource but a Secret, and is never printed" : undefined],
    ["Operator", operator.length === 0 ? "does not set it" : operator.map((where) => `writes it into ${where}`)],
    ["See", url],
  ]);
}

function fieldText(field: FieldExplanation): string {
  const { examples, fields, isRequired, meaning, name, of, pattern, reaches, type, values } = field;
  const whole = of === "config" ? "the file .expand-pgbackrest.yaml" : of;
  const text = block(name === "" ? `FIELDS of ${whole}` : `FIELD ${name} of ${whole}`, meaning, [
    ["Type", `${type}${isRequired && name !== "" ? ", required" : ""}`],
    ["Values", values.join(", ")],
    ["Pattern", pattern],
    ["Default", field.default],
    ["Examples", examples.join(", ")],
    ["Changes", reaches],
  ]);
  const width = Math.max(0, ...fields.map((each) => each.name.length)) + 2;
  const typeWidth = Math.max(0, ...fields.map((each) => each.type.length)) + 2;
  const rows = fields.map((each) =>
    `  ${each.name.padEnd(width)}${each.type.padEnd(typeWidth)}${each.meaning.split("\n")[0]}`.trimEnd(),
  );
  return rows.length === 0 ? text : `${text}\nFields:\n${rows.join("\n")}\n`;
}

function block(
  head: string,
  meaning: string,
  rows: ReadonlyArray<readonly [label: string, said: string | readonly string[] | undefined]>,
): string {
  const lines = rows.flatMap(([label, said = []]) =>
    [said]
      .flat()
      .filter((line) => line !== "")
      .map((line, at) => `  ${(at === 0 ? label : "").padEnd(13)}${line}`),
  );
  return `${head}\n\n${meaning === "" ? "" : `${meaning}\n\n`}${lines.join("\n")}\n`;
}
