import type { Diagnostic, ObjectRef } from "../findings/finding.ts";
import type { JsonValue } from "../json/json-value.ts";

/** A value that its generated validator refused. */
export interface SchemaViolation {
  readonly schema: "operatorConfiguration" | "functionConfig";
  readonly value: JsonValue;
  readonly object: ObjectRef;
}

/** Says why values do not fit their schemas. The schemas and their library are loaded only when there is something to explain. */
export async function explainViolations(violations: readonly SchemaViolation[]): Promise<readonly Diagnostic[]> {
  if (violations.length === 0) return [];
  const { explainSchema, schemas } = await import("./explain-schema.ts");
  return violations.flatMap(({ schema, value, object }) => explainSchema(schemas[schema], value, object));
}
