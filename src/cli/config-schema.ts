import Type, { type Static } from "typebox";
import { failOnChoices } from "./fail-on.ts";
import { formatNames } from "./formats/names.ts";

const text = (description: string) => Type.String({ description });
const paths = (description: string) => Type.Optional(Type.Array(Type.String(), { description }));

/** The file of `--config`, or `.expand-pgbackrest.yaml`. Every field is optional; an unknown one is an error. Flags win over it. */
export const configSchema = Type.Object(
  {
    $schema: Type.Optional(text("The address of this schema, for editors.")),
    paths: paths(
      "Files and folders to check where none is named on the command line. Paths are from the folder of this file.",
    ),
    kustomize: paths(
      "Folders of kustomizations to build and check where nothing is named on the command line. Paths are from the folder of this file.",
    ),
    ignore: paths(
      "Files and folders that are left out. A glob without / is a name at any depth; any other is a path from the folder of this file.",
    ),
    format: Type.Optional(Type.Enum(formatNames, { description: "How findings are printed." })),
    failOn: Type.Optional(
      Type.Enum(failOnChoices, {
        description: "The lowest severity that makes the exit code 1; with none, no finding does.",
      }),
    ),
    baseline: Type.Optional(
      text(
        "A file of findings that are accepted, which --write-baseline writes. Its path is from the folder of this file.",
      ),
    ),
    requireClusters: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 999_999_999,
        description:
          "How many clusters with a backup section must be checked; fewer are an error. With paths or kustomize in this file, it is about what these name, and the command line names nothing else.",
      }),
    ),
    checks: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Object(
          {
            severity: Type.Enum(["error", "warning", "info", "off"], {
              description: "How much it matters; off silences the rule.",
            }),
            reason: Type.Optional(text("Why; shown in the report.")),
          },
          { additionalProperties: false },
        ),
        { description: "Severities by rule, on top of those of the functionConfig." },
      ),
    ),
  },
  {
    title: "Settings of expand-pgbackrest check",
    description:
      "Settings of the commands check and hydrate, and of all others that take --config. The filter reads none of them: its output depends on its input alone.",
    additionalProperties: false,
  },
);
export type ConfigFile = Static<typeof configSchema>;
