import { postgresqlFields } from "../cpo/generated/postgresql-fields.ts";
import type { Path } from "../findings/finding.ts";
import { fieldAdvice } from "../function/field-advice.ts";
import { unknownFields } from "../json/field-tree.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { meaningOf } from "../pgbackrest/option-names.ts";
import type { Edit } from "./edit.ts";
import type { FixContext } from "./fix.ts";
import { valueFix } from "./value-fix.ts";

/** Mends what the API server drops or refuses of a `postgresql`: a misspelt name of a field, a value of another type, and one in capitals. */
export function fieldFix({ finding, written, cluster }: FixContext): Edit | undefined {
  const { at } = finding;
  if (at.in !== "field" || at.object.kind !== "postgresql") return undefined;
  const options = at.path.at(-2);
  const isOption = (options === "global" || options === "options") && typeof at.path.at(-1) === "string";
  if (typeof written.value === "boolean" && isOption && mustBeText(finding.problem)) {
    const meaning = meaningOf(written.key);
    const value = meaning.is === "option" ? valueFix(meaning.option, String(written.value)) : undefined;
    return value === undefined ? undefined : { do: "set", value };
  }
  if (typeof written.value === "number" && mustBeText(finding.problem)) return { do: "quote" };
  if (typeof written.value === "string") {
    if (isTextOf(written.value, finding.problem)) return { do: "unquote" };
    // Another spelling of the one that is meant; what is only near to it may be something else.
    const value = written.value.toLowerCase();
    if (value !== written.value && finding.fix === `Did you mean \`${value}\`?` && isNotAllowed(finding.problem))
      return { do: "set", value };
  }
  return mustBeText(finding.problem) || cluster === undefined ? undefined : renamed(at.path, cluster);
}

/** The schema's words for a value of another type than text. */
const mustBeText = (problem: string) => problem.endsWith(", but must be a string.");

/** The schema's words for a text in place of a number or a boolean. */
const isTextOf = (value: string, problem: string) =>
  (problem.endsWith(", but must be a whole number.") && /^(?:0|[1-9]\d{0,8})$/.test(value)) ||
  (problem.endsWith(", but must be `true` or `false`.") && /^(?:true|false)$/.test(value));

/** The schema's words for a text that is not one of those that are allowed. */
const isNotAllowed = (problem: string) => problem.includes(", which is not one of ");

/** The field beside it that an unknown one is a misspelling of, where no other can be meant. */
function renamed(path: Path, cluster: JsonValue): Edit | undefined {
  const fields = postgresqlFields();
  const value = valueAt(cluster, path);
  const isUnknown = unknownFields(cluster, fields).some((each) => isSame(each, path));
  if (value === undefined || !isUnknown) return undefined;
  const isTaken = (at: Path) => valueAt(cluster, at) !== undefined;
  const { meant, value: other } = fieldAdvice(fields, { path, value, isTaken });
  const [only, ...others] = meant;
  // What belongs elsewhere, or would hold something else, is for its author to move.
  if (only === undefined || others.length > 0 || other !== undefined || isTaken(only)) return undefined;
  const key = only.at(-1);
  return isSame(only.slice(0, -1), path.slice(0, -1)) && typeof key === "string" ? { do: "rename", key } : undefined;
}

const isSame = (left: Path, right: Path) =>
  left.length === right.length && left.every((part, index) => part === right[index]);
