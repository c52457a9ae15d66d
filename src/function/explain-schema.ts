import type { TSchema } from "typebox";
import { Settings } from "typebox/system";
import { Errors } from "typebox/value";
import { cpuPattern, memoryPattern } from "../cpo/kubernetes-types.ts";
import { operatorConfiguration } from "../cpo/operator-configuration.ts";
import type { Diagnostic, ObjectRef, Path } from "../findings/finding.ts";
import { severityMeant } from "../findings/severity-words.ts";
import { durationPattern } from "../go/duration.ts";
import { nearest } from "../text/nearest.ts";
import { fieldElsewhere, moveTo } from "./field-elsewhere.ts";
import { functionConfig } from "./function-config-schema.ts";
import { entryFix, isEntry, subject, valueAt } from "./schema-subject.ts";
import { article, mayShow, nameFix, nameOfType, shown, shownNumber, typeFix, typeName } from "./schema-words.ts";

Settings.Set({ maxErrors: 1000 });

/** The schemas by name. */
export const schemas = { operatorConfiguration, functionConfig };

type SchemaError = ReturnType<typeof Errors>[number];

/** What to write instead of a value that does not match a pattern, by the pattern. */
const patternFix: Readonly<Record<string, string>> = {
  [cpuPattern]: 'Write a number of CPUs in quotes, or one of thousandths, for example `"1"`, `"0.5"` or `500m`.',
  [memoryPattern]: "Write a size with a unit, for example `10Gi` or `512Mi`.",
  [durationPattern]: "Write a Go duration, for example `5m` or `1h30m`; the longest unit is hours.",
  "^repo[1-4]$": "Write `repo1`, `repo2`, `repo3` or `repo4`.",
};

/** Who refuses what does not match a pattern, where it is not the API server. */
const patternRefusedBy: Readonly<Record<string, string>> = {
  [durationPattern]: "is not a Go duration, so the operator does not start",
};

/**
 * Says in sentences why a value does not fit its schema. Only called for values that the generated validator refused: this module
 * brings the schema library with it. `isOurs` is true for a schema of a file that no API server ever sees.
 */
export function explainSchema(
  schema: TSchema,
  value: unknown,
  object: ObjectRef,
  isOurs = schema === functionConfig,
): readonly Diagnostic[] {
  const errors = Errors(schema, value).filter(({ keyword }) => keyword !== "boolean");
  // A value of the wrong type fails its other rules too; the first error of a place is the cause.
  const seen = new Set<string>();
  return errors.flatMap((error) => {
    const repeated = seen.has(error.instancePath) && !["required", "additionalProperties"].includes(error.keyword);
    seen.add(error.instancePath);
    return repeated ? [] : diagnostics(schema, value, { object, isOurs }, error);
  });
}

