import type { Static, TSchema } from "typebox";
import { Check, Errors } from "typebox/value";

/** The value, which must be as the schema says; what it has beyond that stays. */
export function checked<Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> {
  if (Check(schema, value)) return value;
  const errors = Errors(schema, value).map(({ instancePath, message }) => `${instancePath} ${message}`);
  throw new Error(`${errors.join("\n")}\n${JSON.stringify(value)?.slice(0, 500)}`);
}
