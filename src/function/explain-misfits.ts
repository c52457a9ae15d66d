import type { ObjectRef, Remark } from "../findings/finding.ts";
import type { JsonValue } from "../json/json-value.ts";

/** A value that its generated validator refused. */
export interface Misfit {
  readonly schema: "postgresql" | "operatorConfiguration" | "functionConfig";
  readonly value: JsonValue;
  readonly object: ObjectRef;
}

/** Says why values do not fit their schemas. The schemas and their library are loaded only when there is something to explain. */
export async function explainMisfits(misfits: readonly Misfit[]): Promise<readonly Remark[]> {
  if (misfits.length === 0) return [];
  const { explainSchema, schemas } = await import("./explain-schema.ts");
  return misfits.flatMap(({ schema, value, object }) => explainSchema(schemas[schema], value, object));
}
