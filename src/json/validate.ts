/** Says whether a value fits a schema. The generated validators (`is-*.ts`) are made of these, one for each kind of schema that we use. */
export type Check = (value: unknown) => boolean;

const isFields = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const text: Check = (value) => typeof value === "string";
export const flag: Check = (value) => typeof value === "boolean";
export const number: Check = (value) => typeof value === "number" && Number.isFinite(value);

export const matching =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === "string" && pattern.test(value);

export const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);

export const integer =
  (minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;

export const either =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));

export const list =
  (item: Check, minimum = 0): Check =>
  (value) =>
    Array.isArray(value) && value.length >= minimum && value.every(item);

export const map =
  (field: Check): Check =>
  (value) => {
    if (!isFields(value)) return false;
    for (const key in value) if (!field(Reflect.get(value, key))) return false;
    return true;
  };

/**
 * A mapping with these fields, `required` ones among them; in a `closed` one there may be no others. Their checks are made when there is a
 * mapping to check.
 */
export const fields = (
  make: () => Readonly<Record<string, Check>>,
  required: readonly string[] = [],
  closed = false,
): Check => {
  let known: Readonly<Record<string, Check>> | undefined;
  return (value) => {
    if (!isFields(value)) return false;
    if (!required.every((key) => Object.hasOwn(value, key))) return false;
    known ??= make();
    for (const key in value) {
      const check = Object.hasOwn(known, key) ? known[key] : undefined;
      if (check === undefined ? closed : !check(Reflect.get(value, key))) return false;
    }
    return true;
  };
};
