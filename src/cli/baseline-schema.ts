import Type, { type Static } from "typebox";

const text = (description: string) => Type.String({ description });

/** The file that `--write-baseline` writes and `--baseline` reads. */
export const baselineSchema = Type.Object(
  {
    $schema: Type.Optional(text("The address of this schema, for editors.")),
    version: Type.Literal(1, { description: "The form of this file." }),
    findings: Type.Array(
      Type.Object(
        {
          rule: text("The id of the rule."),
          severity: Type.Enum(["error", "warning", "info"], {
            description: "How severe it was. The same finding with a higher severity is not accepted.",
          }),
          object: text("The object, as reports name it; empty for what is about a file."),
          field: text("The field of the object, or the file of a Secret and its option."),
          file: text("Where it was found, from the folder of this file. It may move, but for what is about a file."),
        },
        { additionalProperties: false },
      ),
      { description: "What is accepted, each finding once." },
    ),
  },
  {
    $id: "https://github.com/cybertec-postgresql/expand-pgbackrest/fn-config/baseline.schema.json",
    title: "Baseline of expand-pgbackrest check",
    description: "Findings that check accepts: they are counted, and do not make the exit code 1.",
    additionalProperties: false,
  },
);
export type Baseline = Static<typeof baselineSchema>;
export type BaselineEntry = Baseline["findings"][number];
