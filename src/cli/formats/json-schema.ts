import Type, { type Static } from "typebox";

const text = (description: string) => Type.String({ description });
const whole = (description: string) => Type.Integer({ minimum: 1, description });

const place = {
  object: Type.Object(
    {
      apiVersion: Type.String(),
      kind: Type.String(),
      name: Type.Optional(Type.String()),
      namespace: Type.Optional(Type.String()),
    },
    {
      additionalProperties: false,
      description: "The resource; with an empty kind, a file or the whole input is meant.",
    },
  ),
  path: Type.Optional(
    Type.Array(Type.Union([Type.String(), Type.Integer()]), {
      description: "The field in the resource, by keys and positions in lists; absent for a line of a Secret's file.",
    }),
  ),
  secretFile: Type.Optional(text("The file of the Secret.")),
  secretLine: Type.Optional(whole("The line of that file.")),
  file: Type.Optional(text("The file that somebody has to change; absent for what is about the whole input.")),
  line: Type.Optional(whole("The line of that file.")),
  column: Type.Optional(whole("The column, in UTF-16 code units.")),
  endColumn: Type.Optional(whole("The first column behind what is meant, where that is known.")),
};

const finding = Type.Object(
  {
    rule: text("The id of the rule, or of one of the findings that are not rules: docs/checks.md has them all."),
    severity: Type.Enum(["error", "warning", "info"]),
    problem: text("What is wrong, and what follows."),
    fix: text("What to write."),
    ...place,
    also: Type.Array(Type.Object(place, { additionalProperties: false }), {
      description: "The other places of a collision.",
    }),
  },
  { additionalProperties: false },
);

/** What `check --format json` and `hydrate --format json` print. */
export const checkSchema = Type.Object(
  {
    clusters: Type.Integer({ minimum: 0, description: "How many clusters there are." }),
    findings: Type.Array(finding),
    fixed: Type.Optional(
      Type.Array(finding, { description: "What `--fix` mended; absent without it. It is not among the findings." }),
    ),
  },
  {
    $id: "https://github.com/cybertec-postgresql/expand-pgbackrest/fn-config/check.schema.json",
    title: "Report of expand-pgbackrest check",
    additionalProperties: false,
  },
);
export type CheckReport = Static<typeof checkSchema>;