function diagnostics(
  schema: TSchema,
  value: unknown,
  { object, isOurs: ours }: { readonly object: ObjectRef; readonly isOurs: boolean },
  error: SchemaError,
): readonly Diagnostic[] {
  const path = pathOf(error.instancePath);
  const at = (...more: Path) => ({ in: "field" as const, object, path: [...path, ...more] });
  const found = at();
  const name = subject(value, path);
  const current = valueAt(value, path);
  switch (error.keyword) {
    case "required":
      return error.params.requiredProperties.map((field) => ({
        at: at(field),
        problem: `\`${field}\` is missing${ours ? "" : ", but the API server requires it"}.`,
        fix: `Add \`${field}\`${allowedHint(schemaAt(schema, [...path, field]))}.`,
      }));
    case "additionalProperties":
      return error.params.additionalProperties.map((field) => {
        const fields = knownFields(schema, path);
        const known = nearest(field, fields);
        const elsewhere = fieldElsewhere(schema, path, field);
        return {
          at: at(field),
          problem: `\`${field}\` is not a field here${ours ? "" : ", so the API server drops it and it has no effect"}.`,
          fix:
            elsewhere !== undefined
              ? moveTo(elsewhere, valueAt(value, elsewhere) !== undefined)
              : known === undefined
                ? `Remove it${fieldsHint(fields)}.`
                : `Did you mean \`${known}\`?`,
        };
      });
    case "enum": {
      const allowed = error.params.allowedValues.map((option) => `\`${option}\``).join(", ");
      const values = error.params.allowedValues.map(String);
      const known =
        typeof current === "string" ? (severityAmong(values, current) ?? nearest(current, values)) : undefined;
      const unquoted =
        typeof current === "boolean" ? values.find((value) => booleanWords[`${current}`].includes(value)) : undefined;
      // The number is right, and its type is not.
      if (typeof current === "number" && values.includes(String(current)))
        return [
          {
            at: found,
            problem: `${name} is ${shown(current)}, but must be a string.`,
            fix: `Put it in quotes: \`"${current}"\`.`,
          },
        ];
      const quotes = typeof current === "number" ? ", in quotes" : "";
      return [
        {
          at: found,
          problem: `${name} is ${shown(current)}, which is not one of ${allowed}.`,
          fix:
            unquoted !== undefined
              ? `Put \`"${unquoted}"\` in quotes; without them, YAML reads ${unquoted} as ${current}.`
              : known === undefined
                ? `Write one of these${quotes}.`
                : `Did you mean ${isBooleanWord(known) ? `\`"${known}"\`, in quotes` : `\`${known}\``}?`,
        },
      ];
    }
    case "type": {
      const expected = String(error.params.type);
      const open = mayShow(path);
      return [
        {
          at: found,
          problem: `${name} is ${open ? typeName(current) : nameOfType(current)}, but must be ${article(expected)}.`,
          fix:
            ours && isRule(path)
              ? ruleFix(current)
              : isEntry(value, path) && current === null
                ? entryFix(expected)
                : typeFix(expected, current, open),
        },
      ];
    }
    case "pattern":
      return [
        {
          at: found,
          problem: `${name} is ${shown(current)}, which ${patternRefusedBy[String(error.params.pattern)] ?? (ours ? "is not allowed here" : "the API server refuses")}.`,
          fix: patternFix[String(error.params.pattern)] ?? nameFix(path),
        },
      ];
    case "minItems":
      return [
        {
          at: found,
          problem: `${name} is an empty list, which the API server refuses.`,
          fix: "List at least one entry, or remove the whole section.",
        },
      ];
    case "minimum":
      return [
        {
          at: found,
          problem: `${name} is ${shownNumber(current)}, which is less than ${error.params.limit}.`,
          fix: `Write ${error.params.limit} or more.`,
        },
      ];
    case "maximum":
      return [
        {
          at: found,
          problem: `${name} is ${shownNumber(current)}, which is more than ${error.params.limit}.`,
          fix: `Write ${error.params.limit} or less.`,
        },
      ];
    case "const":
      return [
        {
          at: found,
          problem: `${name} is ${shown(current)}, not \`${error.params.allowedValue}\`.`,
          fix: `Write \`${error.params.allowedValue}\`.`,
        },
      ];
    default:
      return [{ at: found, problem: `${name} ${error.message}.`, fix: nameFix(path) }];
  }
}

/** What YAML 1.1, which kustomize and kpt read, takes for a boolean without quotes. */
const booleanWords: Readonly<Record<"true" | "false", readonly string[]>> = {
  true: ["on", "yes", "y", "true"],
  false: ["off", "no", "n", "false"],
};

const isBooleanWord = (word: string) => [...booleanWords.true, ...booleanWords.false].includes(word);

/** The severity that a word means, where severities are what is allowed. */
function severityAmong(values: readonly string[], word: string): string | undefined {
  const meant = severityMeant(word);
  return meant !== undefined && values.includes(meant) ? meant : undefined;
}

/** True for the place of a rule in the functionConfig. */
const isRule = (path: Path) => path.length === 3 && path[0] === "spec" && path[1] === "checks";

/** What to write for a rule instead of its severity alone. */
function ruleFix(current: unknown): string {
  const severity = typeof current === "string" || current === false ? severityMeant(`${current}`) : undefined;
  const written = severity === "off" ? '"off"' : (severity ?? "warning");
  const quotes = current === false ? "; `off` needs the quotes, because YAML reads it as false without them" : "";
  return `Write ${severity === undefined ? "a mapping, for example " : ""}\`{ severity: ${written}, reason: ... }\`${quotes}.`;
}

const pathOf = (pointer: string): Path =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

function schemaAt(schema: TSchema, path: Path): TSchema | undefined {
  return path.reduce<TSchema | undefined>((at, key) => {
    if (at === undefined) return undefined;
    const next: unknown =
      typeof key === "number" ? Reflect.get(at, "items") : Reflect.get(Reflect.get(at, "properties") ?? {}, key);
    return isSchema(next) ? next : undefined;
  }, schema);
}

const isSchema = (value: unknown): value is TSchema => typeof value === "object" && value !== null;

/** The fields there are, unless they are too many for a sentence. */
const fieldsHint = (fields: readonly string[]) =>
  fields.length === 0 || fields.length > 12
    ? ""
    : `; the fields here are ${fields.map((field) => `\`${field}\``).join(", ")}`;

function knownFields(schema: TSchema, path: Path): readonly string[] {
  return Object.keys(Reflect.get(schemaAt(schema, path) ?? {}, "properties") ?? {});
}

function allowedHint(schema: TSchema | undefined): string {
  const options: unknown = Reflect.get(schema ?? {}, "enum");
  return Array.isArray(options) ? `: ${options.map((option) => `\`${option}\``).join(", ")}` : "";
}
